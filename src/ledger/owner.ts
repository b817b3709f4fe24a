import { randomUUID } from 'node:crypto';
import pg from 'pg';

/**
 * Who we are to the other processes: a UUID that holds a session advisory lock. Lock free means dead, so anyone takes
 * over at once. A lost connection is made again under the same id; what was taken over meanwhile stays fenced off.
 */
export async function createOwner(url: string, onError: (error: Error) => void) {
  const id = randomUUID();
  let client: pg.Client | null = null;
  let closed = false;

  async function connect(): Promise<void> {
    const next = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, keepAlive: true });
    next.on('error', onError);
    next.on('end', () => {
      if (!closed && client === next) reconnect();
    });
    await next.connect();
    await next.query(`select pg_advisory_lock(hashtextextended('owner ' || $1, 11))`, [id]);
    client = next;
  }
  function reconnect(): void {
    client = null;
    setTimeout(() => {
      if (closed) return;
      connect().catch((error: Error) => {
        onError(error);
        reconnect();
      });
    }, 500).unref();
  }

  await connect();
  return {
    id,
    async close(): Promise<void> {
      closed = true;
      await client?.end().catch(onError);
    },
  };
}
