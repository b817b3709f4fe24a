import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatOccurredAt, localDate, parseOccurredAt } from '../../src/model/occurred.ts';

test.each([
  ['2018-10-18T09:10:00+07:00', Date.UTC(2018, 9, 18, 2, 10)],
  ['2018-10-18T02:10:00Z', Date.UTC(2018, 9, 18, 2, 10)],
  ['2018-10-18t02:10:00.5z', Date.UTC(2018, 9, 18, 2, 10, 0, 500)],
  ['2018-10-18 09:10:00.123456+0700', Date.UTC(2018, 9, 18, 2, 10, 0, 123)],
  ['2018-10-17T21:40:00-04:30', Date.UTC(2018, 9, 18, 2, 10)],
  ['2024-02-29T00:00:00+07', Date.UTC(2024, 1, 28, 17)],
  ['2016-12-31T23:59:60Z', Date.UTC(2017, 0, 1)],
  ['0050-01-01T00:00:00Z', Date.parse('0050-01-01T00:00:00Z')],
])('%s is read as the moment it names', (text, epochMs) => {
  expect(parseOccurredAt(text)).toBe(epochMs);
});

test.each([
  '2018-10-18T09:10:00',
  '2018-10-18',
  '20181018091000',
  '2018-02-29T09:10:00Z',
  '2018-13-01T09:10:00Z',
  '2018-10-18T24:00:00Z',
  '2018-10-18T09:60:00Z',
  '2018-10-18T09:10:61Z',
  '2018-10-18T09:10:00+24:00',
  '2018-10-18T09:10:00+07:60',
  '',
  'null',
])('"%s" is no time with an offset', (text) => {
  expect(parseOccurredAt(text)).toBeNull();
});

test('times are written as local time with their offset, whatever the zone of the server', () => {
  expect(formatOccurredAt(Date.UTC(2018, 9, 18, 2, 10))).toBe('2018-10-18T09:10:00+07:00');
  expect(formatOccurredAt(Date.UTC(2018, 9, 18, 17, 0, 0, 50))).toBe('2018-10-19T00:00:00.050+07:00');
});

test('the local day changes at 17:00 UTC', () => {
  expect(localDate(Date.UTC(2018, 9, 1, 16, 59, 59, 999))).toBe('2018-10-01');
  expect(localDate(Date.UTC(2018, 9, 1, 17))).toBe('2018-10-02');
});

test('what is written is read again', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('1975-07-01'), max: new Date('9998-01-01'), noInvalidDate: true }),
      (date) => {
        expect(parseOccurredAt(formatOccurredAt(date.getTime()))).toBe(date.getTime());
      },
    ),
  );
});
