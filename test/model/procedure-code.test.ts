import { expect, test } from 'vitest';
import {
  checkComponentCode,
  checkResultCode,
  checkSectorCode,
  nationalProcedureCode,
  parseProcedureCode,
} from '../../src/model/procedure-code.ts';

test.each([
  ['1.005129', '1.005129', null, null],
  ['2.000815', '2.000815', null, null],
  ['3.000181', '3.000181', null, null],
  ['2.000815.000.00.00.H55', '2.000815', '000.00.00.H55', null],
  ['2.000815.000.00.00.H55.02', '2.000815', '000.00.00.H55', '02'],
  ['1.003650.01', '1.003650', null, '01'],
  ['1.003650.H55.242', '1.003650', 'H55.242', null],
  ['1.003650.h55', '1.003650', 'H55', null],
])('%s is read in its parts', (text, national, local, serviceCase) => {
  const { value, findings } = parseProcedureCode(text);
  expect(findings).toEqual([]);
  expect(value?.national).toBe(national);
  expect(value?.local?.code ?? null).toBe(local);
  expect(value?.case).toBe(serviceCase);
});

test('behind a newer agency code a two-digit group belongs to the agency', () => {
  expect(parseProcedureCode('2.000815.H55.02').value).toMatchObject({
    local: { code: 'H55.02' },
    case: null,
  });
});

test.each(['', '0.000815', '1.00081', '1.0008155', '1-000815', '1.000815.', '1.000815.2', 'BTP-1.000815'])(
  '"%s" is no procedure code',
  (text) => {
    expect(parseProcedureCode(text, '/p').findings).toMatchObject([
      { level: 'error', code: 'procedure-code.form', path: '/p' },
    ]);
  },
);

test('a local agency that cannot be refuses the code', () => {
  expect(parseProcedureCode('2.000815.000.17.00.H55')).toMatchObject({
    value: null,
    findings: [{ code: 'agency-code.gap' }],
  });
});

test.each([
  ['1.001193.000.00.00.H55.02', '1.001193'],
  ['1.001193', '1.001193'],
  [' 1.001193.01 ', '1.001193'],
  ['1.0011931', null],
  ['BTP-1.001193', null],
  ['', null],
])('the national part of "%s" is %s', (text, national) => {
  expect(nationalProcedureCode(text)).toBe(national);
});

test.each([
  [checkSectorCode, 'G03-GD10', 'G03GD10', 'sector-code.form'],
  [checkResultCode, 'KQ.G07.000122', 'KQ.G07.122', 'result-code.form'],
  [checkComponentCode, '000.00.00.G09-KQ002269', ' ', 'component-code.form'],
  [checkComponentCode, 'đ'.repeat(64), 'đ'.repeat(65), 'component-code.form'],
])('%o tells a right code from a wrong one', (check, right, wrong, code) => {
  expect(check(right)).toEqual([]);
  expect(check(wrong, '/x')).toMatchObject([{ level: 'error', code, path: '/x' }]);
});
