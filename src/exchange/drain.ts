import { setTimeout as sleep } from 'node:timers/promises';
import type { Due } from '../ledger/claim.ts';
import type { Lease } from '../ledger/lease.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Ending } from '../ledger/outcomes.ts';
import type { Repeats } from '../model/exchange.ts';
import type { System } from '../model/system.ts';
import { createPace } from './pace.ts';
import type { Performed } from './perform.ts';
import { createRecorder } from './recorder.ts';
import { afterFailure, type RetrySettings } from './retry.ts';
import { createSignal } from './signal.ts';

export interface DrainNeeds {
  ledger: Pick<Ledger, 'claimDue' | 'recordEndings'>;
  lease: Lease;
  system: System;
  repeats: Repeats;
  retry: RetrySettings;
  perform(due: Due): Promise<Performed>;
  /** Asked before each load: how many deliveries may be under way now; 0 = stop (breaker open, paused, stopping, lease lost). */
  allowed(): number;
  onEnding(due: Due, ending: Ending): void;
  onError(error: Error): void;
}

const lingerMs = 250;
const reloadMs = 1_000;

export interface Drain {
  /** Resolves when nothing is due any more, or it was told to stop; all outcomes are recorded then. */
  done: Promise<void>;
  /** Something new was accepted. */
  poke(): void;
}

/** Empties one (system, shard): loads due heads, sends up to the system's concurrency, records outcomes in batches. */
export function startDrain(needs: DrainNeeds): Drain {
  const { ledger, lease, system } = needs;
  const inHand = new Map<string, Due>();
  const signal = createSignal();
  const pace = createPace(system.limits.ratePerSecond);
  let waiting: Due[] = [];
  let active = 0;
  let lastSuccessAt = 0;
  let fenced = false;
  /** Nothing more is claimed or sent once the ledger has refused a record: somebody else holds the lease. */
  const allowedNow = () => (fenced ? 0 : needs.allowed());

  const recorder = createRecorder({
    record: (endings) => ledger.recordEndings(lease, endings),
    onRecorded(endings, kept) {
      if (!kept) fenced = true;
      for (const ending of endings) {
        const due = inHand.get(ending.id);
        inHand.delete(ending.id);
        if (due && kept) needs.onEnding(due, ending);
      }
      signal.raise();
    },
    onError: needs.onError,
    pause: () => sleep(500),
  });

  /** Our own fault (the ledger did not answer): what the call did is not known, and the delivery must not stay in hand. */
  function unknownOutcome(error: Error): Performed {
    needs.onError(error);
    return { outcome: 'ambiguous', scope: 'message', reason: 'gateway-fault' };
  }

  async function deliver(due: Due): Promise<void> {
    await pace();
    const startedAt = performance.now();
    const performed = await needs.perform(due).catch(unknownOutcome);
    if (performed.outcome === 'delivered') lastSuccessAt = Date.now();
    recorder.add(endingOf(due, performed, performance.now() - startedAt));
  }

  function endingOf(due: Due, performed: Performed, durationMs: number): Ending {
    const { outcome, reason } = performed;
    const base = { id: due.id, lane: due.lane, attempt: due.attempts + 1, outcome, reason, durationMs };
    if (outcome === 'delivered') return { ...base, next: { to: 'delivered' } };
    const failure = {
      outcome,
      scope: performed.scope,
      retryAfterMs: performed.retryAfterMs,
      attempts: due.attempts,
      failingForMs: due.firstFailedAt ? Date.now() - due.firstFailedAt.getTime() : 0,
      repeats: needs.repeats,
      othersSucceed: due.lastTriedAt !== null && lastSuccessAt > due.lastTriedAt.getTime(),
    };
    return { ...base, next: afterFailure(failure, needs.retry, Math.random) };
  }

  function startWaiting(allowed: number): void {
    while (active < allowed && waiting.length > 0) {
      const due = waiting.shift() as Due;
      active += 1;
      deliver(due)
        .catch(needs.onError)
        .finally(() => {
          active -= 1;
          startWaiting(allowedNow());
          if (waiting.length < allowed) signal.raise();
        });
    }
  }

  async function load(allowed: number): Promise<void> {
    if (waiting.length >= allowed) return;
    const limit = Math.max(allowed * 4 - waiting.length, 1);
    const { systemId, shard } = lease;
    const due = await ledger.claimDue({ systemId, shard, inFlight: [...inHand.keys()], limit });
    // An outcome may have been recorded, or a row taken, while the query ran.
    const fresh = due.filter(({ id }) => !inHand.has(id));
    for (const one of fresh) inHand.set(one.id, one);
    waiting.push(...fresh);
  }

  async function run(): Promise<void> {
    let idle = 0;
    for (;;) {
      const allowed = allowedNow();
      if (allowed === 0) break;
      await load(allowed);
      startWaiting(allowedNow());
      if (inHand.size > 0) {
        idle = 0;
        await signal.wait(reloadMs);
      } else if (idle === 1) break;
      else {
        idle = 1;
        await signal.wait(lingerMs);
      }
    }
  }

  /** What was loaded and not begun stays due in the ledger; what was begun is waited for and recorded. */
  async function finish(): Promise<void> {
    for (const { id } of waiting) inHand.delete(id);
    waiting = [];
    while (active > 0) await signal.wait(50);
    await recorder.idle();
  }

  return { done: run().finally(finish), poke: signal.raise };
}
