/** The files of one profile, each checked against its schema; every fault of every file is kept. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import directorySchema from '../../../schemas/config/directory.schema.json' with { type: 'json' };
import type { DirectoryFile } from '../../../schemas/config/directory.schema.ts';
import proceduresSchema from '../../../schemas/config/procedures.schema.json' with { type: 'json' };
import type { ProceduresFile } from '../../../schemas/config/procedures.schema.ts';
import routesSchema from '../../../schemas/config/routes.schema.json' with { type: 'json' };
import type { RoutesFile } from '../../../schemas/config/routes.schema.ts';
import settingsSchema from '../../../schemas/config/settings.schema.json' with { type: 'json' };
import type { SettingsFile } from '../../../schemas/config/settings.schema.ts';
import systemsSchema from '../../../schemas/config/systems.schema.json' with { type: 'json' };
import type { SystemsFile } from '../../../schemas/config/systems.schema.ts';
import type { Finding } from '../../model/finding.ts';
import type { Check } from './config.ts';
import { fault } from './faults.ts';

/** One file as read; `data` is missing when it could not be read or does not fit its schema. */
export interface ConfigFile<T> {
  /** Relative to the configuration folder: `thai-nguyen-2018/systems.json`. */
  name: string;
  data: T | undefined;
  findings: Finding[];
}

export interface ConfigFiles {
  systems: ConfigFile<SystemsFile>;
  routes: ConfigFile<RoutesFile>;
  directory: ConfigFile<DirectoryFile>;
  procedures: ConfigFile<ProceduresFile>;
  defaults: ConfigFile<SettingsFile>;
  gateway: ConfigFile<SettingsFile>;
}

/** Reads all files of a profile; faults are in the files, and for a profile that does not exist in `systems`. */
export function readFiles({
  dir,
  profile,
  check,
}: {
  dir: string;
  profile: string;
  check: Check;
}): ConfigFiles {
  const read = <T>(name: string, schema: object) => readFile<T>({ dir, name, schema, check });
  return {
    systems: read(`${profile}/systems.json`, systemsSchema),
    routes: read(`${profile}/routes.json`, routesSchema),
    directory: read(`${profile}/directory.json`, directorySchema),
    procedures: read(`${profile}/procedures.json`, proceduresSchema),
    defaults: read('defaults.json', settingsSchema),
    gateway: read(`${profile}/gateway.json`, settingsSchema),
  };
}

/** The profiles that exist below the configuration folder. */
export function profilesIn(dir: string): string[] {
  try {
    const folders = readdirSync(dir, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    return folders.map(({ name }) => name).sort();
  } catch {
    return [];
  }
}

interface Source {
  dir: string;
  name: string;
  schema: object;
  check: Check;
}

function readFile<T>({ dir, name, schema, check }: Source): ConfigFile<T> {
  const parsed = parse(path.join(dir, name));
  if (parsed.fault) return { name, data: undefined, findings: [fault(parsed.fault, name, '')] };
  const findings = check(schema, parsed.value).map((finding) => ({
    ...finding,
    path: `${name}#${finding.path}`,
  }));
  // The schema has just vouched for the type.
  return { name, data: findings.length === 0 ? (parsed.value as T) : undefined, findings };
}

function parse(file: string): { value?: unknown; fault?: 'unreadable' | 'notJson' } {
  try {
    return { value: JSON.parse(readFileSync(file, 'utf8')) };
  } catch (cause) {
    return { fault: cause instanceof SyntaxError ? 'notJson' : 'unreadable' };
  }
}
