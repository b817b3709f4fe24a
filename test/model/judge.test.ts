import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareEvents, fold, type StatusEvent } from '../../src/model/fold.ts';
import { type Judgement, judge, step } from '../../src/model/judge.ts';
import { isTerminal, type State, stateNames } from '../../src/model/state.ts';

/** `'accepted@3'` is an event named so, at moment 3. */
function event(text: string): StatusEvent {
  const [state = '', at = ''] = text.split('@');
  return { id: text, state: state as State, occurredAt: Number(at) };
}

const judged = (history: string[], next: string) =>
  judge({ history: history.map(event), event: event(next) });

const anyEvents = fc.uniqueArray(
  fc.record({
    id: fc.string({ minLength: 1, maxLength: 4 }),
    occurredAt: fc.nat(8),
    state: fc.constantFrom(...stateNames),
  }),
  { selector: ({ id }) => id, minLength: 1, maxLength: 10 },
);

describe('judge', () => {
  test('the next legal status is applied', () => {
    expect(judged(['submitted@1'], 'accepted@2')).toEqual({
      verdict: 'apply',
      skipped: false,
      released: [],
      revoked: [],
      state: 'accepted',
      stateEventId: 'accepted@2',
    });
  });

  test('a status that leaves some out is applied and says so', () => {
    expect(judged(['submitted@1'], 'returned@2')).toMatchObject({ verdict: 'apply', skipped: true });
  });

  test('an older status goes to history', () => {
    expect(judged(['submitted@1', 'returned@9'], 'in-progress@5')).toMatchObject({
      verdict: 'history',
      state: 'returned',
      stateEventId: 'returned@9',
    });
  });

  test('a status after the end is held, with the reason', () => {
    expect(judged(['returned@1'], 'in-progress@2')).toMatchObject({
      verdict: 'hold',
      reason: 'already-closed',
      from: 'returned',
      state: 'returned',
    });
  });

  test('a held status is released by the message that was missing, and then states the current status', () => {
    expect(judged(['accepted@1'], 'submitted@3')).toMatchObject({ verdict: 'hold', reason: 'no-path-yet' });
    expect(judged(['accepted@1', 'submitted@3'], 'supplement-requested@2')).toMatchObject({
      verdict: 'history',
      released: [{ id: 'submitted@3', verdict: 'apply', skipped: false }],
      revoked: [],
      state: 'submitted',
    });
  });

  test('a released status that is old news by now goes to history', () => {
    expect(judged(['accepted@1', 'submitted@3', 'accepted@4'], 'supplement-requested@2')).toMatchObject({
      verdict: 'history',
      released: [{ id: 'submitted@3', verdict: 'history' }],
      state: 'accepted',
      stateEventId: 'accepted@4',
    });
  });

  test('a closing that comes late revokes what was applied after it', () => {
    expect(judged(['submitted@1', 'accepted@3'], 'rejected-at-reception@2')).toMatchObject({
      verdict: 'apply',
      revoked: ['accepted@3'],
      state: 'rejected-at-reception',
    });
  });

  test('an event judged twice gets the same verdict', () => {
    expect(judged(['submitted@1', 'accepted@2'], 'submitted@1')).toMatchObject({
      verdict: 'history',
      released: [],
    });
  });

  test('a closed dossier is never changed by an older event that does not close it', () => {
    fc.assert(
      fc.property(
        anyEvents,
        fc.nat(8),
        fc.constantFrom(...stateNames.filter((s) => !isTerminal(s))),
        (history, at, state) => {
          const before = fold(history);
          fc.pre(before.state !== null && isTerminal(before.state));
          const after = judge({ history, event: { id: 'the-older-one', occurredAt: at, state } });
          expect(after.state).toBe(before.state);
          expect(after.verdict).not.toBe('apply');
        },
      ),
      { numRuns: 500 },
    );
  });

  test('a closed dossier is never changed by a newer event', () => {
    fc.assert(
      fc.property(anyEvents, fc.constantFrom(...stateNames), (history, state) => {
        const before = fold(history);
        fc.pre(before.state !== null && isTerminal(before.state));
        const after = judge({ history, event: { id: 'the-newer-one', occurredAt: 9, state } });
        expect(after.state).toBe(before.state);
      }),
      { numRuns: 500 },
    );
  });

  test('verdicts, releases and revocations, told one by one, add up to the fold of all', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const told: Told = { applied: new Set(), current: null };
        for (const [index, one] of events.entries()) {
          const said = judge({ history: events.slice(0, index), event: one });
          keep(told, one.id, said);
          expect(said.stateEventId).toBe(told.current);
        }
        const whole = fold(events);
        expect([...told.applied].toSorted()).toEqual(whole.applied.map(({ id }) => id).toSorted());
        expect(told.current).toBe(whole.stateEventId);
      }),
      { numRuns: 500 },
    );
  });
});

/** What someone knows who keeps nothing but the judgements. */
interface Told {
  applied: Set<string>;
  current: string | null;
}

function keep(told: Told, id: string, said: Judgement) {
  const news = [{ id, verdict: said.verdict }, ...said.released].filter(({ verdict }) => verdict !== 'hold');
  for (const one of news) told.applied.add(one.id);
  for (const revoked of said.revoked) told.applied.delete(revoked);
  const applies = news.filter(({ verdict }) => verdict === 'apply');
  expect(applies.length).toBeLessThanOrEqual(1);
  told.current = applies[0]?.id ?? told.current;
}

describe('step', () => {
  test('an older event needs the history', () => {
    expect(step(event('accepted@2'), event('submitted@1'))).toBeNull();
    expect(step(event('accepted@2'), event('submitted@2'))).toBeNull();
  });

  test('a first event is applied', () => {
    expect(step(null, event('submitted@1'))).toEqual({ verdict: 'apply', skipped: false });
    expect(step(null, event('returned@1'))).toEqual({ verdict: 'apply', skipped: true });
  });

  test('says of events in order what the whole history would say', () => {
    fc.assert(
      fc.property(anyEvents, fc.boolean(), (events, sameDay) => {
        const ordered = events.toSorted(compareEvents);
        let current: StatusEvent | null = null;
        for (const [index, one] of ordered.entries()) {
          const history = ordered.slice(0, index);
          const { released, revoked, state, stateEventId, ...verdict } = judge(
            { history, event: one },
            { sameDay },
          );
          expect(step(current, one, { sameDay })).toEqual(verdict);
          expect([released, revoked]).toEqual([[], []]);
          if (verdict.verdict === 'apply') current = one;
          expect([state, stateEventId]).toEqual([current?.state ?? null, current?.id ?? null]);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('when nothing is held, is either silent or says what the whole history would say', () => {
    fc.assert(
      fc.property(anyEvents, fc.nat(8), fc.constantFrom(...stateNames), (history, occurredAt, state) => {
        const before = fold(history);
        fc.pre(before.held.length === 0);
        const current = history.find(({ id }) => id === before.stateEventId) ?? null;
        const next = { id: 'the-new-one', occurredAt, state };
        const said = step(current, next);
        if (said !== null) expect(judge({ history, event: next })).toMatchObject(said);
      }),
      { numRuns: 500 },
    );
  });
});
