/** `application/x-www-form-urlencoded`, read strictly: what Node's parser repairs silently is refused here. */
import { MalformedBody } from '../model/errors.ts';
import { error, type Fault, type Finding, pointerTo } from '../model/finding.ts';
import { strictText } from './strict-text.ts';

const mostFields = 1000;
const longestPath = 300;

const faults = {
  many: { code: 'form.fields', vi: 'Biểu mẫu có quá nhiều trường', en: 'The form has too many fields' },
  encoding: {
    code: 'form.encoding',
    vi: 'Trường mã hóa sai (không phải UTF-8)',
    en: 'The field is wrongly encoded (not UTF-8)',
  },
  twice: { code: 'form.duplicate-key', vi: 'Trường xuất hiện hai lần', en: 'The field occurs twice' },
  prototype: {
    code: 'form.prototype-key',
    vi: 'Tên trường không được phép',
    en: 'This field is not allowed',
  },
  nul: { code: 'text.nul', vi: 'Trường chứa ký tự NUL', en: 'The field contains NUL' },
} satisfies Record<string, Fault>;

/** An object of strings; throws `MalformedBody` naming every problem. */
export function parseForm(raw: Buffer): Record<string, string> {
  return parseFields(strictText(raw));
}

/** The same for the part of an URL after `?`. */
export function parseFields(text: string): Record<string, string> {
  const pairs = text === '' ? [] : text.split('&', mostFields + 1);
  const findings: Finding[] = pairs.length > mostFields ? [error(faults.many, '')] : [];
  const fields = new Map<string, string>();
  for (const pair of pairs.slice(0, mostFields)) {
    if (pair === '') continue;
    const split = pair.indexOf('=');
    const name = decode(split === -1 ? pair : pair.slice(0, split));
    const value = decode(split === -1 ? '' : pair.slice(split + 1));
    findings.push(...addField(fields, name, value));
  }
  if (findings.length > 0) throw new MalformedBody('the form is not acceptable', { findings });
  return Object.fromEntries(fields);
}

/** Adds one decoded field (null = undecodable), or says why not. */
export function addField(fields: Map<string, string>, name: string | null, value: string | null): Finding[] {
  if (name === null) return [error(faults.encoding, '')];
  const fault = faultOf(fields, name, value);
  if (fault !== null) return [error(fault, pointerTo('', name).slice(0, longestPath))];
  fields.set(name, value ?? '');
  return [];
}

function faultOf(fields: Map<string, string>, name: string, value: string | null): Fault | null {
  if (value === null) return faults.encoding;
  if (name === '__proto__') return faults.prototype;
  if (fields.has(name)) return faults.twice;
  return name.includes('\0') || value.includes('\0') ? faults.nul : null;
}

/** `decodeURIComponent` refuses bad escapes and bytes that are no UTF-8. */
function decode(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return null;
  }
}
