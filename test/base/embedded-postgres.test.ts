import { spawn } from 'node:child_process';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { expect, it, vi } from 'vitest';
import {
  runningEmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/base/embedded-postgres/embedded-postgres.ts';
import { temporaryFolder } from '../support/data-folder.ts';

async function ask<T>(url: string, statement: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(statement)).rows as T[];
  } finally {
    await client.end();
  }
}

const countRows = async (url: string) =>
  (await ask<{ n: number }>(url, 'select count(*)::int as n from kept'))[0]?.n;

it('keeps what was written when it is stopped and started again', async () => {
  await using folder = await temporaryFolder();
  const first = await startEmbeddedPostgres({ dataDir: folder.path });
  await ask(first.url, 'create table kept (i int); insert into kept values (1), (2)');
  await first.stop();
  const second = await startEmbeddedPostgres({ dataDir: folder.path });
  try {
    expect(await countRows(second.url)).toBe(2);
    expect(second.adopted).toBe(false);
    expect(second.url).toBe(first.url);
  } finally {
    await second.stop();
  }
});

it('writes durably, with checksums, in UTF-8, and ends forgotten transactions', async () => {
  await using folder = await temporaryFolder();
  const database = await startEmbeddedPostgres({ dataDir: folder.path });
  try {
    const names = ['fsync', 'synchronous_commit', 'data_checksums', 'server_encoding', 'lc_collate'];
    const rows = await ask<{ name: string; setting: string }>(
      database.url,
      `select name, setting from pg_settings where name = any('{${names},shared_buffers,max_wal_size,idle_in_transaction_session_timeout,max_connections,log_error_verbosity}')`,
    );
    expect(Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))).toEqual({
      data_checksums: 'on',
      fsync: 'on',
      idle_in_transaction_session_timeout: '60000',
      log_error_verbosity: 'terse',
      max_connections: '100',
      max_wal_size: '1024',
      server_encoding: 'UTF8',
      shared_buffers: '16384',
      synchronous_commit: 'on',
    });
    expect(await ask(database.url, "select lower('ĐƯỜNG') as low, 'a' > 'B' as by_code_point")).toEqual([
      { low: 'đường', by_code_point: true },
    ]);
  } finally {
    await database.stop();
  }
});

it('listens on a private socket only, and asks for the password even there', async () => {
  await using folder = await temporaryFolder();
  const database = await startEmbeddedPostgres({ dataDir: folder.path });
  try {
    expect(await ask(database.url, 'show listen_addresses')).toEqual([{ listen_addresses: '' }]);
    const guessed = new URL(database.url);
    guessed.password = 'guess';
    await expect(ask(guessed.href, 'select 1')).rejects.toThrow(/password authentication failed/);
  } finally {
    await database.stop();
  }
});

it('takes loopback and a free port where the folder is too deep for a socket', async () => {
  await using folder = await temporaryFolder();
  const database = await startEmbeddedPostgres({ dataDir: join(folder.path, 'x'.repeat(90)) });
  try {
    expect(new URL(database.url).hostname).toBe('127.0.0.1');
    expect(await ask(database.url, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
  } finally {
    await database.stop();
  }
});

it('takes another port when the wished one is busy', async () => {
  await using folder = await temporaryFolder();
  const stranger = createServer().listen(0, '127.0.0.1');
  await vi.waitFor(() => expect(stranger.listening).toBe(true));
  const { port } = stranger.address() as { port: number };
  const database = await startEmbeddedPostgres({ dataDir: folder.path, port });
  try {
    expect(new URL(database.url).port).not.toBe(String(port));
    expect(await ask(database.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  } finally {
    await database.stop();
    stranger.close();
  }
});

it('comes back at the same address when the server is killed, with every committed row', async () => {
  await using folder = await temporaryFolder();
  const database = await startEmbeddedPostgres({ dataDir: folder.path });
  try {
    await ask(database.url, 'create table kept (i int)');
    const before = database.pid;
    let acknowledged = 0;
    const writer = new pg.Client({ connectionString: database.url });
    writer.on('error', () => {});
    await writer.connect();
    const writing = (async () => {
      for (;;) {
        await writer.query('insert into kept values (1)');
        acknowledged += 1;
        if (acknowledged === 200) process.kill(before, 'SIGKILL');
      }
    })();
    await expect(writing).rejects.toThrow();
    await vi.waitFor(() => expect(database.pid).not.toBe(before), { timeout: 15_000 });
    // The statement under way at the kill may or may not be in: nobody was told.
    const kept = await countRows(database.url);
    expect([acknowledged, acknowledged + 1]).toContain(kept);
  } finally {
    await database.stop();
  }
});

it('does not let an open transaction hold up the stop', async () => {
  await using folder = await temporaryFolder();
  const database = await startEmbeddedPostgres({ dataDir: folder.path });
  const client = new pg.Client({ connectionString: database.url });
  client.on('error', () => {});
  await client.connect();
  await client.query('begin; create table half (i int)');
  const since = performance.now();
  await database.stop();
  expect(performance.now() - since).toBeLessThan(5000);
});

it('starts although a dead server left its pid file and the pid now belongs to another program', async () => {
  await using folder = await temporaryFolder();
  const first = await startEmbeddedPostgres({ dataDir: folder.path });
  await first.stop();
  const home = join(folder.path, 'postgres');
  // One of the server's own user: only such a process makes PostgreSQL itself refuse.
  const { uid, gid } = await stat(home);
  const stranger = spawn('sleep', ['60'], { uid, gid, stdio: 'ignore' });
  const content = `${stranger.pid}\n${home}/cluster\n1\n5432\n\n\n 1 1\nready\n`;
  await writeFile(join(home, 'cluster', 'postmaster.pid'), content);
  const second = await startEmbeddedPostgres({ dataDir: folder.path });
  try {
    expect(second.adopted).toBe(false);
    expect(await ask(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  } finally {
    await second.stop();
    stranger.kill();
  }
});

it('sets a new password when the file with the old one is lost', async () => {
  await using folder = await temporaryFolder();
  const first = await startEmbeddedPostgres({ dataDir: folder.path });
  await first.stop();
  await rm(join(folder.path, 'postgres', 'password'));
  const second = await startEmbeddedPostgres({ dataDir: folder.path });
  try {
    expect(second.url).not.toBe(first.url);
    expect(await ask(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  } finally {
    await second.stop();
  }
});

it('tells a command beside the gateway where the database is, and nothing when none runs', async () => {
  await using folder = await temporaryFolder();
  expect(runningEmbeddedPostgres(folder.path)).toBeUndefined();
  const database = await startEmbeddedPostgres({ dataDir: folder.path });
  expect(runningEmbeddedPostgres(folder.path)).toBe(database.url);
  await database.stop();
  expect(runningEmbeddedPostgres(folder.path)).toBeUndefined();
});

it('says in Vietnamese and English why it cannot start, and where to look', async () => {
  await using folder = await temporaryFolder();
  const first = await startEmbeddedPostgres({ dataDir: folder.path });
  await first.stop();
  await writeFile(join(folder.path, 'postgres', 'cluster', 'PG_VERSION'), '9.6\n');
  await expect(startEmbeddedPostgres({ dataDir: folder.path })).rejects.toMatchObject({
    name: 'DatabaseStartError',
    text: {
      vi: expect.stringMatching(/PostgreSQL nhúng không khởi động được.*incompatible/s),
      en: expect.stringMatching(/did not start.*log/s),
    },
  });
});

it('writes no personal data of a failing statement into its log', async () => {
  await using folder = await temporaryFolder();
  const database = await startEmbeddedPostgres({ dataDir: folder.path });
  await ask(
    database.url,
    "create table people (name text unique); insert into people values ('Nguyen Van Kin')",
  );
  await expect(ask(database.url, "insert into people values ('Nguyen Van Kin')")).rejects.toThrow(
    /duplicate key/,
  );
  await database.stop();
  const day = new Intl.DateTimeFormat('en', { weekday: 'short', timeZone: 'UTC' }).format();
  const log = await readFile(join(folder.path, 'postgres', 'log', `postgres-${day}.log`), 'utf8');
  expect(log).toContain('duplicate key');
  expect(log).not.toContain('Nguyen Van Kin');
});
