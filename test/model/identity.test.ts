import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { birthProvinces } from '../../src/model/birth-provinces.ts';
import {
  checkIdentityNumber,
  type IdentityCheck,
  type IdentitySettings,
  likelyType,
  normaliseIdentity,
} from '../../src/model/identity.ts';

const settings: IdentitySettings = { knownProvinces: birthProvinces, oldIdAcceptedUntil: '2024-12-31' };

function check(given: Partial<IdentityCheck> & { number: string }) {
  const findings = checkIdentityNumber({ referenceDate: '2026-11-23', settings, ...given });
  return findings.map(({ level, code }) => `${level} ${code}`);
}

describe('personal number', () => {
  test('a woman born in 1990 and registered in Thái Nguyên passes', () => {
    expect(check({ number: '019190000123', sex: 'female', birthYear: 1990 })).toEqual([]);
  });

  test.each([
    ['01919000012', 'eleven digits'],
    ['0191900001234', 'thirteen digits'],
    ['01919000012A', 'a letter'],
  ])('%s is refused: %s', (number) => {
    expect(check({ type: 'personal-id', number })).toEqual(['error personal-id.form']);
  });

  test.each([
    [{ number: '999190000123' }, 'warning personal-id.province'],
    [{ number: '003190000123' }, 'warning personal-id.province'],
    [{ number: '019190000123', sex: 'male' }, 'warning personal-id.sex'],
    [{ number: '019190000123', birthYear: 1991 }, 'warning personal-id.birth-year'],
    [{ number: '019190000123', birthYear: 2090 }, 'warning personal-id.birth-year'],
    [{ number: '019299000123' }, 'warning personal-id.birth-year'],
  ] as const)('%o is only warned of', (given, finding) => {
    expect(check(given)).toEqual([finding]);
  });

  test.each(['019490000123', '019900000123'])('%s is of a century to come and is refused', (number) => {
    expect(check({ number })).toContain('error personal-id.century');
  });

  test('the century is judged on the day of reference', () => {
    expect(check({ number: '019205000123', referenceDate: '2006-01-01' })).toEqual([]);
    expect(check({ number: '019205000123', referenceDate: '1999-12-31' })).toContain(
      'error personal-id.century',
    );
  });

  test('another sex than the two the number knows is not compared', () => {
    expect(check({ number: '019190000123', sex: 'other' })).toEqual([]);
  });

  test('the provinces known are a setting', () => {
    expect(check({ number: '019190000123', settings: { ...settings, knownProvinces: ['001'] } })).toEqual([
      'warning personal-id.province',
    ]);
  });

  test('blanks inside are no fault', () => {
    expect(check({ type: 'personal-id', number: '019 190\u00A0000 123' })).toEqual([]);
  });
});

describe('CMND', () => {
  test.each([
    ['2018-10-01', []],
    ['2024-12-31', []],
    ['2025-01-01', ['error identity.old-id-expired']],
  ])('of nine digits, on a dossier of %s', (referenceDate, findings) => {
    expect(check({ type: 'old-id', number: '090123456', referenceDate })).toEqual(findings);
  });

  test('the last day is a setting', () => {
    const later = { ...settings, oldIdAcceptedUntil: '2026-12-31' };
    expect(check({ number: '090123456', settings: later })).toEqual([]);
  });

  test('of twelve digits is judged as the personal number it is', () => {
    expect(check({ type: 'old-id', number: '019190000123', sex: 'male' })).toEqual([
      'warning personal-id.sex',
    ]);
  });

  test('of another length is refused', () => {
    expect(check({ type: 'old-id', number: '09012345', referenceDate: '2018-10-01' })).toEqual([
      'error identity.old-id-form',
    ]);
  });
});

test('two numbers are compared without blanks and in upper case', () => {
  expect(normaliseIdentity(' b 1234\u00A0567 ')).toBe('B1234567');
});

describe('other documents', () => {
  test.each([
    ['passport', 'B1234567', []],
    ['passport', 'C12345678', []],
    ['passport', 'X-2000/1', ['error identity.form']],
    ['passport', 'zz-90817263', []],
    ['other', 'A'.repeat(21), ['error identity.form']],
    ['tax', '0100109106', []],
    ['tax', '0100109107', ['error tax-code.check-digit']],
  ] as const)('%s %s', (type, number, findings) => {
    expect(check({ type, number })).toEqual(findings);
  });

  test.each(['19190000123', '90123456'])('%s, of no stated type, has perhaps lost its zero', (number) => {
    expect(check({ number })).toEqual(['warning identity.zero-lost']);
  });

  test.each([
    ['019190000123', 'personal-id'],
    ['090123456', 'old-id'],
    ['0100109106', 'tax'],
    ['0100109106-001', 'tax'],
    ['B1234567', 'passport'],
    ['AB-1', 'other'],
  ])('%s looks like %s', (number, type) => {
    expect(likelyType(number)).toBe(type);
  });
});

test.each(['000000001', '000000000', 'N/A', ''])(
  'the placeholder "%s" is one warning, whatever its type',
  (number) => {
    for (const type of ['personal-id', 'old-id', 'passport', 'tax', 'other'] as const) {
      expect(check({ type, number })).toEqual(['warning identity.unknown']);
    }
  },
);

test('a finding names the place and never the number, and no text makes the check throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{8,13}$/)), (number) => {
      const findings = checkIdentityNumber({ number, referenceDate: '2026-11-23', settings, path: '/n' });
      for (const { path, text } of findings) {
        expect(path).toBe('/n');
        if (number.length > 3) expect(`${text.vi} ${text.en}`).not.toContain(number);
      }
    }),
  );
});
