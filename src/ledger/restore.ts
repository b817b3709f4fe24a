/** Brings a backup into an empty database of the same version: all of it, verified, or nothing. */
import { createHash, type Hash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { BackedUp, BackupHead, TableEnd, TableHead } from './backup.ts';
import { type FrameReader, readFrames } from './backup-frames.ts';
import { migrationsOf, tablesOf } from './tables.ts';

/** Throws, with nothing written, when the database is not empty, the versions differ or a checksum is wrong. */
export async function restore(
  url: string,
  source: AsyncIterable<Buffer>,
  onTable: (table: BackedUp) => void,
): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'one-stop-gateway restore' });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('begin');
    const frames = readFrames(source);
    await checkHead(client, await frames.json<BackupHead>());
    await refuseUnlessEmpty(client);
    const expected = await tablesOf(client);
    for (const _ of expected) onTable(await restoreTable(client, frames));
    const { tables } = await frames.json<{ tables: number }>();
    if (tables !== expected.length)
      throw refusal(
        `tệp có ${tables} bảng, không phải ${expected.length}`,
        `the backup holds ${tables} tables, not ${expected.length}`,
      );
    await client.query('commit');
  } finally {
    // An open transaction ends with its connection.
    await client.end();
  }
}

async function checkHead(client: pg.Client, head: BackupHead): Promise<void> {
  if (head.format !== 'one-stop-gateway-backup' || head.version !== 1)
    throw refusal(
      'tệp này không phải bản sao lưu đọc được',
      'this is no backup of the gateway that this version can read',
    );
  const here = await migrationsOf(client);
  if (here.join() !== head.migrations.join())
    throw refusal(
      `bản sao lưu thuộc lược đồ ${head.migrations.at(-1)}, cơ sở dữ liệu thuộc ${here.at(-1)}`,
      `the backup is of schema ${head.migrations.at(-1)}, the database of ${here.at(-1)}`,
    );
}

async function refuseUnlessEmpty(client: pg.Client): Promise<void> {
  for (const { name } of await tablesOf(client)) {
    const table = client.escapeIdentifier(name);
    // Nobody may write while we fill it.
    await client.query(`lock table ${table} in exclusive mode`);
    const { rowCount } = await client.query(`select 1 from ${table} limit 1`);
    if (rowCount !== 0)
      throw refusal(
        `cơ sở dữ liệu không trống (${name}): chỉ phục hồi vào cơ sở dữ liệu mới`,
        `the database is not empty (${name}): restore only into a new one`,
      );
  }
}

async function restoreTable(client: pg.Client, frames: FrameReader): Promise<BackedUp> {
  const { table, columns, sequences } = await frames.json<TableHead>();
  const list = columns.map((column) => client.escapeIdentifier(column)).join(', ');
  const into = client.query(copyFrom(`copy ${client.escapeIdentifier(table)} (${list}) from stdin`));
  const hash = createHash('sha256');
  await pipeline(Readable.from(rowsOf(frames, hash), { objectMode: false }), into);
  const end = await frames.json<TableEnd>();
  if (into.rowCount !== end.rows || hash.digest('hex') !== end.sha256)
    throw refusal(
      `bảng ${table} khác lúc sao lưu: tệp bị hỏng`,
      `table ${table} differs from what was backed up: the file is damaged`,
    );
  for (const [column, { last, called }] of Object.entries(sequences)) {
    const name = client.escapeIdentifier(table);
    await client.query('select setval(pg_get_serial_sequence($1, $2), $3, $4)', [name, column, last, called]);
  }
  return { table, ...end };
}

async function* rowsOf(frames: FrameReader, hash: Hash): AsyncGenerator<Buffer> {
  for (let chunk = await frames.bytes(); chunk.length > 0; chunk = await frames.bytes()) {
    hash.update(chunk);
    yield chunk;
  }
}

/** For the person at the terminal. */
const refusal = (vi: string, en: string): Error => Object.assign(new Error(en), { text: { vi, en } });
