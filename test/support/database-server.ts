import { existsSync, readdirSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/base/embedded-postgres/embedded-postgres.ts';

export const TEMPLATE = 'one_stop_template';

/** The database server of one test run: an external one when a URL is set, else an embedded one of its own. */
export async function startDatabaseServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const external = process.env['TEST_DATABASE_URL'] ?? process.env['DATABASE_URL'];
  const server = external === undefined ? await startOwn() : { url: external, stop: async () => {} };
  try {
    await makeTemplate(server.url);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

/** One statement on a connection of its own. */
export async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** The same server, another database. */
export function withDatabase(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}

async function startOwn(): Promise<{ url: string; stop(): Promise<void> }> {
  await removeLeftovers();
  const dataDir = await mkdtemp(join(tmpdir(), `one-stop-tests-${process.pid}-`));
  await chmod(dataDir, 0o755);
  // Fast, because nobody keeps these rows; tests of durability start a server of their own with the real settings.
  const settings = { fsync: 'off', full_page_writes: 'off', max_connections: '200' };
  const server = await startEmbeddedPostgres({ dataDir, settings });
  return { url: server.url, stop: () => stopAndRemove(server, dataDir) };
}

async function stopAndRemove(server: EmbeddedPostgres, dataDir: string): Promise<void> {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** A run that was killed left its server running: the next run takes it over, stops it, and removes its files. */
async function removeLeftovers(): Promise<void> {
  const names = readdirSync(tmpdir()).filter((name) => name.startsWith('one-stop-tests-'));
  for (const name of names) {
    const dataDir = join(tmpdir(), name);
    if (!existsSync(join(dataDir, 'gateway.lock'))) continue;
    // A lock of a living run is refused, and its folder left alone.
    const server = await startEmbeddedPostgres({ dataDir }).catch(() => undefined);
    if (server !== undefined) await stopAndRemove(server, dataDir);
  }
}

/** Test databases are copies of this one: migrated once, cloned in milliseconds. */
async function makeTemplate(url: string): Promise<void> {
  await execute(url, `drop database if exists ${TEMPLATE} with (force)`);
  await execute(url, `create database ${TEMPLATE} template template0 encoding 'UTF8'`);
  const file = new URL('../../src/ledger/migrate.ts', import.meta.url);
  if (!existsSync(file)) return;
  const { migrate } = (await import(file.href)) as { migrate(url: string): Promise<void> };
  await migrate(withDatabase(url, TEMPLATE));
}
