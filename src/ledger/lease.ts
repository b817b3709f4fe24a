import type { Pool } from './pool.ts';

/** The right to drain one (system, shard); every write under it names the token, so a zombie's writes change nothing. */
export interface Lease {
  systemId: string;
  shard: number;
  token: number;
}

/** Leases of drains, by the database's clock. */
export function createLeases(pool: Pool, ownerId: string) {
  return {
    /** The lease, or null while somebody else alive holds it. */
    async take(systemId: string, shard: number, leaseMs: number): Promise<Lease | null> {
      const { rows } = await pool.query<{ token: number }>(
        `insert into drain_lease as l (system_id, shard, owner, token, lease_until)
         values ($1, $2, $3, 1, now() + $4 * interval '1 ms')
         on conflict (system_id, shard) do update
           set owner = excluded.owner, token = l.token + 1, lease_until = excluded.lease_until
           where l.lease_until < now() or l.owner = excluded.owner
             or pg_try_advisory_xact_lock(hashtextextended('owner ' || l.owner, 11))
         returning token`,
        [systemId, shard, ownerId, leaseMs],
      );
      return rows[0] ? { systemId, shard, token: rows[0].token } : null;
    },
    /** False when it was lost: stop sending. */
    async renew({ systemId, shard, token }: Lease, leaseMs: number): Promise<boolean> {
      const { rowCount } = await pool.query(
        `update drain_lease set lease_until = now() + $4 * interval '1 ms'
         where system_id = $1 and shard = $2 and token = $3`,
        [systemId, shard, token, leaseMs],
      );
      return rowCount === 1;
    },
    async release({ systemId, shard, token }: Lease): Promise<void> {
      await pool.query(
        `update drain_lease set lease_until = '-infinity' where system_id = $1 and shard = $2 and token = $3`,
        [systemId, shard, token],
      );
    },
  };
}
