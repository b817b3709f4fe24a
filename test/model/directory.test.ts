import { expect, test } from 'vitest';
import data from '../../config/thai-nguyen-2025/directory.json' with { type: 'json' };
import type { DirectoryFile } from '../../schemas/config/directory.schema.ts';
import { createDirectory } from '../../src/model/directory.ts';

const { agencies } = data as DirectoryFile;
const directory = createDirectory(agencies);

function search(code: string, onDate: string) {
  const { found, findings } = directory.findAgency(code, onDate);
  return found ? `${found.via} ${found.agency.id}` : findings.map((finding) => finding.code).join();
}

test.each([
  ['H55.31.07', '2025-06-30', 'direct commune-05443'],
  ['H55.31.07', '2025-07-01', 'direct commune-05443-2025'],
  ['000.07.31.H55', '2025-06-30', 'direct commune-05443'],
  ['000.07.31.h55', '2025-07-01', 'direct commune-05443-2025'],
  ['H55.31.09', '2025-06-30', 'direct commune-05449'],
  ['H55.31.09', '2025-07-01', 'successor commune-05443-2025'],
  ['H55.37.01', '2026-01-01', 'successor commune-05830-2025'],
  ['H55.31', '2025-06-30', 'direct district-164'],
  ['H55.31', '2025-07-01', 'agency-split'],
  ['H03', '2025-06-30', 'direct province-h03'],
  ['000.00.00.H03', '2025-07-01', 'successor province-h55'],
  ['H55.12', '2025-03-01', 'successor department-agriculture-environment'],
  ['H55.16', '2025-02-28', 'agency-unknown'],
  ['H55.99', '2025-07-01', 'agency-unknown'],
])('around the cut-over of 1 July 2025, %s on %s is %s', (code, onDate, expected) => {
  expect(search(code, onDate)).toBe(expected);
});

test('unit 05443 is another ward since 1 July 2025', () => {
  const wards = agencies.filter(({ adminUnit }) => adminUnit?.code === '05443');
  expect(wards.map(({ names, adminUnit }) => [names[0]?.name, adminUnit?.validFrom])).toEqual([
    ['Ủy ban nhân dân phường Trưng Vương', '2018-01-01'],
    ['Ủy ban nhân dân phường Phan Đình Phùng', '2025-07-01'],
  ]);
});

test('the province has 92 communes, 15 of them wards, since 1 July 2025', () => {
  const communes = agencies.filter(({ tier, validTo }) => tier === 'commune' && validTo === undefined);
  expect(communes).toHaveLength(92);
  expect(communes.filter(({ names }) => names[0]?.name.includes('phường'))).toHaveLength(15);
});
