import { error, type Fault, type Finding, warning } from './finding.ts';
import { checkPersonalNumber } from './personal-number.ts';
import { parseTaxCode } from './tax-code.ts';
import { cleanCode } from './text.ts';
import { isUnknownIdentity } from './unknown-identity.ts';

export type IdentityType = 'personal-id' | 'old-id' | 'passport' | 'tax' | 'other';

/** Facts that change with time and law, from configuration. */
export interface IdentitySettings {
  /** First three digits of personal numbers that are known; `birthProvinces` is the default. */
  knownProvinces: readonly string[];
  /** Last day on which a 9-digit CMND was a valid identity, `YYYY-MM-DD` (rules 8.2: 2024-12-31). */
  oldIdAcceptedUntil: string;
}

export interface IdentityCheck {
  type?: IdentityType;
  number: string;
  sex?: 'male' | 'female' | 'other';
  birthYear?: number;
  /** Day against which the number is judged, `YYYY-MM-DD`: of reception for a dossier, never simply today. */
  referenceDate: string;
  settings: IdentitySettings;
  /** JSON pointer to the number. */
  path?: string;
}

const forms = {
  personalId: /^\d{12}$/,
  oldId: /^\d{9}$/,
  /** Passports of Việt Nam (rules 8.3, not certain): tells a passport where the type is missing, refuses none. */
  passport: /^[A-Z]\d{7,8}$/,
  tax: /^\d{10}(-?\d{3})?$/,
  free: /^[A-Z0-9-]{1,20}$/,
  /** Digits that are a CMND or personal number but for one leading zero, lost in some spreadsheet. */
  zeroLost: /^(\d{8}|\d{11})$/,
} as const;

const faults = {
  unknown: { code: 'identity.unknown', vi: 'Không rõ số định danh', en: 'The identity is unknown' },
  oldForm: { code: 'identity.old-id-form', vi: 'Số CMND phải có 9 chữ số', en: 'A CMND number has 9 digits' },
  oldExpired: {
    code: 'identity.old-id-expired',
    vi: 'CMND 9 số đã hết giá trị sử dụng',
    en: 'The 9-digit CMND is no longer valid',
  },
  free: {
    code: 'identity.form',
    vi: 'Số giấy tờ chỉ gồm chữ cái, chữ số, dấu gạch ngang và không quá 20 ký tự',
    en: 'A document number has letters, digits and dashes only, at most 20',
  },
  zeroLost: {
    code: 'identity.zero-lost',
    vi: 'Số định danh có vẻ bị mất số 0 ở đầu',
    en: 'The identity number seems to have lost its leading zero',
  },
} satisfies Record<string, Fault>;

/**
 * What is wrong with an identity number (rules 8.1 to 8.4). Structure is an error; province, sex and birth year that do
 * not fit are warnings; a placeholder is one warning and nothing else.
 */
export function checkIdentityNumber(check: IdentityCheck): Finding[] {
  const path = check.path ?? '';
  if (isUnknownIdentity(check.number)) return [warning(faults.unknown, path)];
  const number = normaliseIdentity(check.number);
  const type = check.type ?? likelyType(number);
  if (type === 'personal-id') return checkPersonalNumber({ ...check, number });
  if (type === 'old-id') return checkOldId({ ...check, number });
  if (type === 'tax') return parseTaxCode(number, path).findings;
  if (!forms.free.test(number)) return [error(faults.free, path)];
  const zeroLost = check.type === undefined && forms.zeroLost.test(number);
  return zeroLost ? [warning(faults.zeroLost, path)] : [];
}

/** The form in which two numbers are compared: no blanks, upper case. */
export function normaliseIdentity(number: string): string {
  return cleanCode(number.replace(/\s+/g, ''));
}

/** The type a number's form suggests where the sender named none. */
export function likelyType(number: string): IdentityType {
  if (forms.personalId.test(number)) return 'personal-id';
  if (forms.oldId.test(number)) return 'old-id';
  if (forms.tax.test(number)) return 'tax';
  return forms.passport.test(number) ? 'passport' : 'other';
}

function checkOldId(check: IdentityCheck): Finding[] {
  const path = check.path ?? '';
  // The CMND of 12 digits carried the number that the CCCD carries on.
  if (forms.personalId.test(check.number)) return checkPersonalNumber(check);
  if (!forms.oldId.test(check.number)) return [error(faults.oldForm, path)];
  const expired = check.referenceDate.slice(0, 10) > check.settings.oldIdAcceptedUntil;
  return expired ? [error(faults.oldExpired, path)] : [];
}
