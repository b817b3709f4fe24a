/** What is under way, as the facts of the gateway tell it: one row per dossier, and a line per event. */
import { durationWords, kindWords, outcomeWords, stateWords } from '../commands/words.ts';
import type { Facts } from '../compose/facts.ts';
import { type Message, statedState } from '../model/message.ts';

export interface Row {
  /** Short enough for a table, long enough to find the dossier. */
  dossier: string;
  route: string;
  step: string;
  status: string;
  took: string;
}

export interface Board {
  facts: Partial<Facts>;
  /** Dossiers, the one that moved last at the end. */
  rows(): Row[];
  totals(): { accepted: number; delivered: number; waiting: number };
}

export interface BoardOptions {
  title(systemId: string): string;
  /** Told after every event. */
  onRow(row: Row): void;
}

/** Follows the facts; keeps the last hundred dossiers. */
export function createBoard({ title, onRow }: BoardOptions): Board {
  const rows = new Map<string, Row>();
  const names = new Map<string, string>();
  const totals = { accepted: 0, delivered: 0, waiting: 0 };

  function put(dossierId: string, row: Omit<Row, 'dossier'>): void {
    const whole = { dossier: names.get(dossierId) ?? dossierId.slice(0, 8), ...row };
    rows.delete(dossierId);
    rows.set(dossierId, whole);
    const [oldest] = rows.keys();
    if (rows.size > 100 && oldest !== undefined) rows.delete(oldest);
    onRow(whole);
  }

  const facts: Partial<Facts> = {
    accepted({ systemId, messages }, receipts) {
      for (const [index, { dossierId, state, duplicate }] of receipts.entries()) {
        const message = messages[index]?.message;
        if (message === undefined || duplicate || message.kind === 'notice.raised') continue;
        totals.accepted += 1;
        names.set(dossierId, message.dossier.code ?? names.get(dossierId) ?? keyOf(message));
        const status = state === 'accepted' ? 'đã nhận, đang chuyển' : 'giữ lại, chờ xem';
        put(dossierId, { route: `${title(systemId)} → trục`, step: stepOf(message), status, took: '' });
      }
    },
    attempted({ dossierId, message, acceptedAt }, { outcome, next }, systemId) {
      if (outcome === 'delivered') totals.delivered += 1;
      else totals.waiting += 1;
      const status = next.to === 'parked' ? `đỗ lại: ${outcomeWords[outcome]}` : outcomeWords[outcome];
      const took = durationWords(Date.now() - acceptedAt.getTime());
      put(dossierId, { route: `trục → ${title(systemId)}`, step: stepOf(message), status, took });
    },
  };

  return { facts, rows: () => [...rows.values()], totals: () => ({ ...totals }) };
}

/** The beginning of the sender's key, until the dossier has a number. */
const keyOf = ({ dossier }: Message): string => dossier.ids[0]?.value.slice(0, 8) ?? '';

function stepOf(message: Message): string {
  const state = message.kind === 'dossier.status-changed' ? statedState(message) : undefined;
  return state === undefined ? kindWords[message.kind] : stateWords(state);
}
