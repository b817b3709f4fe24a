/** Values of OpenCPS forms: every value is text, and "nothing" is written in several ways (formats 3.1, 10.3, 10.8). */
import {
  isNone,
  readAmount,
  readDay,
  readEpochMs,
  writeDay,
  writeEpochMs,
  writeLocal,
} from '../../kit/values.ts';
import { InvalidMessage } from '../../model/errors.ts';
import { error } from '../../model/finding.ts';

/** Only what is really there: empty text and the literal `null` are left out. */
export type Form = Readonly<Record<string, string>>;

/** The fields of a parsed form that say something. */
export function formOf(body: unknown): Form {
  if (typeof body !== 'object' || body === null) return {};
  const pairs = Object.entries(body).map(([key, value]) => [key, present(value)] as const);
  return Object.fromEntries(pairs.filter((pair): pair is [string, string] => pair[1] !== undefined));
}

/** The value as text; `String.valueOf(null)` in the client makes a missing value the word `null`. */
export function present(value: unknown): string | undefined {
  if (value === null || value === undefined || typeof value === 'object') return undefined;
  const text = String(value);
  return text.trim() === '' || text === 'null' ? undefined : text;
}

/** `true` in any spelling the server itself understands. */
export function isTrue(value: string | undefined): boolean {
  return value !== undefined && ['true', '1'].includes(value.trim().toLowerCase());
}

/** Epoch milliseconds (absolute, formats 9.2) to RFC 3339; 0 means no date. */
export function instant(value: unknown, path: string): string | undefined {
  if (isNone(value)) return undefined;
  const time = readEpochMs(value);
  if (time !== undefined) return time;
  throw new InvalidMessage('a date is not epoch milliseconds', { findings: [error(faults.epoch, path)] });
}

/** RFC 3339 to epoch milliseconds as text; `0` when there is none. */
export function epochText(time: string | undefined): string {
  return String(writeEpochMs(time) ?? 0);
}

/** RFC 3339 as the read models write it: `dd/MM/yyyy HH:mm:ss`, local; '' when there is none (formats 3.6). */
export function localText(time: string | undefined | null): string {
  return writeLocal('dd/MM/yyyy HH:mm:ss', time ?? undefined) ?? '';
}

/** `applicantIdDate`: the local day, whatever the false `Z` behind it claims; also `dd/MM/yyyy` (formats 3.3). */
export function issueDay(text: string | undefined): string | undefined {
  const day = text?.slice(0, 10);
  const date = readDay('yyyy-MM-dd', day) ?? readDay('dd/MM/yyyy', day);
  return date === '1970-01-01' ? undefined : date;
}

/** The local day in the client's own spelling, its false `Z` included. */
export function issueDayText(day: string | undefined): string {
  const date = writeDay('yyyy-MM-dd', day);
  return date === undefined ? '' : `${date}T00:00:00.000Z`;
}

/** An object out of a JSON string (payload, assignUsers); missing text is an empty object. */
export function jsonObject(text: string | undefined, path: string): Record<string, unknown> {
  if (text === undefined) return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Said below in the caller's words.
  }
  throw new InvalidMessage('a JSON text inside the form cannot be read', {
    findings: [error(faults.json, path)],
  });
}

/** VND as an integer; the server prints longs, some clients doubles (`8000.0`). */
export function amount(text: string | undefined, path: string): number {
  if (text === undefined) return 0;
  const value = readAmount(text);
  if (value !== undefined) return value;
  throw new InvalidMessage('an amount is not a whole number', { findings: [error(faults.amount, path)] });
}

/** The same object without its undefined members. */
export function known<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

/** The object, or undefined when it says nothing. */
export function unlessEmpty<T extends object>(value: T): T | undefined {
  return Object.keys(value).length === 0 ? undefined : value;
}

const faults = {
  epoch: {
    code: 'opencps.epoch',
    vi: 'Thời gian phải là số mili giây (epoch), 0 nếu không có',
    en: 'The time must be epoch milliseconds, 0 if there is none',
  },
  json: {
    code: 'opencps.json',
    vi: 'Chuỗi JSON trong biểu mẫu không đọc được',
    en: 'The JSON text inside the form cannot be read',
  },
  amount: {
    code: 'opencps.amount',
    vi: 'Số tiền phải là số nguyên không âm, đơn vị đồng',
    en: 'The amount must be a whole number of VND, not negative',
  },
};
