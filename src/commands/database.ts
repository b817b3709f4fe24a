import { setTimeout as sleep } from 'node:timers/promises';
import type { Environment } from '../base/config/environment.ts';
import { startEmbeddedPostgres } from '../base/embedded-postgres/embedded-postgres.ts';
import type { Log } from '../base/log.ts';
import { isStartingUp, migrate } from '../ledger/migrate.ts';

export interface Database {
  url: string;
  /** Stops the embedded server; an external one is left alone. */
  stop(): Promise<void>;
}

/** The database this environment names, migrated: an external one, or the embedded one in DATA_DIR. */
export async function openDatabase({ databaseUrl, dataDir }: Environment, log: Log): Promise<Database> {
  if (databaseUrl !== undefined) {
    await migrateWhenUp(databaseUrl, log);
    return { url: databaseUrl, stop: async () => {} };
  }
  const server = await startEmbeddedPostgres({
    dataDir,
    log: (name) => log.info({}, name as 'database.started'),
  });
  try {
    await migrate(server.url);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { url: server.url, stop: server.stop };
}

const patienceMs = 60_000;

/** A database that is on its way up is waited for: we may have been started together. */
async function migrateWhenUp(url: string, log: Log): Promise<void> {
  const giveUpAt = Date.now() + patienceMs;
  for (;;)
    try {
      return await migrate(url);
    } catch (error) {
      if (!isStartingUp(error) || Date.now() > giveUpAt) throw error;
      log.warn({ code: (error as { code?: string }).code }, 'database.awaited');
      await sleep(500);
    }
}
