import { describe, expect, test } from 'vitest';
import { parseAgencyCode } from '../../src/model/agency-code.ts';

describe('the older form is read from right to left', () => {
  test.each([
    ['000.00.00.H55', 1, null],
    ['000.00.22.H56', 2, '000.00.00.H56'],
    ['000.17.22.H56', 3, '000.00.22.H56'],
    ['005.17.22.H56', 4, '000.17.22.H56'],
  ])('%s is of level %i', (code, level, parent) => {
    const root = code.slice(-3);
    expect(parseAgencyCode(code)).toEqual({
      value: { code, scheme: 'qcvn102', level, root, parent },
      findings: [],
    });
  });
});

describe('the newer form is read from left to right', () => {
  test.each([
    ['H55', 1, null],
    ['H55.242', 2, 'H55'],
    ['G09.20', 2, 'G09'],
    ['H55.31.07', 3, 'H55.31'],
    ['H26.107.A1.B2', 4, 'H26.107.A1'],
  ])('%s is of level %i', (code, level, parent) => {
    const root = code.slice(0, 3);
    expect(parseAgencyCode(code)).toEqual({
      value: { code, scheme: 'qd20', level, root, parent },
      findings: [],
    });
  });
});

test.each([
  [' 000.00.16.h55 ', '000.00.16.H55'],
  ['\u00A0h55.242\n', 'H55.242'],
])('blanks around and small letters are no fault', (text, code) => {
  expect(parseAgencyCode(text).value?.code).toBe(code);
});

test.each(['000.17.00.H56', '001.00.22.H56', '001.00.00.H56', '001.17.00.H56'])(
  '%s names a level below an absent one',
  (text) => {
    expect(parseAgencyCode(text, '/a')).toMatchObject({
      value: null,
      findings: [{ level: 'error', code: 'agency-code.gap', path: '/a' }],
    });
  },
);

test.each([
  '',
  'H5',
  'H555',
  '55.00',
  '00.00.16.H55',
  '000.00.16.H5',
  'H55.',
  'H55..1',
  'H55-1',
  'H55.12345678901',
  'ı55',
])('"%s" has neither form', (text) => {
  expect(parseAgencyCode(text).findings).toMatchObject([{ level: 'error', code: 'agency-code.form' }]);
});

test('35 characters are allowed, 36 are not', () => {
  const longest = 'H55.1234567890.1234567890.123456789';
  expect(longest).toHaveLength(35);
  expect(parseAgencyCode(longest).value?.level).toBe(4);
  expect(parseAgencyCode(`${longest}0`).findings).toMatchObject([{ code: 'agency-code.too-long' }]);
});

test('a finding never repeats the value', () => {
  expect(JSON.stringify(parseAgencyCode('SECRET-VALUE'))).not.toContain('SECRET');
});
