import { expect, test } from 'vitest';
import { parseTaxCode, taxCheckDigit } from '../../src/model/tax-code.ts';

test.each([
  ['0100109106', '0100109106', 'enterprise'],
  ['0101248141', '0101248141', 'enterprise'],
  ['0100684378', '0100684378', 'enterprise'],
  ['0300588569', '0300588569', 'enterprise'],
  ['0101243150', '0101243150', 'enterprise'],
  ['0100109106-001', '0100109106-001', 'branch'],
  ['0100109106001', '0100109106-001', 'branch'],
  [' 0100109106 - 015 ', '0100109106-015', 'branch'],
  ['019190000123', '019190000123', 'person'],
])('%s is a tax code', (text, code, kind) => {
  expect(parseTaxCode(text)).toEqual({ value: { code, kind }, findings: [] });
});

test.each([
  ['0100109107', ['tax-code.check-digit']],
  ['0100109106-000', ['tax-code.branch']],
  ['0100109107-000', ['tax-code.branch', 'tax-code.check-digit']],
  ['010010910', ['tax-code.form']],
  ['01001091066', ['tax-code.form']],
  ['0100109106-01', ['tax-code.form']],
  ['01001O9106', ['tax-code.form']],
  ['', ['tax-code.form']],
])('%s is refused', (text, codes) => {
  const { value, findings } = parseTaxCode(text, '/t');
  expect(value).toBeNull();
  expect(findings.map(({ code }) => code)).toEqual(codes);
  expect(findings.every(({ level, path }) => level === 'error' && path === '/t')).toBe(true);
});

test('no tax code begins with nine digits whose remainder is zero', () => {
  expect(taxCheckDigit('000000000')).toBeNull();
  expect(parseTaxCode('0000000000').value).toBeNull();
});

test('remainder ten gives check digit zero', () => {
  expect(taxCheckDigit('010124315')).toBe(0);
});
