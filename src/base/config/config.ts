/** What the configuration is once it is whole: frozen, and the same for everyone until the next reload. */
import type { Agency } from '../../../schemas/config/directory.schema.ts';
import type { ProcedureEntry } from '../../../schemas/config/procedures.schema.ts';
import type { Route } from '../../../schemas/config/routes.schema.ts';
import type { SettingsFile } from '../../../schemas/config/settings.schema.ts';
import type { Directory } from '../../model/directory.ts';
import type { Repeats } from '../../model/exchange.ts';
import type { Finding } from '../../model/finding.ts';
import type { System, SystemLimits } from '../../model/system.ts';

export type { Route } from '../../../schemas/config/routes.schema.ts';

type Complete<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { [K in keyof T]-?: Complete<T[K]> }
    : T;

/** Every setting, complete; units are in the names, meanings in `schemas/config/settings.schema.json`. */
export type Settings = Complete<Omit<SettingsFile, '$schema'>>;

export interface Config {
  profile: string;
  /** Twelve hex digits over all that is effective; equal text means equal configuration. */
  version: string;
  systems: ReadonlyMap<string, System>;
  routes: readonly Route[];
  agencies: readonly Agency[];
  directory: Directory;
  /** By national code. */
  procedures: ReadonlyMap<string, ProcedureEntry>;
  settings: Settings;
  /** Settings schema of each connector in use, to mask what it calls `writeOnly`. */
  connectors: readonly ConnectorFacts[];
}

/** What the configuration must know of a connector. */
export interface ConnectorFacts {
  id: string;
  /** JSON Schema of `system.settings`. */
  settings: object;
  repeats: Repeats;
  limits: SystemLimits;
}

/** Findings of a value that does not fit a JSON Schema; none when it fits. */
export type Check = (schema: object, value: unknown) => Finding[];
