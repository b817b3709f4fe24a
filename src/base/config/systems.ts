/** From what the file says of a system to what the gateway works with: grants by name, limits of the dialect, no gaps. */
import type { SystemEntry, SystemsFile } from '../../../schemas/config/systems.schema.ts';
import type { Finding } from '../../model/finding.ts';
import type { System } from '../../model/system.ts';
import type { Check, ConnectorFacts } from './config.ts';
import { fault } from './faults.ts';
import type { ConfigFile } from './read-files.ts';

export interface SystemsInput {
  file: ConfigFile<SystemsFile>;
  connectors: readonly ConnectorFacts[];
  check: Check;
  /** Addresses that replace what the file says, by system id: simulators on free ports. */
  baseUrls: Readonly<Record<string, string>>;
}

/** Every system in the order of the file, and what is wrong with each in itself. */
export function systemsOf({ file, connectors, check, baseUrls }: SystemsInput): {
  systems: System[];
  findings: Finding[];
} {
  const entries = file.data?.systems ?? [];
  const grants = file.data?.grants ?? {};
  const resolved = entries.map((entry): Resolved => {
    const baseUrl = baseUrls[entry.id] ?? entry.baseUrl;
    return {
      connector: connectors.find(({ id }) => id === entry.connector),
      maySend: grantOf(entry, grants),
      ...(baseUrl === undefined ? {} : { baseUrl }),
    };
  });
  const findings = entries.flatMap((entry, index) => {
    const { connector, maySend, baseUrl } = resolved[index] ?? {};
    const at = `/systems/${index}`;
    const faults = [
      entries.findIndex(({ id }) => id === entry.id) < index && fault('twice', file.name, `${at}/id`),
      connector === undefined && fault('connector', file.name, `${at}/connector`),
      maySend === undefined && fault('grant', file.name, `${at}/maySend`),
      entry.delivery === 'push' && baseUrl === undefined && fault('baseUrl', file.name, `${at}/baseUrl`),
    ].filter((found) => found !== false);
    const dialect = connector === undefined ? [] : check(connector.settings, entry.settings ?? {});
    return [
      ...faults,
      ...dialect.map((found) => ({ ...found, path: `${file.name}#${at}/settings${found.path}` })),
    ];
  });
  const systems = entries.map((entry, index) => complete(entry, resolved[index] ?? {}));
  return { systems, findings };
}

interface Resolved {
  connector?: ConnectorFacts | undefined;
  maySend?: System['maySend'] | undefined;
  baseUrl?: string;
}

const noLimits = { concurrency: 1, shards: 1, timeoutMs: 30_000, ratePerSecond: 0, inlineBytes: 0 };

function complete(entry: SystemEntry, { connector, maySend = [], baseUrl }: Resolved): System {
  const { id, title, role, delivery } = entry;
  return {
    id,
    title,
    role,
    connector: entry.connector,
    delivery,
    ...(baseUrl === undefined ? {} : { baseUrl: baseUrl.replace(/\/+$/, '') }),
    agencies: entry.agencies ?? [],
    maySend,
    limits: { ...(connector?.limits ?? noLimits), ...entry.limits },
    settings: entry.settings ?? {},
    credentials: entry.credentials ?? {},
    allow: entry.allow ?? [],
    status: entry.status ?? 'enabled',
  };
}

function grantOf(
  { maySend = [] }: SystemEntry,
  grants: NonNullable<SystemsFile['grants']>,
): System['maySend'] | undefined {
  if (typeof maySend !== 'string') return maySend;
  return Object.hasOwn(grants, maySend) ? grants[maySend] : undefined;
}
