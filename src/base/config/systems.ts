/** From what the file says of a system to what the gateway works with: grants by name, limits of the dialect, no gaps. */
import type { SystemEntry, SystemsFile } from '../../../schemas/config/systems.schema.ts';
import { type Finding, pointerTo } from '../../model/finding.ts';
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
  const findings: Finding[] = [];
  const ids = new Set<string>();
  const systems = (file.data?.systems ?? []).map((entry, index) => {
    const at = `/systems/${index}`;
    const say = (name: Parameters<typeof fault>[0], key: string) =>
      findings.push(fault(name, file.name, pointerTo(at, key)));
    const connector = connectors.find(({ id }) => id === entry.connector);
    const baseUrl = baseUrls[entry.id] ?? entry.baseUrl;
    const granted = grantOf(entry, file.data?.grants ?? {});
    if (ids.has(entry.id)) say('twice', 'id');
    if (connector === undefined) say('connector', 'connector');
    if (granted === undefined) say('grant', 'maySend');
    if (entry.delivery === 'push' && baseUrl === undefined) say('baseUrl', 'baseUrl');
    ids.add(entry.id);
    for (const finding of connector === undefined ? [] : check(connector.settings, entry.settings ?? {}))
      findings.push({ ...finding, path: `${file.name}#${at}/settings${finding.path}` });
    return complete(entry, {
      connector,
      maySend: granted ?? [],
      ...(baseUrl === undefined ? {} : { baseUrl }),
    });
  });
  return { systems, findings };
}

interface Resolved {
  connector: ConnectorFacts | undefined;
  maySend: System['maySend'];
  baseUrl?: string;
}

const noLimits = { concurrency: 1, shards: 1, timeoutMs: 30_000, ratePerSecond: 0, inlineBytes: 0 };

function complete(entry: SystemEntry, { connector, maySend, baseUrl }: Resolved): System {
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
