import { expect, test } from 'vitest';
import { parseDossierCode } from '../../src/model/dossier-code.ts';

test.each([
  ['000.00.16.H55-181001-0001', '000.00.16.H55', '2018-10-01', 1],
  ['000.17.22.H56-210531-0001', '000.17.22.H56', '2021-05-31', 1],
  ['000.00.14.H56-200203-0118', '000.00.14.H56', '2020-02-03', 118],
  ['G09.20-20260609-0092637', 'G09.20', '2026-06-09', 92_637],
  ['H55.31.07-240229-10000', 'H55.31.07', '2024-02-29', 10_000],
])('%s tells agency, day and number', (code, agency, date, sequence) => {
  const { value, findings } = parseDossierCode(code);
  expect(value).toMatchObject({ code, agency: { code: agency }, date, sequence });
  expect(findings).toEqual([]);
});

test('small letters and blanks around are accepted after upper-casing', () => {
  expect(parseDossierCode(' 000.00.16.h55-181001-0001 ').value?.code).toBe('000.00.16.H55-181001-0001');
});

test.each([
  ['H55-181001-1', 'the sequence is too short'],
  ['H55-181001-12345678', 'the sequence is too long'],
  ['H55-1810010-0001', 'the date has seven digits'],
  ['H55-0001', 'the date is missing'],
  ['H55 181001 0001', 'the dashes are missing'],
  ['181001-0001', 'the agency is missing'],
  ['H55-181001-0001-2', 'something follows'],
  ['', 'it is empty'],
])('"%s" is refused: %s', (text) => {
  expect(parseDossierCode(text, '/dossier/code').findings).toMatchObject([
    { level: 'error', code: 'dossier-code.form', path: '/dossier/code' },
  ]);
});

test.each([
  'H55-180229-0001',
  'H55-181301-0001',
  'H55-181000-0001',
  'H55-20180431-0001',
  'H55-18181001-0001',
  'H55-21000101-0001',
])('%s names a day that cannot be', (text) => {
  expect(parseDossierCode(text)).toMatchObject({ value: null, findings: [{ code: 'dossier-code.date' }] });
});

test('an agency that cannot be refuses the code', () => {
  const { value, findings } = parseDossierCode('000.17.00.H56-181001-0001', '/c');
  expect(value).toBeNull();
  expect(findings).toMatchObject([{ level: 'error', code: 'agency-code.gap', path: '/c' }]);
});

test('order number zero is only warned of', () => {
  const { value, findings } = parseDossierCode('H55-181001-0000');
  expect(value?.sequence).toBe(0);
  expect(findings).toMatchObject([{ level: 'warning', code: 'dossier-code.sequence-zero' }]);
});
