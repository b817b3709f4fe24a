import type { Connector } from '../kit/connector.ts';
import type { Due } from '../ledger/claim.ts';
import type { Lease } from '../ledger/lease.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Ending } from '../ledger/outcomes.ts';
import type { System } from '../model/system.ts';
import type { BreakerSettings } from './breaker.ts';
import { type Drain, startDrain } from './drain.ts';
import { createGates } from './gates.ts';
import { type PerformNeeds, perform } from './perform.ts';
import type { WakeQueue } from './queue.ts';
import type { RetrySettings } from './retry.ts';

export interface DrainsNeeds {
  ledger: Ledger;
  queue: Pick<WakeQueue, 'wakeLater'>;
  system(id: string): System | undefined;
  connector(id: string): Connector | undefined;
  call(system: System): PerformNeeds['call'];
  check: PerformNeeds['check'];
  fileUrl: PerformNeeds['fileUrl'];
  settings(): { retry: RetrySettings; breaker: BreakerSettings; leaseMs: number };
  facts: DrainFacts;
}

/** What happens is told once, here; the composition root makes records and metrics of it. */
export interface DrainFacts {
  attempted(due: Due, ending: Ending, systemId: string): void;
  breakerOpened(systemId: string, reason: string): void;
  breakerClosed(systemId: string): void;
  error(error: Error): void;
}

const keyOf = (systemId: string, shard: number): string => `${systemId} ${shard}`;

/** All drains of this process: one per (system, shard) at most, each under a lease of the ledger. */
export function createDrains(needs: DrainsNeeds) {
  const running = new Map<string, Drain | null>();
  const gates = createGates({
    ledger: needs.ledger,
    settings: () => needs.settings().breaker,
    facts: needs.facts,
  });
  let stopping = false;

  /** Long enough for a call begun just before a renewal. */
  const leaseMsOf = ({ limits }: System): number => Math.max(needs.settings().leaseMs, 2 * limits.timeoutMs);

  async function drain({ systemId, shard }: { systemId: string; shard: number }): Promise<void> {
    const key = keyOf(systemId, shard);
    const system = needs.system(systemId);
    const connector = system && needs.connector(system.connector);
    if (stopping || running.has(key) || !connector || system.status === 'paused') {
      running.get(key)?.poke();
      return;
    }
    running.set(key, null);
    try {
      const lease = await needs.ledger.leases.take(systemId, shard, leaseMsOf(system));
      if (lease) await underLease(lease, { system, connector });
    } finally {
      running.delete(key);
    }
  }

  async function underLease(lease: Lease, { system, connector }: { system: System; connector: Connector }) {
    const leaseMs = leaseMsOf(system);
    const hold = holdLease(needs.ledger, lease, leaseMs, needs.facts.error);
    try {
      if ((await gates.look(system.id)) !== 'shut') {
        const allowed = () => {
          const gate = gates.now(system.id);
          if (stopping || hold.lost() || gate === 'shut') return 0;
          // Reloaded meanwhile: the next drain starts with what the configuration says now.
          if (needs.system(system.id) !== system) return 0;
          return gate === 'probe' ? 1 : system.limits.concurrency;
        };
        const started = startDrain({ ...drainNeeds(lease, { system, connector, hold }), allowed });
        running.set(keyOf(lease.systemId, lease.shard), started);
        await started.done;
      }
    } finally {
      hold.stop();
      await needs.ledger.leases.release(lease).catch(needs.facts.error);
      await leaveWakeUp(lease).catch(needs.facts.error);
    }
  }

  function drainNeeds(
    lease: Lease,
    { system, connector, hold }: { system: System; connector: Connector; hold: ReturnType<typeof holdLease> },
  ) {
    const performNeeds: PerformNeeds = {
      connector,
      system,
      call: needs.call(system),
      story: needs.ledger.search.story,
      check: needs.check,
      saveNote: (id, note) => needs.ledger.saveNote(lease, id, note),
      markStarted: (id) => needs.ledger.markStarted(lease, id),
      mayCall: () => hold.remainingMs() > system.limits.timeoutMs,
      fileUrl: needs.fileUrl,
    };
    return {
      ledger: needs.ledger,
      lease,
      system,
      repeats: connector.repeats,
      retry: needs.settings().retry,
      perform: (due: Due) => gates.pass(system.id, () => perform(due, performNeeds)),
      onEnding: (due: Due, ending: Ending) => needs.facts.attempted(due, ending, system.id),
      onError: needs.facts.error,
    };
  }

  /** A drain that ends leaves word when to come again; sweep finds what this misses. */
  async function leaveWakeUp({ systemId, shard }: Lease): Promise<void> {
    if (stopping) return;
    const dueInMs = await needs.ledger.nextDueMs(systemId, shard);
    if (dueInMs === null) return;
    const row = await needs.ledger.breakers.one(systemId);
    const probeInMs = row?.state === 'open' ? (row.probeInMs ?? 0) : 0;
    await needs.queue.wakeLater({ systemId, shard }, Math.max(dueInMs, probeInMs, 10));
  }

  return {
    drain,
    /** True when a drain of this process is open and will look by itself. */
    poke({ systemId, shard }: { systemId: string; shard: number }): boolean {
      const drain = running.get(keyOf(systemId, shard));
      drain?.poke();
      return drain != null;
    },
    /** Starts nothing new, waits for what is under way and its record. */
    async stop(): Promise<void> {
      stopping = true;
      for (const drain of running.values()) drain?.poke();
      await Promise.allSettled([...running.values()].map((drain) => drain?.done));
      gates.stop();
    },
  };
}

/** Renews a lease while its drain runs; counts what remains by our own monotonic clock. */
function holdLease(ledger: Ledger, lease: Lease, leaseMs: number, onError: (error: Error) => void) {
  let until = performance.now() + leaseMs;
  let lost = false;
  const timer = setInterval(async () => {
    const asked = performance.now();
    try {
      if (await ledger.leases.renew(lease, leaseMs)) until = asked + leaseMs;
      else lost = true;
    } catch (error) {
      onError(error as Error);
    }
  }, leaseMs / 3);
  return {
    lost: () => lost || performance.now() > until,
    remainingMs: () => (lost ? 0 : until - performance.now()),
    stop: () => clearInterval(timer),
  };
}
