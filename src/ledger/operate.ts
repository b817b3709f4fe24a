import { NotFound } from '../model/errors.ts';
import { close } from './outcomes.ts';
import { type Client, type Pool, transaction } from './pool.ts';

export interface Act {
  deliveryId: string;
  /** Who acts: an operator's account, or the system user of the command line. */
  actor: string;
  reason: string;
}

interface Row {
  id: string;
  system_id: string;
  shard: number;
  lane: string;
  state: string;
  head: boolean;
}

/** What an operator may do to one delivery; each act is in the audit table and the delivery's history, in one transaction. */
export function createOperate(pool: Pool) {
  const act =
    (name: string, allowed: readonly string[], move: (client: Client, row: Row) => Promise<unknown>) =>
    async ({ deliveryId, actor, reason }: Act): Promise<{ systemId: string; shard: number }> =>
      transaction(pool, async (client) => {
        const row = await find(client, deliveryId);
        if (!allowed.includes(row.state))
          throw new NotFound(
            `delivery ${deliveryId} is ${row.state}: ${name} is only for ${allowed.join(' or ')}`,
          );
        await move(client, row);
        await client.query(
          `insert into delivery_event (delivery_id, event, reason, actor) values ($1, $2, $3, $4)`,
          [deliveryId, name, reason, actor],
        );
        await client.query(`insert into audit (actor, act, object, reason) values ($1, $2, $3, $4)`, [
          actor,
          `delivery.${name}`,
          deliveryId,
          reason,
        ]);
        return { systemId: row.system_id, shard: row.shard };
      });
  const end = (client: Client, row: Row) =>
    close(client, row.system_id, { state: 'cancelled', ids: [row.id], lanes: [row.lane] });
  return {
    /** Tries it again now: a parked delivery, or one that waits for its time. */
    retry: act('retry', ['parked', 'pending'], (client, row) =>
      client.query(
        `update delivery set state = 'pending', due_at = now(), attempts = 0, first_failed_at = null, started = false,
           noticed = false where id = $1`,
        [row.id],
      ),
    ),
    /** Leaves a parked delivery out; the lane goes on with the next. */
    skip: act('skip', ['parked'], end),
    /** Takes back a delivery that has not arrived. */
    cancel: act('cancel', ['parked', 'pending'], end),
  };
}

/** Locks the lane first, as every other writer does, then reads the delivery. */
async function find(client: Client, deliveryId: string): Promise<Row> {
  await client.query(
    `select 1 from lane l join delivery d on d.system_id = l.system_id and d.lane = l.id where d.id = $1 for update of l`,
    [deliveryId],
  );
  const { rows } = await client.query<Row>(
    `select d.id, d.system_id, d.shard, d.lane, d.state, d.head from delivery d where d.id = $1`,
    [deliveryId],
  );
  if (!rows[0]) throw new NotFound(`there is no delivery ${deliveryId}`);
  return rows[0];
}
