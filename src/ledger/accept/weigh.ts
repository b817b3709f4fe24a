import { randomUUIDv7 } from 'node:crypto';
import type { ExchangeState, ReadMessage, Reason, Submission } from '../../model/exchange.ts';
import type { Finding } from '../../model/finding.ts';
import { judge, step } from '../../model/judge.ts';
import { isStatusOnly, statedState } from '../../model/message.ts';
import type { State } from '../../model/state.ts';
import type { Decide, Target } from './decide.ts';
import { aliasKey, type Known, type KnownDossier, sha256 } from './known.ts';

/** One message on its way into the ledger. */
export interface Weighed {
  id: string;
  submission: Submission;
  read: ReadMessage;
  dossier: KnownDossier;
  state: ExchangeState;
  reason: Reason | null;
  findings: Finding[];
  stated: State | null;
  inHistory: boolean;
  targets: readonly Target[];
  /** Its deliveries are born superseded: a newer status is known already. */
  overtaken: boolean;
  /** Held exchanges of the dossier that this one sets free: id -> whether they still state something. */
  released: readonly { id: string; verdict: 'apply' | 'history' }[];
  revoked: readonly string[];
  /** Content of a status message, for the echo rule. */
  statusHash: Buffer | null;
  newAliases: { scheme: string; value: string }[];
}

/** Decides about one message and moves the known dossier on, so that the next message of the batch sees it. */
export function weigh(
  { submission, read, known }: { submission: Submission; read: ReadMessage; known: Known },
  decide: Decide,
): Weighed {
  const id = randomUUIDv7();
  const { dossier, conflict, newAliases } = findDossier(read, known);
  const { message } = read;
  const decision = decide({ message, source: submission.systemId, dossier });
  const reason = conflict ? 'identity-conflict' : decision.reason;
  const weighed: Weighed = {
    id,
    submission,
    read,
    dossier,
    state: reason ? 'quarantined' : 'accepted',
    reason,
    findings: [...read.findings, ...decision.findings],
    stated: statedState(message) ?? null,
    inHistory: false,
    targets: reason ? [] : decision.targets,
    overtaken: false,
    released: [],
    revoked: [],
    statusHash: isStatusOnly(message) ? contentHash(read) : null,
    newAliases: conflict ? [] : newAliases,
  };
  if (reason === null) applyStatus(weighed);
  // A quarantined message of a dossier nobody knows still founds it, so that it can be found; it never joins a known one.
  if (reason === null || (!dossier.known && reason !== 'unknown-dossier')) enter(weighed, known);
  else weighed.newAliases = [];
  return weighed;
}

function findDossier(read: ReadMessage, known: Known) {
  const { ids } = read.message.dossier;
  const found = new Set(
    ids.map((alias) => known.aliases.get(aliasKey(alias))).filter((id) => id !== undefined),
  );
  const [first] = found;
  const dossier = first === undefined ? newDossier() : (known.dossiers.get(first) as KnownDossier);
  const newAliases = ids.filter((alias) => !known.aliases.has(aliasKey(alias)));
  return { dossier, conflict: found.size > 1, newAliases };
}

const newDossier = (): KnownDossier => ({
  id: randomUUIDv7(),
  known: false,
  submitted: false,
  latest: null,
  current: null,
  hasHeld: false,
  history: [],
  participants: new Set(),
  newParticipants: new Set(),
});

function applyStatus(weighed: Weighed): void {
  const { dossier, stated, read } = weighed;
  if (stated === null) return;
  weighed.inHistory = true;
  const event = { id: weighed.id, occurredAt: Date.parse(read.message.occurredAt), state: stated };
  const verdict = dossier.history === null ? quick(dossier, event) : slow(dossier, event, weighed);
  dossier.history?.push(event);
  if (verdict.verdict === 'hold') {
    dossier.hasHeld = true;
    weighed.state = 'held';
    weighed.reason = verdict.reason;
    weighed.targets = [];
    return;
  }
  if (verdict.skipped) weighed.findings.push(skippedFinding);
  if (verdict.verdict === 'history') {
    weighed.overtaken = isStatusOnly(read.message);
    weighed.findings.push(overtakenFinding);
  }
}

function quick(dossier: KnownDossier, event: NonNullable<KnownDossier['current']>) {
  const verdict = step(dossier.current, event);
  if (verdict === null) throw new Error('a status that needs the history was weighed without it');
  if (verdict.verdict === 'apply') dossier.current = event;
  return verdict;
}

function slow(dossier: KnownDossier, event: NonNullable<KnownDossier['current']>, weighed: Weighed) {
  const history = dossier.history ?? [];
  const verdict = judge({ history, event });
  const stating = [...history, event].find(({ id }) => id === verdict.stateEventId);
  if (stating) dossier.current = stating;
  weighed.released = verdict.released;
  weighed.revoked = verdict.revoked;
  return verdict;
}

function enter(weighed: Weighed, known: Known): void {
  const { dossier, submission, read } = weighed;
  known.dossiers.set(dossier.id, dossier);
  for (const alias of read.message.dossier.ids) known.aliases.set(aliasKey(alias), dossier.id);
  dossier.known = true;
  if (read.message.kind === 'dossier.submitted' && weighed.reason === null) dossier.submitted = true;
  // Being told about one's own message makes nobody a participant.
  if (read.message.kind === 'notice.raised') return;
  dossier.latest = weighed.id;
  // Who is not heard takes no part: naming somebody's dossier first must give nobody a look at it.
  if (weighed.reason !== null && weighed.state === 'quarantined') return;
  for (const systemId of [submission.systemId, ...weighed.targets.map((target) => target.systemId)]) {
    if (!dossier.participants.has(systemId)) dossier.newParticipants.add(systemId);
    dossier.participants.add(systemId);
  }
}

/** Everything a status message says, without when and by which way it came. */
export function contentHash({ message }: Pick<ReadMessage, 'message'>): Buffer {
  const { id: _id, occurredAt: _at, hops: _hops, ...content } = message;
  return sha256(JSON.stringify(content));
}

const skippedFinding: Finding = {
  level: 'warning',
  code: 'skipped',
  path: '/status',
  text: {
    vi: 'Trạng thái này đến sau những bước mà không hệ thống nào báo.',
    en: 'This status follows steps that no system has reported.',
  },
};

const overtakenFinding: Finding = {
  level: 'warning',
  code: 'overtaken',
  path: '/occurredAt',
  text: {
    vi: 'Đã có trạng thái mới hơn; tin này chỉ được ghi vào lịch sử.',
    en: 'A newer status is already known; this message only went into the history.',
  },
};
