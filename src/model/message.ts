/** The canonical message: the words every room speaks. Types are generated from `schemas/message.schema.json`. */
import type { Message, State } from '../../schemas/message.schema.ts';

export type {
  Alias,
  Attachment,
  Dossier,
  Fee,
  Message,
  Party,
  State,
  Status,
} from '../../schemas/message.schema.ts';

export type Kind = Message['kind'];
export type MessageOf<K extends Kind> = Extract<Message, { kind: K }>;

/** Every kind, in the order a dossier usually meets them. */
export const kinds = [
  'dossier.submitted',
  'dossier.status-changed',
  'dossier.progressed',
  'supplement.requested',
  'supplement.provided',
  'payment.requested',
  'payment.confirmed',
  'result.issued',
  'dossier.withdrawn',
  'dossier.transferred',
  'notice.raised',
] as const satisfies readonly Kind[];

/** What a kind says about the status without saying it; kinds not named here say nothing unless they carry `status`. */
const implied: Partial<Record<Kind, State>> = {
  'dossier.submitted': 'submitted',
  'supplement.requested': 'supplement-requested',
  'result.issued': 'result-ready',
  'dossier.withdrawn': 'withdrawn',
};

/** The business status this message states: its own `status` first, else what its kind implies, else none. */
export function statedState(message: Message): State | undefined {
  return message.status?.state ?? implied[message.kind];
}

/** Status messages carry nothing but a status, so an overtaken or repeated one need not travel (design 5, Echo and Status). */
export function isStatusOnly(message: Message): boolean {
  return message.kind === 'dossier.status-changed' && !message.dossier.attachments?.length;
}
