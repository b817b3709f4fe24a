import { expect, it } from 'vitest';
import {
  isNone,
  readAmount,
  readBoolean,
  readDay,
  readEpochMs,
  readFalseZ,
  readLocal,
  readText,
  writeDay,
  writeEpochMs,
  writeFalseZ,
  writeLocal,
} from '../../src/kit/values.ts';

const time = '2018-10-18T09:10:05+07:00';

it.each([
  ['yyyyMMddHHmmss', '20181018091005'],
  ['dd/MM/yyyy HH:mm:ss', '18/10/2018 09:10:05'],
  ['yyyy-MM-dd HH:mm:ss', '2018-10-18 09:10:05'],
  ['yyyy/MM/dd HH:mm:ss', '2018/10/18 09:10:05'],
  ['yyyy-MM-ddTHH:mm:ss', '2018-10-18T09:10:05'],
  ['yyyy-MM-ddTHH:mm:ss.SSS', '2018-10-18T09:10:05.000'],
] as const)('%s is read and written as local time, whatever the zone of the server', (format, text) => {
  expect(readLocal(format, text)).toBe(time);
  expect(writeLocal(format, '2018-10-18T02:10:05Z')).toBe(text);
});

it('reads a false Z as local time and a true epoch as the moment it is', () => {
  expect(readFalseZ('2018-10-18T09:10:05.000Z')).toBe(time);
  expect(readFalseZ('2018-10-18T09:10:05Z')).toBe(time);
  expect(readFalseZ('2018-10-18T09:10:05.25Z')).toBe('2018-10-18T09:10:05.250+07:00');
  expect(readFalseZ('2018-10-18T09:10:05')).toBeUndefined();
  expect(writeFalseZ(time)).toBe('2018-10-18T09:10:05.000Z');
  expect(readEpochMs('1539828605000')).toBe(time);
  expect(readEpochMs(1539828605000)).toBe(time);
  expect(writeEpochMs(time)).toBe(1539828605000);
});

it.each([undefined, null, '', ' ', 0, '0', 'null', 'NULL', '0000-00-00T00:00:00.000+0700'])(
  '%o is no date',
  (value) => {
    expect(isNone(value)).toBe(true);
    expect([readEpochMs(value), readFalseZ(value), readLocal('yyyyMMddHHmmss', value)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  },
);

it('takes the first moment of 1970 for no date', () => {
  expect(readLocal('dd/MM/yyyy HH:mm:ss', '01/01/1970 00:00:00')).toBeUndefined();
  expect(readLocal('dd/MM/yyyy HH:mm:ss', '01/01/1970 07:00:00')).toBeUndefined();
});

it.each(['30/02/2018 09:10:05', '18-10-2018 09:10:05', '18/10/2018 25:10:05', '18/10/18 09:10:05', 'x'])(
  'does not guess at %s',
  (text) => {
    expect(readLocal('dd/MM/yyyy HH:mm:ss', text)).toBeUndefined();
  },
);

it('never moves a day', () => {
  expect(readDay('dd/MM/yyyy', '01/03/2018')).toBe('2018-03-01');
  expect(readDay('yyyyMMdd', '20180301')).toBe('2018-03-01');
  expect(readDay('dd/MM/yyyy', '29/02/2018')).toBeUndefined();
  expect(writeDay('dd-MM-yyyy', '2018-03-01')).toBe('01-03-2018');
  expect(writeDay('yyyy/MM/dd', '2018-03-01T00:30:00+07:00')).toBe('2018/03/01');
});

it('reads booleans, codes and amounts in every spelling, and nothing else', () => {
  expect(['True', 'true', true, 1, '1'].map(readBoolean)).toEqual([true, true, true, true, true]);
  expect(['False', false, 0, '0'].map(readBoolean)).toEqual([false, false, false, false]);
  expect(['', null, 2, 'có'].map(readBoolean)).toEqual([undefined, undefined, undefined, undefined]);
  expect(['001099012345', 19, 0, '', 'null', null].map(readText)).toEqual([
    '001099012345',
    '19',
    '0',
    undefined,
    undefined,
    undefined,
  ]);
  expect(['8000', 8000, '8000.0', '8000.5', '-1', ''].map(readAmount)).toEqual([
    8000,
    8000,
    8000,
    undefined,
    undefined,
    undefined,
  ]);
});
