/** The configuration in force, exchanged as a whole when its files change. */
import { Misconfigured } from '../../model/errors.ts';
import type { Finding } from '../../model/finding.ts';
import type { Config } from './config.ts';

export interface ConfigHolder {
  current(): Config;
  /** The new version counts from now on, or nothing changes and the findings say why. */
  reload(): { ok: true; version: string } | { ok: false; findings: readonly Finding[] };
}

/** Loads at once; a fault of the first load is thrown. */
export function createConfigHolder(load: () => Config): ConfigHolder {
  let config = load();

  function reload(): ReturnType<ConfigHolder['reload']> {
    try {
      config = load();
      return { ok: true, version: config.version };
    } catch (cause) {
      if (!(cause instanceof Misconfigured)) throw cause;
      return { ok: false, findings: cause.findings };
    }
  }

  return { current: () => config, reload };
}
