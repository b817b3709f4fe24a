import pg from 'pg';

// bigint counts and sequence numbers stay far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

export type Pool = pg.Pool;
export type Client = pg.PoolClient;

/** The connections to the ledger. `onError` hears of a lost idle connection; without it the process would end. */
export function openPool(url: string, onError: (error: Error) => void, max = 12): Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: 5_000,
    // The only thing that frees a frozen link: server-side timeouts never reach us through it.
    query_timeout: 30_000,
    statement_timeout: 25_000,
    lock_timeout: 10_000,
    idle_in_transaction_session_timeout: 30_000,
    application_name: 'one-stop-gateway',
    keepAlive: true,
  });
  pool.on('error', onError);
  // The pool hears only of idle connections: one that breaks while somebody uses it would end the process.
  pool.on('connect', (client) => client.on('error', onError));
  return pool;
}

/** Runs `work` in one transaction; any error rolls all of it back. A connection in doubt is thrown away. */
export async function transaction<T>(pool: Pool, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    broken = await rollback(client);
    throw error;
  } finally {
    client.release(broken);
  }
}

async function rollback(client: Client): Promise<Error | undefined> {
  try {
    await client.query('rollback');
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

const transient = new Set(['40P01', '40001', '55P03']);

/** Whether the same transaction may simply be tried again: deadlock, serialization failure, lock wait. */
export function isTransient(error: unknown): boolean {
  return transient.has((error as { code?: string }).code ?? '');
}
