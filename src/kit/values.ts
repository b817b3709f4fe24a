/**
 * Values as the dialects write them. A connector names the format of each field; nothing is sniffed from the text
 * (hazards 1 to 8). Times come out as RFC 3339 with +07:00; `undefined` means "no date" or unreadable;
 * `isNone` tells which.
 */
import { isoDate, isRealDate } from '../model/calendar-date.ts';
import { formatOccurredAt, parseOccurredAt } from '../model/occurred.ts';

/** Formats of naive local times, as patterns of `yyyy MM dd HH mm ss SSS`. Asia/Ho_Chi_Minh is meant. */
export type LocalFormat =
  | 'yyyyMMddHHmmss'
  | 'dd/MM/yyyy HH:mm:ss'
  | 'dd/MM/yyyy HH:mm'
  | 'yyyy-MM-dd HH:mm:ss'
  | 'yyyy/MM/dd HH:mm:ss'
  | 'yyyy-MM-ddTHH:mm:ss'
  | 'yyyy-MM-ddTHH:mm:ss.SSS';

/** Formats of days; no zone ever moves a day (hazard 6). */
export type DayFormat = 'dd/MM/yyyy' | 'dd-MM-yyyy' | 'yyyy-MM-dd' | 'yyyy/MM/dd' | 'yyyyMMdd';

const fieldWidths = { yyyy: 4, MM: 2, dd: 2, HH: 2, mm: 2, ss: 2, SSS: 3 } as const;
type Field = keyof typeof fieldWidths;
const fieldPattern = /yyyy|MM|dd|HH|mm|ss|SSS/g;

/** Whether a value says "nothing": missing, blank, `null` or `undefined` as a word, 0, or a date of zeros (hazard 3). */
export function isNone(value: unknown): boolean {
  if (value === undefined || value === null || value === 0) return true;
  if (typeof value !== 'string') return false;
  const text = value.trim().toLowerCase();
  return ['', '0', 'null', 'undefined'].includes(text) || /^0000[-/]?00[-/]?00|^00[-/]00[-/]0000/.test(text);
}

/** Epoch milliseconds, as number or digits; 0 is no date. Absolute. */
export function readEpochMs(value: unknown): string | undefined {
  if (isNone(value)) return undefined;
  const epochMs = typeof value === 'string' && /^\d{1,15}$/.test(value.trim()) ? Number(value) : value;
  if (typeof epochMs !== 'number' || !Number.isSafeInteger(epochMs) || epochMs < 0) return undefined;
  return epochMs > 253_402_300_799_999 ? undefined : formatOccurredAt(epochMs);
}

export function writeEpochMs(time: string | undefined): number | undefined {
  return time === undefined ? undefined : (parseOccurredAt(time) ?? undefined);
}

/** `yyyy-MM-ddTHH:mm:ss[.SSS]Z` where the Z is false: the digits are local time (formats 9.2, OpenCPS and LGSP). */
export function readFalseZ(value: unknown): string | undefined {
  if (isNone(value) || typeof value !== 'string') return undefined;
  const bare = /^(.+?)(\.\d+)?Z$/i.exec(value.trim());
  if (bare?.[1] === undefined) return undefined;
  const ms = (bare[2] ?? '.000').slice(1, 4).padEnd(3, '0');
  return readLocal('yyyy-MM-ddTHH:mm:ss.SSS', `${bare[1]}.${ms}`);
}

export function writeFalseZ(time: string | undefined): string | undefined {
  const local = writeLocal('yyyy-MM-ddTHH:mm:ss.SSS', time);
  return local === undefined ? undefined : `${local}Z`;
}

/** A naive time of the given format. The first moment of 1970 (00:00 or 07:00 local) is no date. */
export function readLocal(format: LocalFormat, value: unknown): string | undefined {
  const found = fieldsOf(format, value);
  if (found === undefined) return undefined;
  const { yyyy, MM, dd, HH = '00', mm = '00', ss = '00', SSS = '000' } = found;
  const epochMs = parseOccurredAt(`${yyyy}-${MM}-${dd}T${HH}:${mm}:${ss}.${SSS}+07:00`);
  if (epochMs === null || epochMs === 0 || epochMs === -7 * 3_600_000) return undefined;
  return formatOccurredAt(epochMs);
}

export function writeLocal(format: LocalFormat, time: string | undefined): string | undefined {
  const epochMs = time === undefined ? null : parseOccurredAt(time);
  if (epochMs === null) return undefined;
  const [yyyy = '', MM = '', dd = '', HH = '', mm = '', ss = '', SSS = '000'] = formatOccurredAt(epochMs)
    .slice(0, -6)
    .split(/[-T:.]/);
  const fields: Record<Field, string> = { yyyy, MM, dd, HH, mm, ss, SSS };
  return format.replaceAll(fieldPattern, (field) => fields[field as Field]);
}

/** A day as `YYYY-MM-DD`. */
export function readDay(format: DayFormat, value: unknown): string | undefined {
  const found = fieldsOf(format, value);
  if (found === undefined) return undefined;
  const day = { year: Number(found.yyyy), month: Number(found.MM), day: Number(found.dd) };
  return isRealDate(day) ? isoDate(day) : undefined;
}

/** `day` is `YYYY-MM-DD`, or a time whose first ten signs are the local day. */
export function writeDay(format: DayFormat, day: string | undefined): string | undefined {
  const found = /^(\d{4})-(\d{2})-(\d{2})/.exec(day ?? '');
  if (found === null) return undefined;
  const [, yyyy = '', MM = '', dd = ''] = found;
  return format.replace('yyyy', yyyy).replace('MM', MM).replace('dd', dd);
}

const yesWords = ['true', '1', 'yes'];
const noWords = ['false', '0', 'no'];

/** A boolean in any spelling: true, "True", 1, "1" (hazard 8). Undefined where it is none. */
export function readBoolean(value: unknown): boolean | undefined {
  const word = String(value).trim().toLowerCase();
  if (yesWords.includes(word)) return true;
  return noWords.includes(word) ? false : undefined;
}

/** A code as text, whether it came as text or number; blank and null words are nothing (hazard 7). Zero is a code. */
export function readText(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value !== 'string') return undefined;
  return ['', 'null', 'undefined'].includes(value.trim().toLowerCase()) ? undefined : value;
}

/** An amount in VND: 8000, "8000" or 8000.0 (hazard 7); fractions and signs are no amount. */
export function readAmount(value: unknown): number | undefined {
  const text = readText(value)?.trim() ?? '';
  if (!/^\d{1,15}(\.0+)?$/.test(text)) return undefined;
  return Number(text);
}

function fieldsOf(format: string, value: unknown): Partial<Record<Field, string>> | undefined {
  if (isNone(value) || typeof value !== 'string') return undefined;
  const pattern = format.replaceAll(
    fieldPattern,
    (field) => `(?<${field}>\\d{${fieldWidths[field as Field]}})`,
  );
  return new RegExp(`^${pattern.replaceAll('.', '\\.')}$`).exec(value.trim())?.groups;
}
