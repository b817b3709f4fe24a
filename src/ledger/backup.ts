/** One consistent picture of the whole ledger as a stream; see `restore.ts` for the way back. */
import { createHash } from 'node:crypto';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { frame } from './backup-frames.ts';
import { migrationsOf, type Table, tablesOf } from './tables.ts';

/** First frame of a backup. */
export interface BackupHead {
  format: 'one-stop-gateway-backup';
  version: 1;
  /** RFC 3339 */
  takenAt: string;
  /** The schema's version: names of the migrations applied. */
  migrations: string[];
}

/** Before a table's rows. `sequences`: last number given out by identity column, so that none is given out twice. */
export interface TableHead {
  table: string;
  columns: string[];
  sequences: Record<string, { last: number; called: boolean }>;
}

/** After a table's rows. */
export interface TableEnd {
  rows: number;
  /** Hex, over the rows as `COPY` writes them. */
  sha256: string;
}

export interface BackedUp extends TableEnd {
  table: string;
}

/** Every table in one repeatable-read snapshot; nothing waits for it and no table is held in memory. */
export async function* backup(url: string, onTable: (table: BackedUp) => void): AsyncGenerator<Buffer> {
  const client = new pg.Client({ connectionString: url, application_name: 'one-stop-gateway backup' });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const head = { takenAt: new Date().toISOString(), migrations: await migrationsOf(client) };
    yield frame({ format: 'one-stop-gateway-backup', version: 1, ...head } satisfies BackupHead);
    const tables = await tablesOf(client);
    for (const table of tables) yield* tableFrames(client, table, onTable);
    yield frame({ tables: tables.length });
    await client.query('commit');
  } finally {
    await client.end();
  }
}

async function* tableFrames(
  client: pg.Client,
  { name, columns, identities }: Table,
  onTable: (table: BackedUp) => void,
): AsyncGenerator<Buffer> {
  const sequences = await sequencesOf(client, name, identities);
  yield frame({ table: name, columns, sequences } satisfies TableHead);
  const hash = createHash('sha256');
  const list = columns.map((column) => client.escapeIdentifier(column)).join(', ');
  const rows = client.query(copyTo(`copy ${client.escapeIdentifier(name)} (${list}) to stdout`));
  for await (const chunk of rows) {
    hash.update(chunk as Buffer);
    yield frame(chunk as Buffer);
  }
  const end: TableEnd = { rows: rows.rowCount, sha256: hash.digest('hex') };
  yield frame(Buffer.alloc(0));
  yield frame(end);
  onTable({ table: name, ...end });
}

async function sequencesOf(client: pg.Client, table: string, identities: readonly string[]) {
  const sequences: TableHead['sequences'] = {};
  for (const column of identities) {
    const { rows } = await client.query<{ name: string }>('select pg_get_serial_sequence($1, $2) as name', [
      client.escapeIdentifier(table),
      column,
    ]);
    // The name comes quoted from the server.
    const state = await client.query<{ last: string; called: boolean }>(
      `select last_value as last, is_called as called from ${rows[0]?.name}`,
    );
    sequences[column] = { last: Number(state.rows[0]?.last), called: state.rows[0]?.called ?? false };
  }
  return sequences;
}
