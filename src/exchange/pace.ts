import { setTimeout as sleep } from 'node:timers/promises';

/** Spaces calls evenly to at most `ratePerSecond`; 0 = no bound. */
export function createPace(ratePerSecond: number): () => Promise<void> {
  if (ratePerSecond <= 0) return async () => {};
  const gapMs = 1_000 / ratePerSecond;
  let nextAt = 0;
  return async () => {
    const now = performance.now();
    const at = Math.max(now, nextAt);
    nextAt = at + gapMs;
    if (at > now) await sleep(at - now);
  };
}
