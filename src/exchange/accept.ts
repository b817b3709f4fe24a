import type { Ledger } from '../ledger/ledger.ts';
import { NotGranted } from '../model/errors.ts';
import type { Receipt, Submission } from '../model/exchange.ts';
import type { System } from '../model/system.ts';
import type { WakeQueue } from './queue.ts';

export interface AcceptNeeds {
  ledger: Pick<Ledger, 'accept'>;
  system(id: string): System | undefined;
  queue: Pick<WakeQueue, 'wake'>;
  /** True when a drain of this process will look by itself. */
  poke(drain: { systemId: string; shard: number }): boolean;
  facts: { accepted(submission: Submission, receipts: readonly Receipt[]): void; error(error: Error): void };
}

/** Accepts what a system said: rights, then one durable transaction, then the wake-ups (a lost one is found by sweep). */
export function createAccept({ ledger, system, queue, poke, facts }: AcceptNeeds) {
  const wake = createWake(queue, facts.error);
  return async (submission: Submission): Promise<Receipt[]> => {
    const sender = system(submission.systemId);
    for (const { message } of submission.messages)
      if (!sender?.maySend.includes(message.kind))
        throw new NotGranted(`${submission.systemId} may not send ${message.kind}`);
    const accepted = await ledger.accept(submission);
    for (const target of accepted.wake) if (!poke(target)) wake(target);
    facts.accepted(submission, accepted.receipts);
    return accepted.receipts;
  };
}

/** One wake-up per (system, shard) under way at a time; those asked for meanwhile share the next. */
function createWake(queue: Pick<WakeQueue, 'wake'>, onError: (error: Error) => void) {
  const asked = new Map<string, boolean>();
  const run = async (target: { systemId: string; shard: number }, key: string): Promise<void> => {
    do {
      asked.set(key, false);
      await queue.wake(target).catch(onError);
    } while (asked.get(key));
    asked.delete(key);
  };
  return (target: { systemId: string; shard: number }): void => {
    const key = `${target.systemId} ${target.shard}`;
    if (asked.has(key)) asked.set(key, true);
    else void run(target, key);
  };
}
