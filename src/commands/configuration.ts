import type { Config } from '../base/config/config.ts';
import type { Environment } from '../base/config/environment.ts';
import { createConfigHolder } from '../base/config/holder.ts';
import { loadConfig } from '../base/config/load.ts';
import { createSchemas } from '../base/schema.ts';
import { openSecrets, type Secrets } from '../base/secrets.ts';
import { connectors } from '../connectors/index.ts';

export interface Configuration {
  secrets: Secrets;
  current(): Config;
  reload: ReturnType<typeof createConfigHolder>['reload'];
}

/** The configuration of this environment; throws `Misconfigured` with all faults of all files. */
export function openConfiguration(
  environment: Environment,
  { baseUrls }: { baseUrls?: Readonly<Record<string, string>> } = {},
): Configuration {
  const schemas = createSchemas();
  const secrets = openSecrets({ dir: environment.secretsDir, env: process.env });
  const holder = createConfigHolder(() =>
    loadConfig({
      dir: environment.configDir,
      profile: environment.profile,
      env: process.env,
      secretsDir: environment.secretsDir,
      connectors: [...connectors.values()],
      check: schemas.check,
      ...(baseUrls && { baseUrls }),
    }),
  );
  return { secrets, current: holder.current, reload: holder.reload };
}
