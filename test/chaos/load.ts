import type { Message } from '../../src/model/message.ts';

/** Everything about the load follows from these: any process can make the same messages again. */
export interface Load {
  /** Distinguishes this run's dossiers from those of any other. */
  run: string;
  dossiers: number;
  perDossier: number;
  /** System ids; dossier n goes to receiver n modulo their number. */
  receivers: readonly string[];
  /** Unix time, ms, of the first event; each later one of a dossier is a second later. */
  since: number;
}

/** Which message of the load. */
export interface Place {
  /** 0, 1, 2 … */
  dossier: number;
  /** 1 … perDossier */
  sequence: number;
}

/** A procedure of the load's own configuration. */
export const PROCEDURE = '1.001234';

/** The agency code that the configuration routes to a receiver: `H55.RECEIVER1`. */
export const agencyOf = (receiver: string): string =>
  `H55.${receiver.replaceAll(/[^a-z0-9]/gi, '').toUpperCase()}`;

export const receiverOf = ({ receivers }: Load, dossier: number): string =>
  receivers[dossier % receivers.length] ?? '';

export const dossierId = ({ run }: Load, dossier: number): string => `${run}-${dossier}`;

export const messageId = (load: Load, { dossier, sequence }: Place): string =>
  `${dossierId(load, dossier)}-${sequence}`;

/** One message of a dossier's legal life: submitted, accepted, in progress, then steps and consultations. */
export function makeMessage(load: Load, place: Place): Message {
  const { dossier: number, sequence } = place;
  const code = agencyOf(receiverOf(load, number));
  const dossier = {
    ids: [{ scheme: 'standard.id', value: dossierId(load, number) }],
    procedure: { code: PROCEDURE },
    competentAgency: { code },
  };
  const base = {
    id: messageId(load, place),
    occurredAt: new Date(load.since + sequence * 1000).toISOString(),
    // Letters outside ASCII, and a text of its own for every message.
    note: `Giấy tờ kèm theo hồ sơ số ${number}, lần ${sequence}`,
  };
  if (sequence === 1) {
    const applicant = { type: 'citizen' as const, name: `Người Nộp Thử ${number}` };
    return { kind: 'dossier.submitted', ...base, dossier: { ...dossier, applicant } };
  }
  const state = statusAt(sequence);
  if (state !== undefined) return { kind: 'dossier.status-changed', ...base, dossier, status: { state } };
  return { kind: 'dossier.progressed', ...base, dossier, step: { name: `Bước ${sequence}` } };
}

function statusAt(sequence: number): 'accepted' | 'in-progress' | 'consulting' | undefined {
  if (sequence === 2) return 'accepted';
  if (sequence === 3) return 'in-progress';
  if (sequence % 5 !== 0) return undefined;
  return sequence % 2 === 0 ? 'in-progress' : 'consulting';
}
