import { expect, it } from 'vitest';
import { judgeHttp, retryAfterMs } from '../../src/kit/judge-http.ts';

const now = Date.UTC(2026, 2, 2, 1);
const judged = (status: number, headers = {}) =>
  judgeHttp({ status, headers, text: '', json: undefined }, { now });

it.each([
  [200, null],
  [204, null],
  [302, { outcome: 'rejected', scope: 'system' }],
  [400, { outcome: 'rejected', scope: 'message' }],
  [401, { outcome: 'rejected', scope: 'system' }],
  [403, { outcome: 'rejected', scope: 'message' }],
  [408, { outcome: 'ambiguous' }],
  [422, { outcome: 'rejected', scope: 'message' }],
  [429, { outcome: 'busy', scope: 'system' }],
  [500, { outcome: 'unavailable', scope: 'message' }],
  [502, { outcome: 'unavailable', scope: 'system' }],
  [503, { outcome: 'unavailable', scope: 'system' }],
  [504, { outcome: 'unavailable', scope: 'system' }],
])('HTTP %i is judged as %o', (status, expected) => {
  if (expected === null) expect(judged(status)).toBeNull();
  else expect(judged(status)).toMatchObject(expected);
});

it('is busy, not away, when a 503 says when to come again', () => {
  expect(judged(503, { 'retry-after': '120' })).toMatchObject({ outcome: 'busy', retryAfterMs: 120_000 });
});

it.each([
  ['5', 5_000],
  ['0', 1_000],
  ['999999999', 86_400_000],
  ['Mon, 02 Mar 2026 01:00:30 GMT', 30_000],
  ['Mon, 02 Mar 2020 01:00:30 GMT', 1_000],
  ['soon', undefined],
  ['-5', undefined],
  ['1.5', undefined],
  ['2026', 2_026_000],
  ['', undefined],
  [undefined, undefined],
])('Retry-After "%s" is %s ms', (value, expected) => {
  expect(retryAfterMs(value, now)).toBe(expected);
});
