/** The only file that knows pino: one record per fact, ids and durations only, never what a message says. */
import { pino } from 'pino';
import { maskIdentity } from '../model/mask.ts';
import { readableLines } from './log-lines.ts';

/** Everything a record may carry; a field not named here never reaches the log. */
const allowed = [
  'attempt',
  'code',
  'connector',
  'count',
  'deliveryId',
  'door',
  'dossierId',
  'dueAt',
  'errorCode',
  'errorName',
  'exchangeId',
  'file',
  'frames',
  'kind',
  'ms',
  'operation',
  'outcome',
  'owner',
  'part',
  'path',
  'pid',
  'port',
  'profile',
  'reason',
  'requestId',
  'shard',
  'signal',
  'sizeBytes',
  'state',
  'status',
  'step',
  'systemId',
  'version',
] as const;

type Field = (typeof allowed)[number];
type Scalar = string | number | boolean | null | undefined;

/** `error` is reduced to its name, code and stack frames: messages of foreign errors repeat data. */
export type LogFields = { [name in Field]?: Scalar } & { error?: unknown };

/** `exchange.accepted`, `delivery.parked`. */
export type Fact = `${string}.${string}`;

export interface Log {
  debug(fields: LogFields, fact: Fact): void;
  info(fields: LogFields, fact: Fact): void;
  warn(fields: LogFields, fact: Fact): void;
  error(fields: LogFields, fact: Fact): void;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

interface Destination {
  write(line: string): void;
}

/** JSON lines to `destination` (default standard output); a terminal gets readable lines instead. */
export function createLog({ level, destination }: { level: LogLevel; destination?: Destination }): Log {
  const out = destination ?? (process.stdout.isTTY ? readableLines(process.stdout) : process.stdout);
  const logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, messageKey: 'fact' },
    out,
  );
  const write = (of: 'debug' | 'info' | 'warn' | 'error') => (fields: LogFields, fact: Fact) => {
    if (logger.isLevelEnabled(of)) logger[of](onlyAllowed(fields), nameOf(fact));
  };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

const factName = /^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$/;

/** A text that is no name could carry data. */
function nameOf(fact: string): string {
  return factName.test(fact) ? fact : 'log.unnamed';
}

function onlyAllowed(fields: LogFields): Record<string, Scalar> {
  const record: Record<string, Scalar> = {};
  for (const name of allowed) {
    const value = scalar(fields[name]);
    if (value !== undefined) record[name] = value;
  }
  return fields.error === undefined ? record : { ...record, ...errorFields(fields.error) };
}

/** Types do not hold at run time: an object under an allowed name would carry anything. */
function scalar(value: unknown): Scalar {
  if (typeof value === 'string') return safeText(value);
  return typeof value === 'number' || typeof value === 'boolean' || value === null ? value : undefined;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Identity numbers have 9 or 12 digits, phones 10 or 11, tax codes 10 or 13. */
const personalNumber = /(?<![\w-])\d{9,13}(?![\w-])/g;

/** The net below the allow-list: numbers of persons are masked wherever they stand, long texts cut. */
function safeText(value: string): string {
  if (uuid.test(value)) return value;
  return value.slice(0, 500).replace(personalNumber, maskIdentity);
}

function errorFields(error: unknown): Record<string, Scalar> {
  if (!(error instanceof Error)) return { errorName: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    errorName: safeText(error.name),
    ...(code !== undefined && { errorCode: safeText(code) }),
    frames: frames
      .slice(0, 6)
      .map((line) => line.trim())
      .join(' | '),
  };
}
