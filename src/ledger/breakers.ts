import type { Pool } from './pool.ts';

export interface BreakerRow {
  systemId: string;
  state: 'closed' | 'open' | 'half-open';
  /** Milliseconds until the next probe; null when closed. */
  probeInMs: number | null;
  failures: number;
  reason: string | null;
}

/** Breaker state, shared by all processes and visible to operators. */
export function createBreakers(pool: Pool) {
  return {
    async all(): Promise<BreakerRow[]> {
      const { rows } = await pool.query<BreakerRow>(
        `select system_id as "systemId", state, failures, reason,
           (extract(epoch from probe_at - now()) * 1000)::float8 as "probeInMs" from breaker`,
      );
      return rows;
    },
    async one(systemId: string): Promise<BreakerRow | null> {
      const { rows } = await pool.query<BreakerRow>({
        name: 'breaker-one',
        text: `select system_id as "systemId", state, failures, reason,
           (extract(epoch from probe_at - now()) * 1000)::float8 as "probeInMs" from breaker where system_id = $1`,
        values: [systemId],
      });
      return rows[0] ?? null;
    },
    /** Opens it, or keeps it open for another while; returns how often in a row it opened. */
    async open(systemId: string, reason: string, probeInMs: number): Promise<number> {
      const { rows } = await pool.query<{ failures: number }>(
        `insert into breaker as b (system_id, state, probe_at, failures, reason)
         values ($1, 'open', now() + $3 * interval '1 ms', 1, $2)
         on conflict (system_id) do update set state = 'open', probe_at = excluded.probe_at, reason = excluded.reason,
           failures = b.failures + 1, since = case when b.state = 'closed' then now() else b.since end
         returning failures`,
        [systemId, reason, probeInMs],
      );
      return rows[0]?.failures ?? 1;
    },
    async close(systemId: string): Promise<void> {
      await pool.query(
        `insert into breaker as b (system_id, state, last_success_at) values ($1, 'closed', now())
         on conflict (system_id) do update set state = 'closed', probe_at = null, failures = 0, reason = null,
           since = now(), last_success_at = now()`,
        [systemId],
      );
    },
  };
}
