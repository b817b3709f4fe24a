import { describe, expect, test } from 'vitest';
import { isTerminal, type State, stateNames } from '../../src/model/state.ts';
import { isDirect, isReachable, type Transition, transitions } from '../../src/model/transition.ts';

/** Rules 5.2 as pairs, written out again. */
const legal: Readonly<Record<State | 'unknown', readonly State[]>> = {
  unknown: ['submitted', 'accepted'],
  submitted: ['accepted', 'supplement-requested', 'rejected-at-reception', 'withdrawn'],
  accepted: ['in-progress', 'supplement-requested', 'withdrawn'],
  'in-progress': [
    'consulting',
    'supplement-requested',
    'payment-required',
    'suspended',
    'result-ready',
    'withdrawn',
  ],
  consulting: ['in-progress', 'withdrawn'],
  'supplement-requested': ['submitted', 'in-progress', 'accepted', 'stopped', 'withdrawn'],
  'payment-required': ['in-progress', 'withdrawn'],
  suspended: ['in-progress', 'stopped', 'withdrawn'],
  'result-ready': ['in-progress', 'returned'],
  'rejected-at-reception': [],
  stopped: [],
  withdrawn: [],
  returned: [],
};

const froms = [null, ...stateNames];

test.each(froms)('from %s exactly the legal states are one transition away', (from) => {
  const direct = stateNames.filter((to) => isDirect(from, to));
  expect(direct).toEqual(stateNames.filter((to) => legal[from ?? 'unknown'].includes(to)));
});

test('the table has every row of the rules and names each once', () => {
  const ids = transitions.map(({ id }) => id);
  for (let row = 1; row <= 19; row += 1) expect(ids).toContain(`T${row}`);
  expect(new Set(ids).size).toBe(ids.length);
});

test('an apology (T19) changes no state and comes only while the clock runs', () => {
  const apology = transitions.find(({ id }) => id === 'T19');
  expect(apology).toMatchObject({ from: ['accepted', 'in-progress', 'consulting'], to: ['same'] });
});

test('only a same-day procedure goes from accepted straight to result ready', () => {
  expect(isDirect('accepted', 'result-ready')).toBe(false);
  expect(isDirect('accepted', 'result-ready', { sameDay: true })).toBe(true);
  expect(isDirect('submitted', 'result-ready', { sameDay: true })).toBe(false);
  expect(isReachable('accepted', 'result-ready')).toBe(true);
});

test('withdrawing is open to every state before a result, and to no closed one', () => {
  const rows: readonly Transition[] = transitions;
  const open = rows.filter(({ to }) => to.includes('withdrawn')).flatMap(({ from }) => from);
  expect(open.toSorted()).toEqual(
    stateNames.filter((s) => !isTerminal(s) && s !== 'result-ready').toSorted(),
  );
});

describe('reachable', () => {
  test.each(stateNames)('an unknown dossier may be met first in state %s', (to) => {
    expect(isReachable(null, to)).toBe(true);
  });

  test.each(stateNames.filter(isTerminal))('nothing leaves %s', (from) => {
    expect(stateNames.filter((to) => isReachable(from, to))).toEqual([]);
  });

  test.each(stateNames.filter((state) => !isTerminal(state)))('every closing state can follow %s', (from) => {
    expect(stateNames.filter(isTerminal).every((to) => isReachable(from, to))).toBe(true);
  });

  test('only what may be before acceptance leads to submitted', () => {
    expect(froms.filter((from) => isReachable(from, 'submitted'))).toEqual([
      null,
      'submitted',
      'supplement-requested',
    ]);
  });

  test('whatever is direct is reachable', () => {
    for (const from of froms) {
      for (const to of stateNames) {
        if (isDirect(from, to)) expect(isReachable(from, to)).toBe(true);
      }
    }
  });
});
