import { expect, test } from 'vitest';
import { isUnknownIdentity } from '../../src/model/unknown-identity.ts';

test.each([
  '000000001',
  '000000000',
  '000000000000',
  'N/A',
  'n/a',
  ' null ',
  'DinhKemKetQua',
  '',
  '\u00A0',
  '-',
])('"%s" names nobody, so nobody is matched by it', (number) => {
  expect(isUnknownIdentity(number)).toBe(true);
});

test.each(['019190000123', '000000010', '001000000001', 'B1234567'])('%s may name somebody', (number) => {
  expect(isUnknownIdentity(number)).toBe(false);
});
