import type { Ledger } from '../ledger/ledger.ts';
import type { System } from '../model/system.ts';
import type { WakeQueue } from './queue.ts';

export interface SweepNeeds {
  ledger: Pick<Ledger, 'overdue' | 'sweepAlone' | 'quarantineHeld' | 'removeExpired'>;
  queue: Pick<WakeQueue, 'wakeAnyway'>;
  systems(): Iterable<System>;
  settings(): { sweepMs: number; heldForMs: number; refusedForMs: number };
  /** Tells senders what parked or was quarantined. */
  tellSenders(): Promise<void>;
  onError(error: Error): void;
}

/** Every (system, shard) that is pushed to. */
export function drainables(systems: Iterable<System>): { systemId: string; shard: number }[] {
  return [...systems].flatMap(({ id, delivery, limits, status }) =>
    delivery === 'push' && status !== 'paused'
      ? Array.from({ length: limits.shards }, (_, shard) => ({ systemId: id, shard }))
      : [],
  );
}

const hourMs = 3_600_000;

/**
 * A plain timer in every working process, because a job scheduler is gone after FLUSHDB: finds what is due and has no
 * living owner, and what has waited too long.
 */
export function startSweep(needs: SweepNeeds): { stop(): Promise<void> } {
  let stopped = false;
  let cleanedAt = 0;
  let running: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  async function once(): Promise<void> {
    const pairs = await needs.ledger.overdue(drainables(needs.systems()));
    for (const pair of pairs) await needs.queue.wakeAnyway(pair);
    const { heldForMs, refusedForMs } = needs.settings();
    await needs.ledger.quarantineHeld(heldForMs);
    await needs.tellSenders();
    if (Date.now() - cleanedAt < hourMs) return;
    cleanedAt = Date.now();
    await needs.ledger.removeExpired(refusedForMs);
  }
  function schedule(): void {
    if (stopped) return;
    timer = setTimeout(() => {
      running = needs.ledger.sweepAlone(once).catch(needs.onError).finally(schedule);
    }, needs.settings().sweepMs);
  }
  schedule();
  return {
    async stop(): Promise<void> {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
