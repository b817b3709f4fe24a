import type { Outcome, Repeats } from '../model/exchange.ts';

export interface RetrySettings {
  /** Waits after the 1st, 2nd, … failed attempt; the last one repeats until `minimumMs` is over. */
  scheduleMs: readonly number[];
  /** A message is never parked for failing before this long after its first failure. */
  minimumMs: number;
  /** Wait of a lane's head while the whole system is unavailable. */
  unavailableMs: number;
}

export interface Failure {
  outcome: Exclude<Outcome, 'delivered'>;
  scope: 'system' | 'message';
  retryAfterMs?: number | undefined;
  /** Failed attempts so far, without this one. */
  attempts: number;
  failingForMs: number;
  repeats: Repeats;
  /** Whether other messages got through since this one was first tried. */
  othersSucceed: boolean;
}

export type Next = { to: 'parked' } | { to: 'later'; delayMs: number; counts: boolean };

const clampRetryAfter = (ms: number): number => Math.min(Math.max(ms, 1_000), 86_400_000);

/**
 * What follows a failed attempt (design 5, Delivery outcomes). Only a failure of this message alone uses an attempt:
 * a system that is away may be away for days.
 */
export function afterFailure(failure: Failure, settings: RetrySettings, random: () => number): Next {
  const { outcome, scope, repeats } = failure;
  // Everybody is refused: a wrong secret, a moved address. Somebody must mend that, and no message is to blame.
  if (scope === 'system' && outcome !== 'busy') return wait(settings.unavailableMs, random, 0.5);
  if (outcome === 'rejected' || outcome === 'mapping-gap') return { to: 'parked' };
  if (outcome === 'ambiguous' && repeats === 'duplicated') return { to: 'parked' };
  if (outcome === 'busy')
    return wait(clampRetryAfter(failure.retryAfterMs ?? settings.unavailableMs), random, 0.1);
  if (outcome === 'ambiguous' && !failure.othersSucceed) return wait(settings.unavailableMs, random, 0.5);
  return again(failure, settings, random);
}

/** A little later than asked, never earlier, so that all lanes do not come back at once. */
const wait = (ms: number, random: () => number, spread: number): Next => ({
  to: 'later',
  delayMs: ms * (1 + random() * spread),
  counts: false,
});

/** Full jitter over the schedule. */
function again({ attempts, failingForMs }: Failure, settings: RetrySettings, random: () => number): Next {
  const { scheduleMs, minimumMs } = settings;
  if (attempts + 1 >= scheduleMs.length && failingForMs >= minimumMs) return { to: 'parked' };
  const longest = scheduleMs[Math.min(attempts, scheduleMs.length - 1)] ?? 60_000;
  return { to: 'later', delayMs: random() * longest, counts: true };
}
