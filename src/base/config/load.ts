/** Reads the configuration of one profile: whole and frozen, or every fault at once. */
import { createHash } from 'node:crypto';
import { createDirectory } from '../../model/directory.ts';
import { Misconfigured } from '../../model/errors.ts';
import type { Finding } from '../../model/finding.ts';
import type { System } from '../../model/system.ts';
import type { Secrets, SecretUse } from '../secrets.ts';
import { checkDirectory } from './check-directory.ts';
import { checkAgencies, checkRoutes, checkSecrets } from './check-references.ts';
import type { Check, Config, ConnectorFacts, Settings } from './config.ts';
import { fault } from './faults.ts';
import { type ConfigFiles, profilesIn, readFiles } from './read-files.ts';
import { settingsOf } from './settings.ts';
import { systemsOf } from './systems.ts';

export interface LoadInput {
  dir: string;
  profile: string;
  connectors: readonly ConnectorFacts[];
  check: Check;
  /** Without it missing secrets are no fault: the first load of a demo, before its secrets are made. */
  secrets?: Pick<Secrets, 'read'>;
  /** Addresses that replace what the files say, by system id. */
  baseUrls?: Readonly<Record<string, string>>;
}

/** Throws `Misconfigured` with every fault of every file, each with file and JSON pointer in `path`. */
export function loadConfig({ dir, profile, connectors, check, secrets, baseUrls = {} }: LoadInput): Config {
  if (!profilesIn(dir).includes(profile)) refuse([fault('profile', profile, '')]);
  const files = readFiles({ dir, profile, check });
  const { systems, findings: systemFaults } = systemsOf({ file: files.systems, connectors, check, baseUrls });
  const { settings, findings: settingFaults } = settingsOf(files);
  const findings = [
    ...Object.values(files).flatMap((file) => file.findings),
    ...systemFaults,
    ...settingFaults,
    ...checkDirectory(files.directory),
    ...checkProcedures(files),
    ...checkAgencies(systems, files),
    ...checkRoutes(systems, files),
    ...(secrets === undefined ? [] : checkSecrets(systems, files.systems.name, secrets)),
  ];
  if (findings.length > 0 || settings === undefined) refuse(findings);
  return whole({ profile, files, systems, settings, connectors });
}

/** Every secret the systems name, once. */
export function secretsNamed({ systems }: Pick<Config, 'systems'>): SecretUse[] {
  const uses = new Map<string, SecretUse>();
  for (const { credentials } of systems.values())
    for (const use of ['outbound', 'inbound'] as const) {
      const name = credentials[use]?.secret;
      if (name !== undefined) uses.set(name, { name, use });
    }
  return [...uses.values()];
}

interface Parts {
  profile: string;
  files: ConfigFiles;
  systems: readonly System[];
  settings: Settings;
  connectors: readonly ConnectorFacts[];
}

function whole({ profile, files, systems, settings, connectors }: Parts): Config {
  const routes = files.routes.data?.routes ?? [];
  const agencies = files.directory.data?.agencies ?? [];
  const procedures = files.procedures.data?.procedures ?? [];
  const text = JSON.stringify({ profile, systems, routes, agencies, procedures, settings });
  for (const part of [systems, routes, agencies, procedures, settings]) freeze(part);
  return Object.freeze({
    profile,
    version: createHash('sha256').update(text).digest('hex').slice(0, 12),
    systems: new Map(systems.map((system) => [system.id, system])),
    routes,
    agencies,
    directory: createDirectory(agencies),
    procedures: new Map(procedures.map((procedure) => [procedure.code, procedure])),
    settings,
    connectors,
  });
}

function checkProcedures({ procedures: { data, name } }: ConfigFiles): Finding[] {
  const seen = new Set<string>();
  return (data?.procedures ?? []).flatMap(({ code }, index) => {
    if (seen.has(code)) return [fault('twice', name, `/procedures/${index}/code`)];
    seen.add(code);
    return [];
  });
}

function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const member of Object.values(value)) freeze(member);
}

function refuse(findings: readonly Finding[]): never {
  throw new Misconfigured('the configuration is wrong', { findings });
}
