import { expect, test } from 'vitest';
import { afterFailure, type Failure } from '../../src/exchange/retry.ts';

const settings = { scheduleMs: [1_000, 60_000, 3_600_000], minimumMs: 259_200_000, unavailableMs: 5_000 };
const failure: Failure = {
  outcome: 'unavailable',
  scope: 'message',
  attempts: 0,
  failingForMs: 0,
  repeats: 'dropped',
  othersSucceed: true,
};
const latest = () => 0.999_999;
const decide = (change: Partial<Failure>) => afterFailure({ ...failure, ...change }, settings, latest);

test.each([
  ['a refusal parks at once', { outcome: 'rejected' }, { to: 'parked' }],
  ['what cannot be said parks at once', { outcome: 'mapping-gap' }, { to: 'parked' }],
  [
    'an unknown outcome parks where a repeat would be a second one',
    { outcome: 'ambiguous', repeats: 'duplicated' },
    { to: 'parked' },
  ],
  ['a failing message uses an attempt', {}, { to: 'later', counts: true }],
  [
    'a system that is away uses none',
    { scope: 'system', attempts: 99, failingForMs: 1e12 },
    { to: 'later', counts: false },
  ],
  [
    'a timeout uses none while nobody gets through',
    { outcome: 'ambiguous', othersSucceed: false, attempts: 99, failingForMs: 1e12 },
    { to: 'later', counts: false },
  ],
  ['busy uses none', { outcome: 'busy', attempts: 99, failingForMs: 1e12 }, { to: 'later', counts: false }],
  [
    'a failing message is not parked before three days',
    { attempts: 50, failingForMs: 259_199_999 },
    { to: 'later', counts: true },
  ],
  [
    'a failing message parks after three days and the whole schedule',
    { attempts: 2, failingForMs: 259_200_000 },
    { to: 'parked' },
  ],
] as const)('%s', (_title, change, expected) => {
  expect(decide(change)).toMatchObject(expected);
});

test.each([
  [undefined, 5_000],
  [-5, 1_000],
  [30_000, 30_000],
  [1e12, 86_400_000],
])('Retry-After %s ms is obeyed within bounds and never undercut', (retryAfterMs, atLeast) => {
  const next = decide({ outcome: 'busy', retryAfterMs });
  expect(next).toMatchObject({ to: 'later' });
  const { delayMs } = next as { delayMs: number };
  expect(delayMs).toBeGreaterThanOrEqual(atLeast);
  expect(delayMs).toBeLessThanOrEqual(atLeast * 1.1);
});

test('waits are spread over the whole of each step of the schedule', () => {
  const delays = [0, 0.5, 0.999].map((random) =>
    afterFailure({ ...failure, attempts: 1 }, settings, () => random),
  );
  expect(delays.map((next) => (next as { delayMs: number }).delayMs)).toEqual([0, 30_000, 59_940]);
});
