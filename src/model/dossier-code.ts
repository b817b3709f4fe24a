import { type AgencyCode, agencyPattern, parseAgencyCode } from './agency-code.ts';
import { type CalendarDate, isoDate, isRealDate } from './calendar-date.ts';
import { type Fault, type Parsed, refused, warning } from './finding.ts';
import { cleanCode } from './text.ts';

/** Mã hồ sơ: one per dossier, issued at reception, unchanged for life (rules 2.3, R-01). */
export interface DossierCode {
  /** Normal form: trimmed, upper case. Two codes are the same when these are. */
  code: string;
  agency: AgencyCode;
  /** Local day of reception, `YYYY-MM-DD`. */
  date: string;
  sequence: number;
}

/** What the code may look like where sources differ (rules 2.3: widths seen in the field, not in a text of law). */
const dossierCodeForm = {
  dateDigits: [6, 8],
  sequenceDigits: { min: 4, max: 7 },
  /** Two-digit years count from here; no dossier code is of another century. */
  century: 2000,
} as const;

const { min, max } = dossierCodeForm.sequenceDigits;
const form = new RegExp(
  `^(?<agency>${agencyPattern})-(?<date>${dossierCodeForm.dateDigits.map((n) => `\\d{${n}}`).join('|')})-(?<sequence>\\d{${min},${max}})$`,
);

const faults = {
  form: {
    code: 'dossier-code.form',
    vi: 'Mã hồ sơ không đúng dạng: mã cơ quan - ngày tiếp nhận - số thứ tự',
    en: 'The dossier code does not have the form: agency code - date received - order number',
  },
  date: {
    code: 'dossier-code.date',
    vi: 'Ngày tiếp nhận trong mã hồ sơ không có thật',
    en: 'The date received in the dossier code does not exist',
  },
  zero: {
    code: 'dossier-code.sequence-zero',
    vi: 'Số thứ tự trong mã hồ sơ bắt đầu từ 1',
    en: 'The order number in the dossier code starts at 1',
  },
} satisfies Record<string, Fault>;

/** Reads a dossier code. There is no check digit: whether its agency and dossier exist, the directory and ledger know. */
export function parseDossierCode(text: string, path = ''): Parsed<DossierCode> {
  const code = cleanCode(text);
  const { agency: agencyText, date: digits, sequence } = form.exec(code)?.groups ?? {};
  if (agencyText === undefined || digits === undefined) return refused(faults.form, path);
  const agency = parseAgencyCode(agencyText, path);
  if (agency.value === null) return { value: null, findings: agency.findings };
  const date = readDate(digits);
  if (date === null) return refused(faults.date, path);
  const value = { code, agency: agency.value, date: isoDate(date), sequence: Number(sequence) };
  return { value, findings: value.sequence === 0 ? [warning(faults.zero, path)] : [] };
}

function readDate(digits: string): CalendarDate | null {
  const { century } = dossierCodeForm;
  const yearDigits = digits.slice(0, -4);
  const year = yearDigits.length === 2 ? century + Number(yearDigits) : Number(yearDigits);
  const date = { year, month: Number(digits.slice(-4, -2)), day: Number(digits.slice(-2)) };
  return isRealDate(date) && year >= century && year < century + 100 ? date : null;
}
