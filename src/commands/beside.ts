import { readEnvironment } from '../base/config/environment.ts';
import { runningEmbeddedPostgres } from '../base/embedded-postgres/embedded-postgres.ts';
import { createLog } from '../base/log.ts';
import { type Ledger, openLedger } from '../ledger/ledger.ts';
import { openDatabase } from './database.ts';

/** Works on the database of this environment: beside a running gateway, else on a server started for this command. */
export async function besideDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  const environment = readEnvironment(process.env);
  const url = environment.databaseUrl ?? runningEmbeddedPostgres(environment.dataDir);
  if (url !== undefined) return work(url);
  const database = await openDatabase(
    environment,
    createLog({ level: 'error', destination: process.stderr }),
  );
  try {
    return await work(database.url);
  } finally {
    await database.stop();
  }
}

/** The same with the ledger opened; it accepts nothing. */
export function besideLedger<T>(work: (ledger: Ledger) => Promise<T>): Promise<T> {
  return besideDatabase(async (url) => {
    const ledger = await openLedger(url, {
      decide: () => ({ targets: [], reason: 'not-a-participant', findings: [] }),
      onError: () => {},
    });
    try {
      return await work(ledger);
    } finally {
      await ledger.close();
    }
  });
}
