/** The environment, read in one place; everyone else is handed what they need. */
import path from 'node:path';
import { Misconfigured } from '../../model/errors.ts';
import { error, type Finding } from '../../model/finding.ts';

export type Variables = Readonly<Record<string, string | undefined>>;

export interface Environment {
  /** The address the doors listen on; a container or a host in the network says 0.0.0.0. */
  host: string;
  /** Partner doors and /v1. 0 = any free port. */
  port: number;
  /** /livez, /readyz, /metrics. */
  operatePort: number;
  dataDir: string;
  /** Missing: PostgreSQL is embedded. */
  databaseUrl: string | undefined;
  /** Missing: the queue lives in PostgreSQL. */
  redisUrl: string | undefined;
  profile: string;
  logLevel: LogLevel;
  secretsDir: string;
  configDir: string;
  /** How partners reach us, without a trailing slash; missing: from the request's own address. */
  publicUrl: string | undefined;
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
type LogLevel = (typeof logLevels)[number];

/** Reads the variables of the gateway; throws `Misconfigured` with every fault at once. An empty variable is a missing one. */
export function readEnvironment(variables: Variables): Environment {
  const findings: Finding[] = [];
  const text = (name: string) => variables[name]?.trim() || undefined;
  const fault = (name: string, vi: string, en: string) =>
    findings.push(error({ code: 'environment.invalid', vi: `${name}: ${vi}`, en: `${name}: ${en}` }, name));

  function port(name: string, fallback: number): number {
    const value = text(name);
    if (value === undefined) return fallback;
    if (!/^\d{1,5}$/.test(value) || Number(value) > 65_535)
      fault(name, 'phải là số cổng 0–65535', 'must be a port, 0 to 65535');
    return Number(value);
  }
  function url(name: string, protocols: readonly string[]): string | undefined {
    const value = text(name);
    if (value === undefined) return undefined;
    const allowed = URL.canParse(value) && protocols.includes(new URL(value).protocol);
    const list = protocols.map((protocol) => `${protocol}//`).join(', ');
    if (!allowed) fault(name, `phải là địa chỉ ${list}`, `must be an address of ${list}`);
    return value.replace(/\/+$/, '');
  }
  function level(): LogLevel {
    const value = text('LOG_LEVEL') ?? 'info';
    const known = logLevels.find((name) => name === value);
    if (known === undefined)
      fault('LOG_LEVEL', `phải là ${logLevels.join(', ')}`, `must be one of ${logLevels.join(', ')}`);
    return known ?? 'info';
  }

  const dataDir = path.resolve(text('DATA_DIR') ?? './data');
  const environment: Environment = {
    host: text('HOST') ?? '127.0.0.1',
    port: port('PORT', 8080),
    operatePort: port('OPERATE_PORT', 8081),
    dataDir,
    databaseUrl: url('DATABASE_URL', ['postgres:', 'postgresql:']),
    redisUrl: url('REDIS_URL', ['redis:', 'rediss:']),
    profile: text('GATEWAY_PROFILE') ?? 'thai-nguyen-2018',
    logLevel: level(),
    secretsDir: path.resolve(text('SECRETS_DIR') ?? path.join(dataDir, 'secrets')),
    configDir: path.resolve(text('CONFIG_DIR') ?? './config'),
    publicUrl: url('PUBLIC_URL', ['http:', 'https:']),
  };
  if (findings.length > 0) throw new Misconfigured('the environment is wrong', { findings });
  return Object.freeze(environment);
}

/** The environment for people, without the passwords inside addresses. */
export function describeEnvironment(environment: Environment): Record<string, string | number | null> {
  const shown = Object.entries(environment).map(([name, value]) => [name, maskUrl(value)]);
  return Object.fromEntries(shown);
}

function maskUrl(value: string | number | undefined): string | number | null {
  if (typeof value !== 'string' || !value.includes('://')) return value ?? null;
  const url = new URL(value);
  if (url.password !== '') url.password = '***';
  // A password may also travel as a parameter.
  if (url.search !== '') url.search = '?***';
  return url.href;
}
