import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonLimits } from '../../src/http/json-scan.ts';
import { parseStrictJson } from '../../src/http/strict-json.ts';
import { MalformedBody } from '../../src/model/errors.ts';

function faultsOf(text: string | Buffer, limits: Partial<JsonLimits> = {}): string[] {
  try {
    parseStrictJson(Buffer.from(text as string), limits);
  } catch (error) {
    if (!(error instanceof MalformedBody)) throw error;
    return error.findings.map(({ code, path }) => `${code} ${path}`.trim());
  }
  return [];
}

const good = [
  '0',
  '-0',
  '-1.5e-7',
  '9007199254740991',
  'true',
  'null',
  '""',
  '"\\""',
  '"\\\\"',
  '"a\\\\\\"b"',
  '[]',
  '{}',
  ' [ 1 , 2 , [ ] , { } ] \n',
  '{"a":{"a":1},"b":[{"a":1},{"a":2}]}',
  '{"":1,"constructor":1,"prototype":2}',
  '["a:b","{\\"x\\":1}",":",","]',
  '{"k" \t\r\n : "v"}',
  '"\\ud83d\\ude00 Thái Nguyên \\u0111"',
];

describe('strict JSON', () => {
  it.each(good)('reads %s as JSON.parse does', (text) => {
    expect(parseStrictJson(Buffer.from(text))).toEqual(JSON.parse(text));
  });

  it('reads any JSON that loses nothing as JSON.parse does', () => {
    const value = fc.jsonValue({ maxDepth: 5 }).filter((one) => {
      const text = JSON.stringify(one);
      const numbers = text.match(/-?\d[\d.e+-]*/g) ?? [];
      return (
        !text.includes('__proto__') && numbers.every((number) => Math.abs(Number(number)) <= 2 ** 53 - 1)
      );
    });
    fc.assert(
      fc.property(value, fc.constantFrom(0, 2), (one, indent) => {
        const text = JSON.stringify(one, null, indent);
        if (/\\ud[89a-f]|\\u0000/.test(text)) return;
        expect(parseStrictJson(Buffer.from(text))).toEqual(JSON.parse(text));
      }),
      { numRuns: 300 },
    );
  });

  it('never accepts what JSON.parse refuses, and fails only as a malformed body', () => {
    const broken = fc.string({
      unit: fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '1', 'a', '\\', 'u', '-', ' '),
    });
    fc.assert(
      fc.property(broken, (text) => {
        const faults = faultsOf(text);
        if (faults.length === 0) JSON.parse(text);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['{"a":1,"b":{"c":2,"c":3}}', ['json.duplicate-key /b/c']],
    ['{"a":1,"\\u0061":2}', ['json.duplicate-key /a']],
    [
      '{"a":1,"a":1,"b":9007199254740993,"c":"\\u0000"}',
      ['json.duplicate-key /a', 'json.number /b', 'text.nul /c'],
    ],
    ['{"__proto__":{}}', ['json.prototype-key /__proto__']],
    ['{"\\u005f_proto__":{}}', ['json.prototype-key /__proto__']],
    ['{"constructor":{"prototype":{}}}', ['json.prototype-key /constructor/prototype']],
    ['[1,1e400]', ['json.number /1']],
    [`[${'1'.repeat(5000)}]`, ['json.number /0']],
    ['["\\ud800"]', ['text.broken /0']],
    ['', ['body.empty']],
    ['  ', ['body.empty']],
    ['{"a":1', ['json.syntax']],
    ['{"a":1}x', ['json.syntax']],
    ['{a:1}', ['json.syntax']],
    ['"abc', ['json.syntax']],
    ['"\\x"', ['json.syntax']],
    ['NaN', ['json.syntax']],
  ])('names every problem of %s', (text, faults) => {
    expect(faultsOf(text)).toEqual(faults);
  });

  it('bounds depth, keys, elements and texts', () => {
    expect(faultsOf('['.repeat(64) + ']'.repeat(64))).toEqual([]);
    expect(faultsOf('['.repeat(1_000_000))[0]).toMatch(/^json.depth/);
    const keys = (count: number) => `{${Array.from({ length: count }, (_, i) => `"k${i}":1`).join()}}`;
    expect(faultsOf(keys(10_000))).toEqual([]);
    expect(faultsOf(keys(10_001))).toEqual(['json.keys /k10000']);
    expect(faultsOf('[1,2,3]', { items: 2 })).toEqual(['json.items /2']);
    expect(faultsOf('["abcd"]', { textUnits: 3 })).toEqual(['json.text-length /0']);
  });

  it('refuses Latin-1 and UTF-16 bytes, takes a byte order mark', () => {
    expect(faultsOf(Buffer.from('{"a":"Nguy\xean"}', 'latin1'))).toEqual(['body.encoding']);
    expect(faultsOf(Buffer.from('\uFEFF{"a":1}', 'utf16le'))).toEqual(['body.encoding']);
    expect(parseStrictJson(Buffer.from('\uFEFF{"a":1}'))).toEqual({ a: 1 });
  });
});
