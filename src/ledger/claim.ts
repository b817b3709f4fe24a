import type { Message } from '../model/message.ts';
import type { Pool } from './pool.ts';
import { openJson } from './seal.ts';

/** A due head of a lane, ready to be sent. */
export interface Due {
  id: string;
  exchangeId: string;
  dossierId: string;
  lane: string;
  laneSeq: number;
  kind: string;
  source: string;
  attempts: number;
  /** An earlier attempt began and left no outcome: what it did is not known. */
  started: boolean;
  notebook: Record<string, unknown>;
  acceptedAt: Date;
  firstFailedAt: Date | null;
  lastTriedAt: Date | null;
  message: Message;
}

type Row = Omit<Due, 'message'> & { canonical: Buffer };

/** Due heads of one (system, shard), oldest due first, without those already in the drain's hands. Never pages by id. */
export async function claimDue(
  pool: Pool,
  {
    systemId,
    shard,
    inFlight,
    limit,
  }: { systemId: string; shard: number; inFlight: readonly string[]; limit: number },
): Promise<Due[]> {
  const { rows } = await pool.query<Row>({
    name: 'claim-due',
    text: `select d.id, d.exchange_id as "exchangeId", e.dossier_id as "dossierId", d.lane, d.lane_seq as "laneSeq",
        e.kind, e.source, d.attempts, d.started, d.notebook, d.accepted_at as "acceptedAt",
        d.first_failed_at as "firstFailedAt", d.last_tried_at as "lastTriedAt", e.canonical
      from delivery d join exchange e on e.id = d.exchange_id
      where d.system_id = $1 and d.shard = $2 and d.head and d.state = 'pending' and d.due_at <= now()
        and d.id <> all($3::uuid[])
      order by d.due_at, d.id limit $4`,
    values: [systemId, shard, inFlight, limit],
  });
  return rows.map(({ canonical, ...row }) => ({ ...row, message: openJson<Message>(canonical) }));
}

/** Milliseconds until the next head of one (system, shard) is due; null when there is none. */
export async function nextDueMs(pool: Pool, systemId: string, shard: number): Promise<number | null> {
  const { rows } = await pool.query<{ ms: number }>({
    name: 'next-due',
    text: `select (extract(epoch from due_at - now()) * 1000)::float8 as ms from delivery
      where system_id = $1 and shard = $2 and head and state = 'pending' order by due_at, id limit 1`,
    values: [systemId, shard],
  });
  return rows[0] ? Math.max(0, rows[0].ms) : null;
}
