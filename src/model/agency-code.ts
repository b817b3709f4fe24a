import { error, type Fault, type Parsed, refused } from './finding.ts';
import { cleanCode } from './text.ts';

/** qcvn102: `000.17.22.H56`, read right to left (rules 3.1). qd20: `H56.22.17`, read left to right (rules 3.2). */
type AgencyScheme = 'qcvn102' | 'qd20';

export interface AgencyCode {
  /** Normal form: trimmed, upper case. */
  code: string;
  scheme: AgencyScheme;
  /** 1 is a province or ministry. What kind of body it is, only the directory knows. */
  level: number;
  /** The level-1 code: `H55`. */
  root: string;
  /** Code of the level above in the same scheme; null on level 1. */
  parent: string | null;
}

/** Longest code of the newer form (rules 3.2). */
const agencyCodeMaxLength = 35;

const oldForm = String.raw`\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}`;
const newForm = String.raw`[A-Z]\d{2}(?:\.[0-9A-Z]{1,10}){0,8}`;

/** Source of a regular expression for either form, to build the codes that contain one. */
export const agencyPattern = `(?:${oldForm}|${newForm})`;

const oldCode = new RegExp(`^${oldForm}$`);
const newCode = new RegExp(`^${newForm}$`);

const faults = {
  form: {
    code: 'agency-code.form',
    vi: 'Mã cơ quan không đúng dạng 000.00.00.H55 hoặc H55.00',
    en: 'The agency code has neither the form 000.00.00.H55 nor H55.00',
  },
  gap: {
    code: 'agency-code.gap',
    vi: 'Mã cơ quan có cấp dưới nhưng thiếu cấp trên trực tiếp',
    en: 'The agency code names a lower level but not the level above it',
  },
  tooLong: {
    code: 'agency-code.too-long',
    vi: `Mã cơ quan dài hơn ${agencyCodeMaxLength} ký tự`,
    en: `The agency code is longer than ${agencyCodeMaxLength} characters`,
  },
} satisfies Record<string, Fault>;

/** Reads an agency code of either scheme; nothing maps one scheme to the other, the directory's table does (rules 3.1, 3.2). */
export function parseAgencyCode(text: string, path = ''): Parsed<AgencyCode> {
  const code = cleanCode(text);
  if (oldCode.test(code)) return parseOld(code, path);
  if (!newCode.test(code)) return refused(faults.form, path);
  if (code.length > agencyCodeMaxLength) return refused(faults.tooLong, path);
  return { value: describeNew(code), findings: [] };
}

function parseOld(code: string, path: string): Parsed<AgencyCode> {
  const [fourth = '', third = '', second = '', root = ''] = code.split('.');
  const present = [second !== '00', third !== '00', fourth !== '000'];
  const level = 1 + present.filter(Boolean).length;
  // Levels are filled from the top: the first absent one must be the end.
  if (present.lastIndexOf(true) + 2 !== level) return { value: null, findings: [error(faults.gap, path)] };
  const above = [null, `000.00.00.${root}`, `000.00.${second}.${root}`, `000.${third}.${second}.${root}`];
  return { value: { code, scheme: 'qcvn102', level, root, parent: above[level - 1] ?? null }, findings: [] };
}

function describeNew(code: string): AgencyCode {
  const groups = code.split('.');
  const parent = groups.length > 1 ? groups.slice(0, -1).join('.') : null;
  return { code, scheme: 'qd20', level: groups.length, root: groups[0] ?? code, parent };
}
