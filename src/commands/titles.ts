import { readEnvironment } from '../base/config/environment.ts';
import { loadConfig } from '../base/config/load.ts';
import { createSchemas } from '../base/schema.ts';
import { connectors } from '../connectors/index.ts';

/** The Vietnamese titles of systems; the id itself where the configuration cannot be read or no longer has it. */
export function systemTitles(): (id: string) => string {
  const { configDir: dir, profile } = readEnvironment(process.env);
  const facts = [...connectors.values()];
  try {
    const { systems } = loadConfig({ dir, profile, connectors: facts, check: createSchemas().check });
    return (id) => systems.get(id)?.title.vi ?? id;
  } catch {
    // An operator must see where a dossier is, also while the configuration is broken.
    return (id) => id;
  }
}
