import { error, type Fault, type Finding, warning } from './finding.ts';
import { suspectEncoding } from './suspect-encoding.ts';

/** Longest texts in code points (rules 8.6). */
export const textLimits = { name: 150, address: 500 } as const;

/** Code points that show nothing and are pasted along unseen; blanks such as NBSP are not among them. */
const invisible = /[\u200B-\u200D\u2060\u00AD]/g;

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
const control = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/;

const faults = {
  tooLong: {
    code: 'text.too-long',
    vi: 'Nội dung dài hơn mức cho phép',
    en: 'The text is longer than allowed',
  },
  control: {
    code: 'text.control',
    vi: 'Nội dung chứa ký tự điều khiển',
    en: 'The text contains control characters',
  },
  broken: {
    code: 'text.broken',
    vi: 'Nội dung chứa ký tự Unicode bị hỏng',
    en: 'The text contains half of a Unicode character',
  },
  encoding: {
    code: 'text.encoding',
    vi: 'Nội dung có vẻ chưa chuyển đúng sang Unicode (TCVN3, VNI hoặc lỗi mã hóa)',
    en: 'The text looks wrongly converted to Unicode (TCVN3, VNI or garbled)',
  },
} satisfies Record<string, Fault>;

/** The form in which texts are compared: NFC, no invisible code points, blanks (NBSP too) collapsed and trimmed. */
export function cleanText(text: string): string {
  return text.normalize('NFC').replace(invisible, '').replace(/\s+/g, ' ').trim();
}

/** Trimmed, ASCII letters in upper case: the form of every code. Other letters stay, so that no look-alike passes. */
export function cleanCode(text: string): string {
  return text.trim().replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

/** Whether two names are the same but for case and the number of blanks; accents count (rules 8.6). */
export function sameText(a: string, b: string): boolean {
  return folded(a) === folded(b);
}

/** Base letters only. đ does not decompose in Unicode, so it is mapped by hand. */
export function withoutDiacritics(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'D')
    .normalize('NFC');
}

/** The first `max` code points; never half a character. The caller keeps the original. */
export function cutToCodePoints(text: string, max: number): string {
  if (text.length <= max) return text;
  return Array.from(text).slice(0, max).join('');
}

/** Length in code points of the NFC form: the same name is as long from a Mac (NFD) as from anywhere else. */
export function codePoints(text: string): number {
  return Array.from(text.normalize('NFC')).length;
}

/** Errors: longer than `max` code points, control characters, broken Unicode. Warning: looks wrongly converted. */
export function checkText(text: string, { max, path = '' }: { max: number; path?: string }): Finding[] {
  const findings: Finding[] = [];
  if (codePoints(text) > max) findings.push(error(faults.tooLong, path));
  if (control.test(text)) findings.push(error(faults.control, path));
  if (!text.isWellFormed()) findings.push(error(faults.broken, path));
  if (suspectEncoding(text) !== null) findings.push(warning(faults.encoding, path));
  return findings;
}

function folded(text: string): string {
  return cleanText(text).toLowerCase().normalize('NFC');
}
