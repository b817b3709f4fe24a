import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkText,
  cleanCode,
  cleanText,
  codePoints,
  cutToCodePoints,
  sameText,
  textLimits,
  withoutDiacritics,
} from '../../src/model/text.ts';

const name = 'Nguyễn Thị Hoà';

test('a name is compared composed, trimmed, with single blanks and without what cannot be seen', () => {
  expect(cleanText(`\u00A0 ${name.normalize('NFD')} \t`)).toBe(name);
  expect(cleanText('Nguyễn\u00A0\u00A0Thị\u200B  Hoà')).toBe(name);
});

test.each([
  [name.normalize('NFD'), true],
  ['NGUYỄN  THỊ\u00A0HOÀ', true],
  ['Nguyen Thi Hoa', false],
  ['Nguyễn Thị Hoá', false],
  ['Nguyễn Thị Hòa', false],
  ['NguyễnThị Hoà', false],
])('"%s" is the same name as Nguyễn Thị Hoà: %s', (other, same) => {
  expect(sameText(name, other)).toBe(same);
});

test.each([
  ['Đỗ Đình Đường', 'Do Dinh Duong'],
  ['đặng thị thuỳ'.normalize('NFD'), 'dang thi thuy'],
  ['ABC-123', 'ABC-123'],
])('%s without diacritics is %s', (text, bare) => {
  expect(withoutDiacritics(text)).toBe(bare);
});

test('a code is upper-cased in ASCII only, so that no look-alike becomes a letter of a code', () => {
  expect(cleanCode(' h55.a\u00A0')).toBe('H55.A');
  expect(cleanCode('ı')).toBe('ı');
});

test('a cut never leaves half a character', () => {
  expect(cutToCodePoints('a😀b', 2)).toBe('a😀');
  expect(cutToCodePoints('ab', 2)).toBe('ab');
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'ễ', 'e\u0301', '😀', '\uD83D') }),
      fc.nat(10),
      (text, max) => {
        const cut = cutToCodePoints(text, max);
        expect(text.startsWith(cut)).toBe(true);
        expect(Array.from(cut).length).toBe(Math.min(max, Array.from(text).length));
      },
    ),
  );
});

test('a name is as long decomposed as composed', () => {
  expect(codePoints('ễ'.normalize('NFD'))).toBe(1);
});

describe('a checked text', () => {
  const codes = (text: string, max: number = textLimits.name) =>
    checkText(text, { max, path: '/t' }).map(({ level, code }) => `${level} ${code}`);

  test('may have 150 code points as a name and 500 as an address', () => {
    expect(codes('ễ'.repeat(150))).toEqual([]);
    expect(codes('ễ'.repeat(151))).toEqual(['error text.too-long']);
    expect(codes('x'.repeat(500), textLimits.address)).toEqual([]);
    expect(codes('x'.repeat(501), textLimits.address)).toEqual(['error text.too-long']);
  });

  test('is refused with control characters or half a character', () => {
    expect(codes('An\u0000')).toEqual(['error text.control']);
    expect(codes('An\uD83D')).toEqual(['error text.broken']);
    expect(codes('line one\r\n\tline two')).toEqual([]);
  });

  test('is only warned of when it looks wrongly converted', () => {
    expect(codes('NguyÔn V¨n An')).toEqual(['warning text.encoding']);
  });
});
