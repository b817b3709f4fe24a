import { createHash } from 'node:crypto';
import { existsSync, openSync, readFileSync, writeSync } from 'node:fs';

/** What the sender wrote down, one JSON object a line, never changed afterwards. */
export type SentLine =
  /** Before the first byte left: from here on the receiver may legally see it. */
  | {
      event: 'invoked';
      messageId: string;
      dossier: string;
      /** 1, 2, 3 … within the dossier; the next is sent only after this one was accepted. */
      sequence: number;
      receiver: string;
      hash: string;
      at: number;
    }
  /** A 202 came back; written and fsynced before the sender believes it. */
  | {
      event: 'accepted';
      messageId: string;
      exchangeId: string;
      state: string;
      duplicate: boolean;
      tries: number;
      at: number;
    }
  /** An answer that no repetition will change (400, 401, 422 …). */
  | { event: 'refused'; messageId: string; status: number; answer: string; at: number };

/** What a receiver wrote down before it answered 200. */
export interface ReceivedLine {
  receiver: string;
  /** The `webhook-id` header. */
  deliveryId: string;
  messageId: string;
  hash: string;
  at: number;
}

/**
 * SHA-256 over what a message says: keys in sorted order, because the order of keys says nothing, and without `hops`,
 * which the gateway adds by design.
 */
export function contentHash(message: object): string {
  const { hops: _, ...said } = message as Record<string, unknown>;
  return createHash('sha256')
    .update(JSON.stringify(sorted(said)))
    .digest('hex');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

/** An append-only JSONL file; each line is with the kernel when `append` returns. */
export function openHistory<Line>(file: string): { readonly fd: number; append(line: Line): void } {
  const fd = openSync(file, 'a');
  return { fd, append: (line) => void writeSync(fd, `${JSON.stringify(line)}\n`) };
}

/** The complete lines of a history; one that is still being written is left out. */
export function readHistory<Line>(file: string): Line[] {
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  return whole.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Line]));
}
