import type { Outcome } from '../model/exchange.ts';
import { insertRows } from './insert.ts';
import type { Lease } from './lease.ts';
import { type Client, type Pool, transaction } from './pool.ts';

/** How an attempt ended and what follows. */
export interface Ending {
  id: string;
  lane: string;
  attempt: number;
  outcome: Outcome;
  reason: string | null;
  durationMs: number;
  next: { to: 'delivered' } | { to: 'parked' } | { to: 'later'; delayMs: number; counts: boolean };
}

/** Records endings of one drain in one transaction. False when the lease was lost: nothing was written. */
export function recordEndings(pool: Pool, lease: Lease, endings: readonly Ending[]): Promise<boolean> {
  return transaction(pool, async (client) => {
    const { rowCount } = await client.query({
      name: 'fence',
      text: 'select 1 from drain_lease where system_id = $1 and shard = $2 and token = $3 for share',
      values: [lease.systemId, lease.shard, lease.token],
    });
    if (rowCount === 0) return false;
    const delivered = endings.filter(({ next }) => next.to === 'delivered');
    await close(client, lease.systemId, {
      state: 'delivered',
      ids: delivered.map(({ id }) => id),
      lanes: delivered.map(({ lane }) => lane),
    });
    for (const ending of endings) await postpone(client, ending);
    await insertRows(client, eventTable, endings.map(eventRow));
    return true;
  });
}

/**
 * Ends deliveries for good and moves each lane's next delivery to its head. Lanes are locked in sorted order, as in
 * accept. What has ended already stays as it is. Returns how many were ended.
 */
export async function close(
  client: Client,
  systemId: string,
  {
    state,
    ids,
    lanes,
  }: { state: 'delivered' | 'cancelled' | 'superseded'; ids: readonly string[]; lanes: readonly string[] },
): Promise<number> {
  if (ids.length === 0) return 0;
  // A statement of its own, so that the next one sees what whoever held the lane before has done.
  await client.query({
    name: 'lock-lanes',
    text: 'select id from lane where system_id = $1 and id = any($2::uuid[]) order by id for update',
    values: [systemId, lanes],
  });
  const { rows } = await client.query<{ closed: number }>({
    name: 'close-deliveries',
    text: `with target as (
        select id, lane, lane_seq, head from delivery where id = any($3::uuid[]) and state in ('pending', 'parked')
      ), closed as (
        update delivery d set state = $2, head = false, finished_at = now(), last_tried_at = now(), lease = null,
            started = false,
            last_outcome = case when $2 = 'delivered' then 'delivered' else d.last_outcome end,
            last_reason = case when $2 = 'delivered' then null else d.last_reason end,
            attempts = d.attempts + case when $2 = 'delivered' then 1 else 0 end
        from target t where d.id = t.id returning d.id
      ), opened as (
        update lane l set open = l.open - c.n,
          last_status = case when $2 = 'delivered' then l.last_status end
        from (select lane, count(*) as n, min(lane_seq) filter (where head) as seq from target group by lane) c
        where l.system_id = $1 and l.id = c.lane returning l.id, l.open, c.seq
      ), promoted as (
        update delivery d set head = true from (
          select (select n.id from delivery n where n.system_id = $1 and n.lane = o.id and n.lane_seq > o.seq
              and n.state in ('pending', 'parked') and n.id <> all($3::uuid[]) order by n.lane_seq limit 1) as id
          from opened o where o.open > 0 and o.seq is not null) next
        where d.id = next.id
      ) select count(*) as closed from closed`,
    values: [systemId, state, ids],
  });
  return Number(rows[0]?.closed ?? 0);
}

async function postpone(client: Client, { id, next, outcome, reason }: Ending): Promise<void> {
  if (next.to === 'delivered') return;
  const later = next.to === 'later' ? next : { delayMs: 0, counts: true };
  await client.query({
    name: 'postpone',
    text: `update delivery set state = $2, due_at = now() + $3 * interval '1 ms', attempts = attempts + $4,
        first_failed_at = coalesce(first_failed_at, now()), last_tried_at = now(), last_outcome = $5, last_reason = $6,
        started = started and $5 = 'ambiguous'
      where id = $1 and state = 'pending'`,
    values: [
      id,
      next.to === 'parked' ? 'parked' : 'pending',
      later.delayMs,
      later.counts ? 1 : 0,
      outcome,
      reason,
    ],
  });
}

/** Commits what a step left, before the next step. False when the lease was lost: do not go on. */
export async function saveNote(
  pool: Pool,
  lease: Lease,
  id: string,
  note: Record<string, unknown>,
): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: 'save-note',
    text: `update delivery set notebook = notebook || $2::jsonb where id = $1 and exists (
      select from drain_lease where system_id = $3 and shard = $4 and token = $5)`,
    values: [id, JSON.stringify(note), lease.systemId, lease.shard, lease.token],
  });
  return rowCount === 1;
}

/** Commits 'attempt started' before the first byte, for receivers that do not drop repeats. False when the lease was lost. */
export async function markStarted(pool: Pool, lease: Lease, id: string): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: 'mark-started',
    text: `update delivery set started = true where id = $1 and exists (
      select from drain_lease where system_id = $2 and shard = $3 and token = $4)`,
    values: [id, lease.systemId, lease.shard, lease.token],
  });
  return rowCount === 1;
}

const eventTable = {
  table: 'delivery_event',
  columns: {
    delivery_id: 'uuid',
    event: 'text',
    attempt: 'integer',
    outcome: 'text',
    reason: 'text',
    duration_ms: 'integer',
  },
} as const;

const eventRow = ({ id, next, attempt, outcome, reason, durationMs }: Ending) => ({
  delivery_id: id,
  event: next.to === 'later' ? 'attempted' : next.to,
  attempt,
  outcome,
  reason,
  duration_ms: Math.round(durationMs),
});
