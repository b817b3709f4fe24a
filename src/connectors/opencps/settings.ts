/** Settings of one OpenCPS installation: action codes and statuses are per province, so they are configuration. */
import type { Kind, State } from '../../model/message.ts';
import type { System } from '../../model/system.ts';

/** What an inbound action code means. */
export interface Meaning {
  kind: Kind;
  /** The state it leads to, for kinds that do not imply one. */
  state?: State;
}

export interface Settings {
  /** Liferay site id, a header of every call. */
  groupId: string;
  /** How the installation is told about progress: an action on its dossier, or a published copy of it. */
  statusBy: 'action' | 'publish';
  actions: Readonly<Record<string, Meaning>>;
  /** Outbound action code by state or kind; the state wins. */
  sendActions: Readonly<Record<string, string>>;
  /** What `sendActions` said in the configuration itself, without our defaults. */
  configuredActions: Readonly<Record<string, string>>;
  statuses: Readonly<Record<string, State>>;
  sendStatuses: Readonly<Record<string, string>>;
  /** dossierTemplateNo by procedure code, `*` for all others; for dossiers that never were in an OpenCPS. */
  templates: Readonly<Record<string, string>>;
  /** paymentStatus that says "paid". */
  paidStatus: string;
  /** Beginnings of dossierPartNo that mean a result. */
  resultParts: readonly string[];
}

const defaultActions: Record<string, Meaning> = {
  1100: { kind: 'dossier.submitted' },
  1150: { kind: 'supplement.provided' },
  1180: { kind: 'dossier.withdrawn' },
  1190: { kind: 'payment.confirmed' },
  1195: { kind: 'dossier.progressed' },
  1200: { kind: 'dossier.status-changed', state: 'in-progress' },
  1210: { kind: 'dossier.status-changed', state: 'accepted' },
  1220: { kind: 'dossier.status-changed', state: 'rejected-at-reception' },
  1300: { kind: 'supplement.requested' },
  1310: { kind: 'dossier.status-changed', state: 'consulting' },
  1400: { kind: 'payment.requested', state: 'payment-required' },
  1500: { kind: 'dossier.status-changed', state: 'suspended' },
  1510: { kind: 'dossier.status-changed', state: 'stopped' },
  1600: { kind: 'dossier.transferred' },
  1700: { kind: 'result.issued' },
  1800: { kind: 'dossier.status-changed', state: 'returned' },
};

/** Formats 9.1. `cancelling` is missing on purpose: it only asks to withdraw, and withdrawn is for ever. */
const defaultStatuses: Record<string, State> = {
  new: 'submitted',
  receiving: 'submitted',
  waiting: 'supplement-requested',
  correcting: 'supplement-requested',
  processing: 'in-progress',
  collecting: 'in-progress',
  handover: 'in-progress',
  posting: 'in-progress',
  interoperating: 'in-progress',
  pausing: 'suspended',
  paying: 'payment-required',
  releasing: 'result-ready',
  denied: 'rejected-at-reception',
  unresolved: 'stopped',
  cancelled: 'withdrawn',
  done: 'returned',
};

const defaultSendStatuses: Record<State, string> = {
  submitted: 'receiving',
  accepted: 'new',
  'rejected-at-reception': 'denied',
  'in-progress': 'processing',
  consulting: 'processing',
  'supplement-requested': 'waiting',
  'payment-required': 'paying',
  suspended: 'pausing',
  stopped: 'unresolved',
  withdrawn: 'cancelled',
  'result-ready': 'releasing',
  returned: 'done',
};

/** The installation's settings over our defaults. */
export function settingsOf({ settings }: Pick<System, 'settings'>): Settings {
  const given = settings as Partial<Settings>;
  const actions = { ...defaultActions, ...given.actions };
  return {
    groupId: String(given.groupId ?? ''),
    statusBy: given.statusBy ?? 'action',
    actions,
    sendActions: { ...sendActionsOf(defaultActions), ...given.sendActions },
    configuredActions: given.sendActions ?? {},
    statuses: { ...defaultStatuses, ...given.statuses },
    sendStatuses: { ...defaultSendStatuses, ...given.sendStatuses },
    templates: given.templates ?? {},
    paidStatus: given.paidStatus ?? '5',
    resultParts: given.resultParts ?? ['KQ'],
  };
}

function sendActionsOf(actions: Readonly<Record<string, Meaning>>): Record<string, string> {
  const pairs = Object.entries(actions).map(([code, { kind, state }]) => [
    kind === 'dossier.status-changed' && state !== undefined ? state : kind,
    code,
  ]);
  return Object.fromEntries(pairs);
}

/** Whether the installation is the side where citizens submit; all others are one-stop software. */
export function isPortal({ role }: Pick<System, 'role'>): boolean {
  return role === 'portal' || role === 'national-portal';
}
