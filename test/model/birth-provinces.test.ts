import { expect, test } from 'vitest';
import { birthProvinces } from '../../src/model/birth-provinces.ts';

test('63 provinces, each once, of three digits, in order', () => {
  expect(birthProvinces).toHaveLength(63);
  expect([...new Set(birthProvinces)].toSorted()).toEqual(birthProvinces);
  expect(birthProvinces.every((code) => /^0\d{2}$/.test(code))).toBe(true);
});

test.each(['001', '006', '019', '038'])('%s is known (Hà Nội, Bắc Kạn, Thái Nguyên, Thanh Hóa)', (code) => {
  expect(birthProvinces).toContain(code);
});
