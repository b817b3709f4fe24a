import type { Config } from '../base/config/config.ts';
import type { Environment } from '../base/config/environment.ts';
import { createConfigHolder } from '../base/config/holder.ts';
import { loadConfig, secretsNamed } from '../base/config/load.ts';
import { createSchemas } from '../base/schema.ts';
import { openSecrets, type Secrets } from '../base/secrets.ts';
import { connectors } from '../connectors/index.ts';

export interface Configuration {
  secrets: Secrets;
  current(): Config;
  reload: ReturnType<typeof createConfigHolder>['reload'];
}

export interface ConfigurationOptions {
  /** Addresses that replace what the files say, by system id. */
  baseUrls?: Readonly<Record<string, string>>;
  /** Makes the secrets that are missing, for simulators on this machine. */
  demoSecrets?: boolean;
}

/** The configuration of this environment; throws `Misconfigured` with all faults of all files. */
export function openConfiguration(
  environment: Environment,
  options: ConfigurationOptions = {},
): Configuration {
  const schemas = createSchemas();
  const secrets = openSecrets({ dir: environment.secretsDir, env: process.env });
  const { configDir: dir, profile } = environment;
  const input = {
    dir,
    profile,
    connectors: [...connectors.values()],
    check: schemas.check,
    ...(options.baseUrls && { baseUrls: options.baseUrls }),
  };
  if (options.demoSecrets) secrets.ensureDemo(secretsNamed(loadConfig(input)));
  const holder = createConfigHolder(() => {
    secrets.refresh();
    return loadConfig({ ...input, secrets });
  });
  return { secrets, current: holder.current, reload: holder.reload };
}
