import { error, type Fault, type Parsed, refused } from './finding.ts';
import { cleanText } from './text.ts';

/** Mã số thuế (rules 8.4). Passing the check digit says nothing about existence. */
export interface TaxCode {
  /** Normal form: `0100109106`, `0100109106-001`, or the 12 digits of a personal number. */
  code: string;
  kind: 'enterprise' | 'branch' | 'person';
}

const form = /^(?<main>\d{10})(?:-?(?<branch>\d{3}))?$/;
const personForm = /^\d{12}$/;

/** Weight of each of the first nine digits. Wrong variants circulate (11 − r; (10 − r) mod 10). */
const weights = [31, 29, 23, 19, 17, 13, 7, 5, 3] as const;

const faults = {
  form: {
    code: 'tax-code.form',
    vi: 'Mã số thuế phải có 10 chữ số, 10 chữ số kèm 3 chữ số chi nhánh, hoặc 12 chữ số định danh',
    en: 'A tax code has 10 digits, 10 and a branch of 3, or the 12 digits of a personal number',
  },
  branch: {
    code: 'tax-code.branch',
    vi: 'Số chi nhánh 000 không tồn tại',
    en: 'There is no branch 000',
  },
  checkDigit: {
    code: 'tax-code.check-digit',
    vi: 'Mã số thuế sai chữ số kiểm tra',
    en: 'The check digit of the tax code is wrong',
  },
} satisfies Record<string, Fault>;

/** Reads a tax code: 10 digits with check digit, a branch `10-3` (dash optional), or 12 digits (rules 8.4). */
export function parseTaxCode(text: string, path = ''): Parsed<TaxCode> {
  const number = cleanText(text).replaceAll(' ', '');
  if (personForm.test(number)) return { value: { code: number, kind: 'person' }, findings: [] };
  const { main, branch } = form.exec(number)?.groups ?? {};
  if (main === undefined) return refused(faults.form, path);
  const findings = [];
  if (branch === '000') findings.push(error(faults.branch, path));
  if (taxCheckDigit(main) !== Number(main[9])) findings.push(error(faults.checkDigit, path));
  if (findings.length > 0) return { value: null, findings };
  if (branch === undefined) return { value: { code: main, kind: 'enterprise' }, findings };
  return { value: { code: `${main}-${branch}`, kind: 'branch' }, findings };
}

/** The tenth digit that belongs to the first nine; null when no tax code can start with them (r = 0). */
export function taxCheckDigit(digits: string): number | null {
  const sum = weights.reduce((total, weight, place) => total + weight * Number(digits[place]), 0);
  const rest = sum % 11;
  return rest === 0 ? null : 10 - rest;
}
