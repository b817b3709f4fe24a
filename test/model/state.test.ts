import { expect, test } from 'vitest';
import schema from '../../schemas/message.schema.json' with { type: 'json' };
import {
  isState,
  isTerminal,
  nationalStatus,
  type State,
  stateNames,
  stateOfNationalStatus,
  states,
} from '../../src/model/state.ts';

/** Rules 5.1, written out again. */
const expected: readonly (readonly [State, number, string, boolean])[] = [
  ['submitted', 1, 'reply', false],
  ['rejected-at-reception', 3, 'none', true],
  ['accepted', 2, 'run', false],
  ['in-progress', 4, 'run', false],
  ['consulting', 4, 'run', false],
  ['supplement-requested', 5, 'pause', false],
  ['payment-required', 6, 'pause', false],
  ['suspended', 8, 'pause', false],
  ['stopped', 8, 'none', true],
  ['withdrawn', 7, 'none', true],
  ['result-ready', 9, 'stop', false],
  ['returned', 10, 'none', true],
];

test.each(expected)('%s has national status %i and clock %s', (state, national, clock, terminal) => {
  expect(nationalStatus(state)).toBe(national);
  expect(states[state].clock).toBe(clock);
  expect(isTerminal(state)).toBe(terminal);
});

test('there are no other states, and the message schema names the same', () => {
  const names = expected.map(([state]) => state).toSorted();
  expect(stateNames.toSorted()).toEqual(names);
  expect(schemaStates().toSorted()).toEqual(names);
});

test('ranks order the lifecycle without ties, closing states last', () => {
  expect(stateNames.map((state) => states[state].rank)).toEqual(stateNames.map((_, rank) => rank));
  const firstTerminal = stateNames.findIndex(isTerminal);
  expect(stateNames.slice(firstTerminal).every(isTerminal)).toBe(true);
});

test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])('national status %i comes back as itself', (code) => {
  const state = stateOfNationalStatus(code);
  expect(state && nationalStatus(state)).toBe(code);
});

test.each([
  [4, {}, 'in-progress'],
  [8, {}, 'suspended'],
  [8, { final: false }, 'suspended'],
  [8, { final: true }, 'stopped'],
  [9, { final: true }, 'result-ready'],
  [0, {}, null],
  [11, {}, null],
  [4.5, {}, null],
  [Number.NaN, {}, null],
] as const)('national status %d with %o states %s', (code, options, state) => {
  expect(stateOfNationalStatus(code, options)).toBe(state);
});

test('only the names of states are states', () => {
  expect(isState('in-progress')).toBe(true);
  expect(isState('toString')).toBe(false);
  expect(isState('IN_PROGRESS')).toBe(false);
});

/** The enumeration under the `State` title, wherever the schema keeps it. */
function schemaStates(node: unknown = schema): string[] {
  if (typeof node !== 'object' || node === null) return [];
  if ('title' in node && node.title === 'State' && 'enum' in node) return node.enum as string[];
  return Object.values(node)
    .map((child) => schemaStates(child))
    .reduce((longest, found) => (found.length > longest.length ? found : longest), []);
}
