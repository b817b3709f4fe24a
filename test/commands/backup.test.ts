import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../support/data-folder.ts';
import { openDatabase } from '../support/database.ts';
import { runCommand } from './run-command.ts';

const rows = `insert into intake (id, system_id, door, media_type, sha256, raw)
    select gen_random_uuid(), 'portal', 'POST /x', 'text/plain', '\\x00', convert_to('Hồ sơ ' || n || E'\\t\\n\\\\', 'UTF8')
    from generate_series(1, 500) n;
  insert into assembly (system_id, key) values ('portal', 'a'), ('portal', 'b');
  delete from assembly where key = 'b'`;

const picture = `select md5(string_agg(i::text, '|' order by i.id)) as rows from intake i`;

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

it('brings back every byte, and gives out no number twice', async () => {
  await using folder = await temporaryFolder();
  await using before = await openDatabase();
  await using after = await openDatabase();
  const file = join(folder.path, 'ledger.gz');
  await query(before.url, rows);
  expect((await runCommand(['backup', file], { DATABASE_URL: before.url })).code).toBe(0);
  expect((await runCommand(['restore', file], { DATABASE_URL: after.url })).code).toBe(0);
  expect(await query(after.url, picture)).toEqual(await query(before.url, picture));
  const next = `insert into assembly (system_id, key) values ('portal', 'c') returning number`;
  expect(await query(after.url, next)).toEqual(await query(before.url, next));
});

it('restores nothing over data, and nothing from a damaged or cut file', async () => {
  await using folder = await temporaryFolder();
  await using before = await openDatabase();
  await using after = await openDatabase();
  const file = join(folder.path, 'ledger.gz');
  await query(before.url, rows);
  await runCommand(['backup', file], { DATABASE_URL: before.url });
  const over = await runCommand(['restore', file], { DATABASE_URL: before.url });
  expect([over.code, over.stderr]).toEqual([1, expect.stringContaining('not empty')]);

  const plain = gunzipSync(await readFile(file));
  const damaged = Buffer.from(plain.toString('latin1').replace('portal', 'Portal'), 'latin1');
  for (const bytes of [gzipSync(damaged), gzipSync(plain.subarray(0, plain.length - 20))]) {
    await writeFile(file, bytes);
    expect((await runCommand(['restore', file], { DATABASE_URL: after.url })).code).toBe(1);
    expect(await query(after.url, 'select count(*)::int as n from intake')).toEqual([{ n: 0 }]);
  }
});
