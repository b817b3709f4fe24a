import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareEvents, fold, type StatusEvent } from '../../src/model/fold.ts';
import { isTerminal, type State, stateNames } from '../../src/model/state.ts';

/** `'accepted@3'` is an event named so, at moment 3. */
function event(text: string): StatusEvent {
  const [state = '', at = ''] = text.split('@');
  return { id: text, state: state as State, occurredAt: Number(at) };
}

const folded = (...events: string[]) => fold(events.map(event));

/** Few moments, so that ties are frequent. */
const anyEvents = fc.uniqueArray(
  fc.record({
    id: fc.string({ minLength: 1, maxLength: 4 }),
    occurredAt: fc.nat(8),
    state: fc.constantFrom(...stateNames),
  }),
  { selector: ({ id }) => id, maxLength: 12 },
);

test('nothing said is no state', () => {
  expect(fold([])).toEqual({ state: null, stateEventId: null, applied: [], held: [] });
});

test('a whole life ends where its last event says', () => {
  expect(folded('returned@5', 'submitted@1', 'result-ready@4', 'accepted@2', 'in-progress@3')).toEqual({
    state: 'returned',
    stateEventId: 'returned@5',
    applied: ['submitted@1', 'accepted@2', 'in-progress@3', 'result-ready@4', 'returned@5'].map((id) => ({
      id,
      skipped: false,
    })),
    held: [],
  });
});

test('a path through states nobody told us about is applied and marked', () => {
  expect(folded('submitted@1', 'result-ready@2').applied).toEqual([
    { id: 'submitted@1', skipped: false },
    { id: 'result-ready@2', skipped: true },
  ]);
});

test('a same-day procedure skips nothing from accepted to result ready', () => {
  const events = ['accepted@1', 'result-ready@2'].map(event);
  expect(fold(events).applied.at(-1)?.skipped).toBe(true);
  expect(fold(events, { sameDay: true }).applied.at(-1)?.skipped).toBe(false);
});

test('the same status said again is applied and moves nothing', () => {
  expect(folded('returned@1', 'returned@2')).toMatchObject({
    state: 'returned',
    stateEventId: 'returned@2',
    held: [],
  });
});

test('9, 4, 9 is real: a faulty result goes back and comes again', () => {
  expect(folded('result-ready@1', 'in-progress@2', 'result-ready@3')).toMatchObject({
    state: 'result-ready',
    stateEventId: 'result-ready@3',
    held: [],
  });
});

test('a closed dossier stays closed; what comes later is held', () => {
  expect(folded('returned@1', 'in-progress@2', 'withdrawn@3')).toMatchObject({
    state: 'returned',
    held: [
      { id: 'in-progress@2', reason: 'already-closed', from: 'returned' },
      { id: 'withdrawn@3', reason: 'already-closed', from: 'returned' },
    ],
  });
});

test('an accepted dossier does not become submitted again', () => {
  expect(folded('accepted@1', 'submitted@2')).toMatchObject({
    state: 'accepted',
    held: [{ id: 'submitted@2', reason: 'no-path-yet', from: 'accepted' }],
  });
});

test('events of one moment are taken along the lifecycle, then by id', () => {
  expect(folded('returned@1', 'accepted@1', 'result-ready@1', 'submitted@1', 'in-progress@1')).toMatchObject({
    state: 'returned',
    held: [],
  });
  const twins: StatusEvent[] = [
    { id: 'b', occurredAt: 1, state: 'accepted' },
    { id: 'a', occurredAt: 1, state: 'accepted' },
  ];
  expect(fold(twins).stateEventId).toBe('b');
});

test('an event met twice counts once', () => {
  expect(folded('accepted@1', 'accepted@1').applied).toHaveLength(1);
});

test('any order of arrival ends in the same state with the same events applied and held', () => {
  fc.assert(
    fc.property(
      anyEvents.chain((events) =>
        fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })),
      ),
      ([events, shuffled]) => {
        const arrived = shuffled.map((one, arrival) => ({ ...one, arrival }));
        expect(fold(arrived)).toEqual(fold(events));
      },
    ),
    { numRuns: 500 },
  );
});

test('every event is applied or held, never both, never lost', () => {
  fc.assert(
    fc.property(anyEvents, (events) => {
      const { applied, held } = fold(events);
      const ids = [...applied, ...held].map(({ id }) => id);
      expect(ids.toSorted()).toEqual(events.map(({ id }) => id).toSorted());
    }),
  );
});

test('the earliest closing event decides, whatever else is said', () => {
  fc.assert(
    fc.property(anyEvents, (events) => {
      const closing = events.filter(({ state }) => isTerminal(state)).toSorted(compareEvents);
      const { state } = fold(events);
      expect(state !== null && isTerminal(state) ? state : undefined).toBe(closing[0]?.state);
    }),
    { numRuns: 500 },
  );
});
