import type { Message } from '../src/model/message.ts';
import { type Load, makeMessage } from '../test/chaos/load.ts';

/** Dossiers in rotation: message n belongs to dossier n modulo this. */
export const DOSSIERS = 2000;
const BYTES = 2048;

export const SINK = 'sink';

export const benchLoad = (run: string): Load => ({
  run,
  dossiers: DOSSIERS,
  perDossier: Number.POSITIVE_INFINITY,
  receivers: [SINK],
  since: Date.now() - 86_400_000,
});

/** Message n of a run, 2 KB of JSON; its note begins with the moment it is sent, in microseconds. */
export function benchMessage(load: Load, index: number): string {
  const place = { dossier: index % DOSSIERS, sequence: Math.floor(index / DOSSIERS) + 1 };
  const message: Message = { ...makeMessage(load, place), note: `${nowMicros()} ` };
  const text = JSON.stringify(message);
  const padding = 'đ'.repeat(Math.max(0, Math.floor((BYTES - Buffer.byteLength(text)) / 2)));
  return text.replace(`"note":"${message.note}`, `"note":"${message.note}${padding}`);
}

/** One clock for all processes of this machine. */
export const nowMicros = (): number => Math.round((performance.timeOrigin + performance.now()) * 1000);
