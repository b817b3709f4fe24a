import { InvalidMessage, KeyConflict } from '../../model/errors.ts';
import type { ReadMessage, Submission } from '../../model/exchange.ts';
import { aliasKey, type Known, keysOf, sha256 } from './known.ts';
import { contentOf } from './write.ts';

const repeatWindowMs = 10 * 60_000;

/** The exchanges of an earlier equal request, in order; null = it is new. Throws KeyConflict for another body. */
export function repeatOfRequest(submission: Submission, known: Known): string[] | null {
  const { request } = keysOf(submission);
  const found = request === null ? undefined : known.keys.get(`${submission.systemId} ${request}`);
  if (!found) return null;
  if (!found.sha256.equals(sha256(submission.raw)))
    throw new KeyConflict('this Idempotency-Key was used for another body before');
  return found.exchangeIds;
}

/** The exchange that said this before; null = it is new. Our own API refuses one id with two contents. */
export function repeatOfMessage(submission: Submission, read: ReadMessage, known: Known): string | null {
  const key = keysOf(submission).messages[submission.messages.indexOf(read)] as string;
  const found = known.keys.get(`${submission.systemId} ${key}`);
  const [exchangeId] = found?.exchangeIds ?? [];
  if (!found || exchangeId === undefined) return null;
  if (key.startsWith('b:'))
    return isFresh(read, known, exchangeId) && found.ageMs < repeatWindowMs ? exchangeId : null;
  if (submission.door.includes('/v1/') && !found.sha256.equals(contentOf(read)))
    throw new KeyConflict('this message id was used for another message before');
  return exchangeId;
}

/** Whether nothing else was accepted for that dossier since. */
function isFresh(read: ReadMessage, known: Known, exchangeId: string): boolean {
  for (const alias of read.message.dossier.ids) {
    const dossier = known.dossiers.get(known.aliases.get(aliasKey(alias)) ?? '');
    if (dossier) return dossier.latest === exchangeId;
  }
  return false;
}

/** A message may only refer to files that its sender uploaded or may read already. */
export function checkFiles({ systemId, messages }: Submission, known: Known): void {
  for (const { message } of messages)
    for (const { file } of message.dossier.attachments ?? []) {
      if (file === undefined) continue;
      const stored = known.files.get(file);
      const mayRead = stored?.dossiers.some((id) => known.dossiers.get(id)?.participants.has(systemId));
      if (stored?.owner !== systemId && !mayRead)
        throw new InvalidMessage('an attachment names a file nobody uploaded');
    }
}
