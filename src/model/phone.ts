import { type Fault, type Parsed, warning } from './finding.ts';

export interface Phone {
  /** National form, digits only: `0912345678`, `02083871143`. */
  number: string;
  kind: 'mobile' | 'landline' | 'hotline';
}

/** Numbering plan as of today (rules 8.5). */
const forms: readonly (readonly [Phone['kind'], RegExp])[] = [
  ['mobile', /^0(3[2-9]|5[25689]|7[06-9]|8[1-9]|9\d)\d{7}$/],
  ['landline', /^02\d{9}$/],
  ['hotline', /^1(800|900)\d{4,6}$/],
];

/** First four digits of the 11-digit mobile numbers that existed until November 2018, and what became of them (rules 8.5). */
export const oldMobilePrefixes: Readonly<Record<string, string>> = {
  '0162': '032',
  '0163': '033',
  '0164': '034',
  '0165': '035',
  '0166': '036',
  '0167': '037',
  '0168': '038',
  '0169': '039',
  '0120': '070',
  '0121': '079',
  '0122': '077',
  '0126': '076',
  '0128': '078',
  '0123': '083',
  '0124': '084',
  '0125': '085',
  '0127': '081',
  '0129': '082',
  '0186': '056',
  '0188': '058',
  '0199': '059',
};

const faults = {
  form: {
    code: 'phone.form',
    vi: 'Số điện thoại không đúng dạng số của Việt Nam',
    en: 'The phone number does not have the form of a Vietnamese number',
  },
  old: {
    code: 'phone.old-mobile',
    vi: 'Số di động 11 chữ số kiểu cũ, đã đổi sang đầu số mới',
    en: 'An old mobile number of 11 digits, changed to its new prefix',
  },
} satisfies Record<string, Fault>;

/** Without separators and country code, as dialled within the country. Not yet checked, nor moved to a new prefix. */
export function normalisePhone(text: string): string {
  const digits = text.replace(/[\s.()\u2010-\u2015\u2212-]/g, '');
  if (digits.startsWith('+84')) return trunk(digits.slice(3));
  if (digits.startsWith('0084')) return trunk(digits.slice(4));
  // A bare 84 is the country code only in front of a whole number: 84x is also a mobile prefix that lost its zero.
  return /^84\d{9,10}$/.test(digits) ? trunk(digits.slice(2)) : digits;
}

/**
 * Reads a phone number; 11-digit mobiles of before 2018 come out with their new prefix. The only findings are warnings:
 * rules 8.5 refuse nobody for a phone, and foreign numbers are real. `value` is null when the form is unknown.
 */
export function parsePhone(text: string, path = ''): Parsed<Phone> {
  const given = normalisePhone(text);
  const number = modern(given);
  const kind = forms.find(([, form]) => form.test(number))?.[0];
  if (kind === undefined) return { value: null, findings: [warning(faults.form, path)] };
  return { value: { number, kind }, findings: number === given ? [] : [warning(faults.old, path)] };
}

function modern(number: string): string {
  const prefix = oldMobilePrefixes[number.slice(0, 4)];
  return prefix === undefined ? number : prefix + number.slice(4);
}

/** The zero that replaces the country code; some write it as well (`+84 (0)912 …`). */
function trunk(rest: string): string {
  return rest.startsWith('0') ? rest : `0${rest}`;
}
