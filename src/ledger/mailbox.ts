import { randomUUID } from 'node:crypto';
import type { Message } from '../model/message.ts';
import { close } from './outcomes.ts';
import { type Pool, transaction } from './pool.ts';
import { openJson } from './seal.ts';

export interface Letter {
  deliveryId: string;
  leaseToken: string;
  leasedUntil: string;
  exchangeId: string;
  dossierId: string;
  attempt: number;
  message: Message;
}

/** Deliveries that the receiver fetches: a lease hides a lane's head until it is acked, nacked or the lease ends. */
export function createMailbox(pool: Pool) {
  return {
    async lease(systemId: string, max: number, leaseMs: number): Promise<Letter[]> {
      const { rows } = await pool.query<
        Omit<Letter, 'message' | 'leasedUntil'> & { canonical: Buffer; dueAt: Date }
      >(
        `with due as (
           select id from delivery where system_id = $1 and shard = -1 and head and state = 'pending' and due_at <= now()
           order by due_at, id limit $2 for update skip locked)
         update delivery d set lease = $4, due_at = now() + $3 * interval '1 ms', last_tried_at = now()
         from due, exchange e where d.id = due.id and e.id = d.exchange_id
         returning d.id as "deliveryId", d.lease as "leaseToken", d.due_at as "dueAt", e.id as "exchangeId",
           e.dossier_id as "dossierId", d.attempts + 1 as attempt, e.canonical`,
        [systemId, max, leaseMs, randomUUID()],
      );
      return rows
        .map(({ canonical, dueAt, ...row }) => ({
          ...row,
          leasedUntil: dueAt.toISOString(),
          message: openJson<Message>(canonical),
        }))
        .sort((a, b) => (a.deliveryId < b.deliveryId ? -1 : 1));
    },
    /** True also for a repeat of an ack that was already taken. */
    ack(systemId: string, deliveryId: string, leaseToken: string): Promise<boolean> {
      return transaction(pool, async (client) => {
        const { rows } = await client.query<{ lane: string; state: string; lease: string | null }>(
          `select lane, state, lease from delivery where id = $1 and system_id = $2 and shard = -1`,
          [deliveryId, systemId],
        );
        const [row] = rows;
        if (!row) return false;
        if (row.state === 'delivered') return true;
        if (row.lease !== leaseToken) return false;
        await close(client, systemId, { state: 'delivered', ids: [deliveryId], lanes: [row.lane] });
        await client.query(
          `insert into delivery_event (delivery_id, event, outcome) values ($1, 'delivered', 'delivered')`,
          [deliveryId],
        );
        return true;
      });
    },
    async nack(
      systemId: string,
      {
        deliveryId,
        leaseToken,
        delayMs = 0,
        reject,
      }: { deliveryId: string; leaseToken: string; delayMs?: number; reject?: string },
    ): Promise<boolean> {
      const { rowCount } = await pool.query(
        `with moved as (
           update delivery set state = $4, due_at = now() + $5 * interval '1 ms', lease = null, attempts = attempts + 1,
             first_failed_at = coalesce(first_failed_at, now()),
             last_outcome = $6, last_reason = $7
           where id = $1 and system_id = $2 and lease = $3 and state = 'pending' returning id, attempts)
         insert into delivery_event (delivery_id, event, attempt, outcome, reason)
         select id, $8, attempts, $6, $7 from moved`,
        [
          deliveryId,
          systemId,
          leaseToken,
          reject === undefined ? 'pending' : 'parked',
          delayMs,
          reject === undefined ? 'busy' : 'rejected',
          reject ?? null,
          reject === undefined ? 'attempted' : 'parked',
        ],
      );
      return rowCount === 1;
    },
    async extend(
      systemId: string,
      deliveryId: string,
      leaseToken: string,
      leaseMs: number,
    ): Promise<boolean> {
      const { rowCount } = await pool.query(
        `update delivery set due_at = now() + $4 * interval '1 ms'
         where id = $1 and system_id = $2 and lease = $3 and state = 'pending'`,
        [deliveryId, systemId, leaseToken, leaseMs],
      );
      return rowCount === 1;
    },
  };
}
