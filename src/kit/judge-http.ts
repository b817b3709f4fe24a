import type { StepResult, WireResponse } from './connector.ts';

type Refused = Exclude<StepResult, { outcome: 'delivered' }>;

const shortestMs = 1000;
const longestMs = 24 * 3_600_000;

/**
 * What an HTTP status alone says; null for a 2xx, where the dialect must look further. A connector asks this first and
 * keeps its own rule for whatever its receivers mean otherwise. `now` (epoch ms) only serves dates in Retry-After.
 */
export function judgeHttp({ status, headers }: WireResponse, { now = Date.now() } = {}): Refused | null {
  const reason = `HTTP ${status}`;
  if (status >= 200 && status < 300) return null;
  const waitMs = retryAfterMs(headers['retry-after'], now);
  if (status === 429 || (status === 503 && waitMs !== undefined)) {
    return {
      outcome: 'busy',
      scope: 'system',
      reason,
      ...(waitMs !== undefined && { retryAfterMs: waitMs }),
    };
  }
  if (status === 502 || status === 503 || status === 504)
    return { outcome: 'unavailable', scope: 'system', reason };
  if (status >= 500) return { outcome: 'unavailable', scope: 'message', reason };
  // Its server gave up waiting, perhaps after it had read everything.
  if (status === 408) return { outcome: 'ambiguous', reason };
  // A wrong secret or a moved address: everybody would get this answer.
  return { outcome: 'rejected', scope: status === 401 || status < 400 ? 'system' : 'message', reason };
}

/** Retry-After as milliseconds, between one second and one day; undefined when it cannot be read (RFC 9110 10.2.3). */
export function retryAfterMs(value: string | undefined, now: number): number | undefined {
  const text = value?.trim() ?? '';
  const waitMs = /^\d+$/.test(text) ? Number(text) * 1000 : httpDateMs(text) - now;
  return Number.isNaN(waitMs) ? undefined : Math.min(Math.max(waitMs, shortestMs), longestMs);
}

/** Only the forms HTTP knows: `Date.parse` alone would read almost anything. */
function httpDateMs(text: string): number {
  return /^[A-Z][a-z]+,? .*\d{2}:\d{2}:\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
}
