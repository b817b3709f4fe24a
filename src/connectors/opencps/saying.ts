/** One message about to be said to one OpenCPS installation, with everything its steps ask for. */
import type { SendInput } from '../../kit/connector.ts';
import { MappingGap } from '../../model/errors.ts';
import { type Dossier, type Message, type State, statedState } from '../../model/message.ts';
import { type Extension, extensionOf } from './extension.ts';
import { referenceOf } from './reference.ts';
import { isPortal, type Settings, settingsOf } from './settings.ts';

export interface Saying {
  message: Message;
  /** What is known of the dossier; the message's own words win. Attachments are only those of this message. */
  dossier: Dossier;
  extension: Extension;
  settings: Settings;
  referenceUid: string;
  toPortal: boolean;
  /** What the message states, else what the dossier is in. */
  state: State | undefined;
  headers: Readonly<Record<string, string>>;
}

/** Throws `MappingGap` when the dossier has no id that OpenCPS could use. */
export function sayingOf({ message, dossier: view, system }: SendInput): Saying {
  const settings = settingsOf(system);
  const { attachments: _, ...folded } = view.dossier;
  return {
    message,
    dossier: { ...folded, ...message.dossier },
    extension: extensionOf(message),
    settings,
    referenceUid: referenceOf([message.dossier, view.dossier]),
    toPortal: isPortal(system),
    state: statedState(message) ?? view.status?.state,
    headers: { groupId: settings.groupId, Accept: 'application/json' },
  };
}

/** dossierTemplateNo: the source's own, else the configured one of the procedure; '' when nobody knows. */
export function templateOf({ dossier, extension, settings }: Saying): string {
  const code = dossier.procedure?.code ?? '';
  return (
    extension.dossier?.['dossierTemplateNo'] ?? settings.templates[code] ?? settings.templates['*'] ?? ''
  );
}

/** The action that says this message: configured, else the source's own, else our default for its kind or state. */
export function actionCodeOf({ message, extension, settings }: Saying): string {
  const { kind, status } = message;
  const names = kind === 'dossier.status-changed' && status ? [status.state] : [kind, status?.state ?? kind];
  const find = (table: Readonly<Record<string, string>>) =>
    names.map((name) => table[name]).find((code) => code !== undefined);
  const own = extension.action?.['actionCode'];
  const code =
    find(settings.configuredActions) ??
    (typeof own === 'string' ? own : undefined) ??
    find(settings.sendActions);
  if (code !== undefined) return code;
  throw new MappingGap(`no action code is configured for ${names[0]} (settings.sendActions)`);
}
