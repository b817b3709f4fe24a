import { expect, test } from 'vitest';
import { normalisePhone, oldMobilePrefixes, parsePhone } from '../../src/model/phone.ts';

test.each([
  ['0912345678', '0912345678', 'mobile'],
  ['091.234.5678', '0912345678', 'mobile'],
  ['(091) 234-5678', '0912345678', 'mobile'],
  ['+84 912 345 678', '0912345678', 'mobile'],
  ['+84 (0)912 345 678', '0912345678', 'mobile'],
  ['84912345678', '0912345678', 'mobile'],
  ['0084912345678', '0912345678', 'mobile'],
  ['091\u00A0234\u20135678', '0912345678', 'mobile'],
  ['0355555555', '0355555555', 'mobile'],
  ['0555555555', '0555555555', 'mobile'],
  ['02083871143', '02083871143', 'landline'],
  ['0208 3 871 143', '02083871143', 'landline'],
  ['+842083871143', '02083871143', 'landline'],
  ['842083871143', '02083871143', 'landline'],
  ['18001000', '18001000', 'hotline'],
  ['1900545454', '1900545454', 'hotline'],
])('%s is %s, a %s', (text, number, kind) => {
  expect(parsePhone(text)).toEqual({ value: { number, kind }, findings: [] });
});

test.each([
  ['01629999999', '0329999999'],
  ['0169 123 4567', '0391234567'],
  ['01201234567', '0701234567'],
  ['01211234567', '0791234567'],
  ['01261234567', '0761234567'],
  ['01271234567', '0811234567'],
  ['01291234567', '0821234567'],
  ['01861234567', '0561234567'],
  ['01881234567', '0581234567'],
  ['+841991234567', '0591234567'],
])('the old mobile number %s is now %s', (text, number) => {
  const { value, findings } = parsePhone(text, '/p');
  expect(value).toEqual({ number, kind: 'mobile' });
  expect(findings).toMatchObject([{ level: 'warning', code: 'phone.old-mobile', path: '/p' }]);
});

test('every old prefix became a prefix of today', () => {
  expect(Object.keys(oldMobilePrefixes)).toHaveLength(21);
  expect(new Set(Object.values(oldMobilePrefixes)).size).toBe(21);
  for (const old of Object.keys(oldMobilePrefixes)) {
    expect(parsePhone(`${old}1234567`).value?.kind).toBe('mobile');
  }
});

test.each([
  '',
  '091234567',
  '09123456789',
  '0512345678',
  '0208387114',
  '01601234567',
  'N/A',
  '+1 202 555 0100',
  '0912345678##0987654321',
])('"%s" is carried on with a warning', (text) => {
  expect(parsePhone(text)).toMatchObject({
    value: null,
    findings: [{ level: 'warning', code: 'phone.form' }],
  });
});

test('a mobile number of prefix 084 that lost its zero is not taken for a country code', () => {
  expect(normalisePhone('842345678')).toBe('842345678');
});
