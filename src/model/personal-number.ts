import { error, type Fault, type Finding, warning } from './finding.ts';

/** What is needed to judge a personal number; see `IdentityCheck`. */
interface PersonalNumberCheck {
  number: string;
  sex?: 'male' | 'female' | 'other';
  birthYear?: number;
  referenceDate: string;
  settings: { knownProvinces: readonly string[] };
  path?: string;
}

/** PPP province of birth registration, G century and sex, YY birth year, six digits more. There is no check digit. */
const form = /^(?<province>\d{3})(?<century>\d)(?<year>\d{2})\d{6}$/;

/** G = 0 and 1 are of the century that starts here, 2 and 3 of the next, and so on (rules 8.1). */
const firstCentury = 1900;

const faults = {
  form: {
    code: 'personal-id.form',
    vi: 'Số định danh cá nhân phải có 12 chữ số',
    en: 'A personal number has 12 digits',
  },
  future: {
    code: 'personal-id.century',
    vi: 'Thế kỷ sinh trong số định danh nằm ở tương lai',
    en: 'The century of birth in the personal number lies in the future',
  },
  province: {
    code: 'personal-id.province',
    vi: 'Mã nơi đăng ký khai sinh trong số định danh chưa có trong danh mục',
    en: 'The province of birth in the personal number is not in the list',
  },
  sex: {
    code: 'personal-id.sex',
    vi: 'Giới tính không khớp với số định danh',
    en: 'The sex does not fit the personal number',
  },
  birthYear: {
    code: 'personal-id.birth-year',
    vi: 'Năm sinh không khớp với số định danh',
    en: 'The year of birth does not fit the personal number',
  },
} satisfies Record<string, Fault>;

/** Findings on a 12-digit personal number, số định danh cá nhân (rules 8.1); the number is already normalised. */
export function checkPersonalNumber(check: PersonalNumberCheck): Finding[] {
  const path = check.path ?? '';
  const { province, century, year } = form.exec(check.number)?.groups ?? {};
  if (province === undefined) return [error(faults.form, path)];
  const centuryStart = firstCentury + 100 * Math.floor(Number(century) / 2);
  const findings: Finding[] = [];
  if (centuryStart > yearOf(check.referenceDate)) findings.push(error(faults.future, path));
  if (!check.settings.knownProvinces.includes(province)) findings.push(warning(faults.province, path));
  if (!fitsSex(check.sex, Number(century))) findings.push(warning(faults.sex, path));
  if (!fitsBirthYear(check, centuryStart + Number(year))) findings.push(warning(faults.birthYear, path));
  return findings;
}

function fitsSex(declared: PersonalNumberCheck['sex'], century: number): boolean {
  if (declared !== 'male' && declared !== 'female') return true;
  return (century % 2 === 0 ? 'male' : 'female') === declared;
}

/** Also unfit, declared or not: a birth after the day of reference. */
function fitsBirthYear({ birthYear, referenceDate }: PersonalNumberCheck, year: number): boolean {
  if (birthYear !== undefined) return birthYear === year;
  return year <= yearOf(referenceDate);
}

function yearOf(date: string): number {
  return Number(date.slice(0, 4));
}
