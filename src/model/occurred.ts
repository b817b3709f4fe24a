import { isoDate, isRealDate } from './calendar-date.ts';

/** Asia/Ho_Chi_Minh: UTC+7 without daylight saving since 1975. The server's own zone is never asked. */
const localOffset = '+07:00';
const localOffsetMs = 7 * 3_600_000;

const rfc3339 = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:\d{2})(?:\.(\d+))?([Zz]|[+-]\d{2}(?::?\d{2})?)$/;

/**
 * RFC 3339 text to epoch milliseconds; null when it is no time. The offset must be there: a naive time is the
 * connector's to pin. Reads whatever the schema's `date-time` lets pass (`+0700`, long fractions, a leap second).
 */
export function parseOccurredAt(text: string): number | null {
  const [, date, time, fraction = '', offset] = rfc3339.exec(text) ?? [];
  if (date === undefined || time === undefined || offset === undefined) return null;
  const day = dayMs(date);
  const clock = clockMs(time);
  const shift = offsetMs(offset);
  if (day === null || clock === null || shift === null) return null;
  return day + clock + Number(fraction.padEnd(3, '0').slice(0, 3)) - shift;
}

/** Epoch milliseconds as local time with its offset, `2018-10-18T09:10:00+07:00`; a fraction only when there is one. */
export function formatOccurredAt(epochMs: number): string {
  const local = new Date(epochMs + localOffsetMs).toISOString().slice(0, -1);
  return `${local.replace(/\.000$/, '')}${localOffset}`;
}

/** The day it is in Việt Nam at that moment, `YYYY-MM-DD`; it changes at 17:00 UTC. */
export function localDate(epochMs: number): string {
  return formatOccurredAt(epochMs).slice(0, 10);
}

function dayMs(date: string): number | null {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  if (!isRealDate({ year, month, day })) return null;
  return Date.parse(`${isoDate({ year, month, day })}T00:00:00Z`);
}

function clockMs(time: string): number | null {
  const [hour = 0, minute = 0, second = 0] = time.split(':').map(Number);
  if (hour > 23 || minute > 59 || second > 60) return null;
  return ((hour * 60 + minute) * 60 + second) * 1000;
}

function offsetMs(offset: string): number | null {
  if (/^z$/i.test(offset)) return 0;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(3).replace(':', ''));
  if (hours > 23 || minutes > 59) return null;
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
