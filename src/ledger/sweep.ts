import type { Alias, Message } from '../model/message.ts';
import type { Pool } from './pool.ts';
import { openJson } from './seal.ts';

export interface Drainable {
  systemId: string;
  shard: number;
}

/** Which of these have due heads, no living owner and no open breaker: their wake-up was lost. */
export async function overdue(pool: Pool, pairs: readonly Drainable[]): Promise<Drainable[]> {
  const { rows } = await pool.query<Drainable>(
    `select s.system_id as "systemId", s.shard from unnest($1::text[], $2::smallint[]) as s (system_id, shard)
     where exists (select from delivery d where d.system_id = s.system_id and d.shard = s.shard
         and d.head and d.state = 'pending' and d.due_at <= now())
       and not exists (select from drain_lease l where l.system_id = s.system_id and l.shard = s.shard
         and l.lease_until > now() and not pg_try_advisory_xact_lock(hashtextextended('owner ' || l.owner, 11)))
       and not exists (select from breaker b where b.system_id = s.system_id and b.state = 'open' and b.probe_at > now())`,
    [pairs.map(({ systemId }) => systemId), pairs.map(({ shard }) => shard)],
  );
  return rows;
}

/** Runs `work` only in the process that gets the sweep's lock now. */
export async function alone(pool: Pool, work: () => Promise<void>): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const { rows } = await client.query<{ mine: boolean }>(
      'select pg_try_advisory_xact_lock(4861, 203) as mine',
    );
    if (rows[0]?.mine) await work();
  } finally {
    const failed = await client.query('rollback').then(
      () => undefined,
      (error: Error) => error,
    );
    client.release(failed);
  }
}

/** Messages that waited too long for a status path go to a person. Returns how many. */
export async function quarantineHeld(pool: Pool, heldForMs: number): Promise<number> {
  const { rowCount } = await pool.query(
    `update exchange set state = 'quarantined', reason = 'held-too-long'
     where state = 'held' and accepted_at < now() - $1 * interval '1 ms'`,
    [heldForMs],
  );
  return rowCount ?? 0;
}

/** Removes refused intakes and used-up request keys after their time. */
export async function removeExpired(pool: Pool, refusedForMs: number): Promise<void> {
  await pool.query(
    `delete from intake where refusal is not null and received_at < now() - $1 * interval '1 ms'`,
    [refusedForMs],
  );
  await removeUnfinishedFiles(pool);
  await pool.query(
    `delete from idempotency where created_at < now() - interval '30 days' and key not like 'i:%'`,
  );
}

/** Chunks of uploads that were cut off by a crash, one to three days ago: their ids tell when they began. */
async function removeUnfinishedFiles(pool: Pool): Promise<void> {
  const dayMs = 86_400_000;
  const [from, to] = [3, 1].map((days) => firstIdOf(Date.now() - days * dayMs));
  await pool.query(
    `delete from file_chunk c where c.file_id between $1 and $2 and not exists (select from file f where f.id = c.file_id)`,
    [from, to],
  );
}

/** The smallest UUIDv7 of a moment. */
function firstIdOf(ms: number): string {
  const hex = ms.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

export interface Unnoticed {
  about: string;
  source: string;
  /** The first id its sender used for the dossier; more of them are none of its business. */
  alias: Alias;
  reason: string;
  deliveryId: string | null;
  systemId: string | null;
}

/** Parked deliveries and quarantined exchanges whose sender has not been told. */
export async function unnoticed(pool: Pool): Promise<Unnoticed[]> {
  const { rows } = await pool.query<Omit<Unnoticed, 'alias'> & { canonical: Buffer }>(
    `(select e.id as about, e.source, e.canonical, coalesce(e.reason, '') as reason,
        null::uuid as "deliveryId", null as "systemId"
      from exchange e where e.state = 'quarantined' and not e.noticed order by e.number limit 100)
     union all
     (select e.id, e.source, e.canonical, coalesce(d.last_reason, d.last_outcome, ''), d.id, d.system_id
      from delivery d join exchange e on e.id = d.exchange_id
      where d.state = 'parked' and not d.noticed order by d.id limit 100)`,
  );
  return rows.map(({ canonical, ...row }) => {
    const [alias] = openJson<Message>(canonical).dossier.ids;
    return { ...row, alias: alias as Alias };
  });
}

export async function markNoticed(pool: Pool, { about, deliveryId }: Unnoticed): Promise<void> {
  if (deliveryId) await pool.query('update delivery set noticed = true where id = $1', [deliveryId]);
  else await pool.query('update exchange set noticed = true where id = $1', [about]);
}

export interface Backlog {
  systemId: string;
  pending: number;
  oldestMs: number;
}

/** Depth and age of what waits, per system; an index-only scan of what is open. */
export async function backlog(pool: Pool): Promise<Backlog[]> {
  const { rows } = await pool.query<Backlog>(
    `select system_id as "systemId", count(*) as pending,
       (extract(epoch from now() - min(accepted_at)) * 1000)::float8 as "oldestMs"
     from delivery where state = 'pending' group by system_id`,
  );
  return rows;
}
