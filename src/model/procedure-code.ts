import { type AgencyCode, agencyPattern, parseAgencyCode } from './agency-code.ts';
import { error, type Fault, type Finding, type Parsed, refused } from './finding.ts';
import { cleanCode, codePoints } from './text.ts';

/** Mã thủ tục hành chính in its three lengths (rules 3.4): `2.000815`, `2.000815.000.00.00.H55`, `….H55.02`. */
export interface ProcedureCode {
  code: string;
  /** The part the whole country shares; procedures are compared and routed by it. */
  national: string;
  /** The agency whose local variant this is. */
  local: AgencyCode | null;
  /** Number of the online service (dịch vụ công) within the procedure. */
  case: string | null;
}

/** Longest component code, in code points (rules 3.4). */
const componentCodeMaxLength = 64;

const form = new RegExp(
  `^(?<national>[1-9]\\.\\d{6})(?:\\.(?<local>${agencyPattern}))?(?:\\.(?<case>\\d{2}))?$`,
);
const nationalPart = /^[1-9]\.\d{6}(?=\.|$)/;
const sectorCode = /^[A-Z]\d{2}-[A-Z]{2}\d{2}$/;
const resultCode = /^KQ\.[A-Z]\d{2}\.\d{6}$/;

const faults = {
  procedure: {
    code: 'procedure-code.form',
    vi: 'Mã thủ tục hành chính không đúng dạng 1.001193',
    en: 'The procedure code does not have the form 1.001193',
  },
  sector: {
    code: 'sector-code.form',
    vi: 'Mã lĩnh vực không đúng dạng G03-GD10',
    en: 'The sector code does not have the form G03-GD10',
  },
  component: {
    code: 'component-code.form',
    vi: `Mã thành phần hồ sơ trống hoặc dài hơn ${componentCodeMaxLength} ký tự`,
    en: `The component code is empty or longer than ${componentCodeMaxLength} characters`,
  },
  result: {
    code: 'result-code.form',
    vi: 'Mã kết quả không đúng dạng KQ.G07.000122',
    en: 'The result code does not have the form KQ.G07.000122',
  },
} satisfies Record<string, Fault>;

/** Reads a procedure code. Behind a newer agency code a two-digit group belongs to the agency: `….H55.02` is ambiguous. */
export function parseProcedureCode(text: string, path = ''): Parsed<ProcedureCode> {
  const code = cleanCode(text);
  const { national, local, case: serviceCase } = form.exec(code)?.groups ?? {};
  if (national === undefined) return refused(faults.procedure, path);
  const agency = local === undefined ? null : parseAgencyCode(local, path);
  if (agency !== null && agency.value === null) return { value: null, findings: agency.findings };
  return { value: { code, national, local: agency?.value ?? null, case: serviceCase ?? null }, findings: [] };
}

/** The national part, whatever follows it: `1.001193.000.00.00.H55.02` is `1.001193`; null when there is none (hazard 27). */
export function nationalProcedureCode(text: string): string | null {
  return nationalPart.exec(text.trim())?.[0] ?? null;
}

/** Mã lĩnh vực (rules 3.4). */
export function checkSectorCode(text: string, path = ''): Finding[] {
  return sectorCode.test(cleanCode(text)) ? [] : [error(faults.sector, path)];
}

/** Mã thành phần hồ sơ: free text, so only its length is checked (rules 3.4). */
export function checkComponentCode(text: string, path = ''): Finding[] {
  const length = codePoints(text.trim());
  return length > 0 && length <= componentCodeMaxLength ? [] : [error(faults.component, path)];
}

/** Mã kết quả, mã giấy tờ (rules 3.4). */
export function checkResultCode(text: string, path = ''): Finding[] {
  return resultCode.test(cleanCode(text)) ? [] : [error(faults.result, path)];
}
