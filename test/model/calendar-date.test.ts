import { expect, test } from 'vitest';
import { isoDate, isRealDate } from '../../src/model/calendar-date.ts';

test.each([
  [2024, 2, 29, true],
  [2023, 2, 29, false],
  [2000, 2, 29, true],
  [1900, 2, 29, false],
  [2018, 4, 31, false],
  [2018, 12, 31, true],
  [2018, 0, 1, false],
  [2018, 13, 1, false],
  [2018, 1, 0, false],
])('%i-%i-%i exists: %s', (year, month, day, real) => {
  expect(isRealDate({ year, month, day })).toBe(real);
});

test('a date is written with leading zeros', () => {
  expect(isoDate({ year: 2018, month: 1, day: 5 })).toBe('2018-01-05');
});
