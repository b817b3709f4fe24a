import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';

const folder = path.join(import.meta.dirname, 'migrations');

/** Any number nobody else uses; two starters wait for each other on it. */
const lockId = 4_861_202;

const startingUp = new Set(['57P03', '57P01', '57P02', 'ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE']);

/** Whether the server is merely on its way: a restart, or crash recovery. */
export function isStartingUp(error: unknown): boolean {
  return startingUp.has((error as { code?: string }).code ?? '');
}

/**
 * Brings the database to the schema of this version: numbered files, each once, each in its own transaction.
 * Safe with two starters. Refuses a database that a newer version has migrated.
 */
export async function migrate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [lockId]);
    await client.query(`create table if not exists schema_migration (
      name text primary key, applied_at timestamptz not null default now())`);
    await applyMissing(client);
  } finally {
    await client.end();
  }
}

async function applyMissing(client: pg.Client): Promise<void> {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  const { rows } = await client.query<{ name: string }>('select name from schema_migration');
  const done = new Set(rows.map((row) => row.name));
  const newer = [...done].filter((name) => !files.includes(name));
  if (newer.length > 0)
    throw new Error(`the database was migrated by a newer version (${newer.join(', ')}): start that version`);
  for (const name of files.filter((file) => !done.has(file))) {
    await client.query('begin');
    await client.query(readFileSync(path.join(folder, name), 'utf8'));
    await client.query('insert into schema_migration (name) values ($1)', [name]);
    await client.query('commit');
  }
}
