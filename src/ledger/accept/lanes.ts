import { randomUUIDv7 } from 'node:crypto';
import { insertRows } from '../insert.ts';
import type { Client } from '../pool.ts';
import type { Target } from './decide.ts';

/** One exchange to one system, before it has its place in the lane. */
export interface Parcel {
  exchangeId: string;
  target: Target;
  lane: string;
  statusHash: Buffer | null;
  /** It states a status, alone or among other things: what was said before is not the latest any more. */
  states: boolean;
  overtaken: boolean;
}

interface Lane {
  system_id: string;
  id: string;
  last_seq: number;
  open: number;
  last_status: Buffer | null;
}

const laneKey = (systemId: string, lane: string): string => `${systemId} ${lane}`;

/** Gives every parcel its place at the end of its lane; returns the (system, shard) pairs that have something new to do. */
export async function append(client: Client, parcels: readonly Parcel[]): Promise<Target[]> {
  if (parcels.length === 0) return [];
  const lanes = await lockLanes(client, parcels);
  const rows = parcels.flatMap((parcel) => place(parcel, lanes));
  await insertRows(client, laneTable, [...lanes.values()]);
  await insertRows(client, deliveryTable, rows);
  return rows
    .filter((row) => row.head && row.shard >= 0)
    .map((row) => ({ systemId: row.system_id, shard: row.shard }));
}

function place(
  { exchangeId, target, lane: id, statusHash, states, overtaken }: Parcel,
  lanes: Map<string, Lane>,
) {
  const lane = lanes.get(laneKey(target.systemId, id)) as Lane;
  // Echo: the receiver's latest status says exactly this already.
  if (statusHash && lane.last_status?.equals(statusHash)) return [];
  if (states && !overtaken) lane.last_status = statusHash;
  const head = lane.open === 0 && !overtaken;
  lane.last_seq += 1;
  if (!overtaken) lane.open += 1;
  return [
    {
      id: randomUUIDv7(),
      exchange_id: exchangeId,
      system_id: target.systemId,
      lane: id,
      lane_seq: lane.last_seq,
      shard: target.shard,
      state: overtaken ? 'superseded' : 'pending',
      head,
    },
  ];
}

async function lockLanes(client: Client, parcels: readonly Parcel[]): Promise<Map<string, Lane>> {
  const wanted = new Map(
    parcels.map(({ target, lane }) => [laneKey(target.systemId, lane), { system: target.systemId, lane }]),
  );
  const list = [...wanted.values()];
  const { rows } = await client.query<Lane>({
    name: 'accept-lanes',
    text: `select l.system_id, l.id, l.last_seq, l.open, l.last_status
      from lane l join unnest($1::text[], $2::uuid[]) as k (system_id, id) using (system_id, id)
      order by l.system_id, l.id for update of l`,
    values: [list.map(({ system }) => system), list.map(({ lane }) => lane)],
  });
  const lanes = new Map(rows.map((row) => [laneKey(row.system_id, row.id), row]));
  for (const [key, { system, lane }] of wanted)
    if (!lanes.has(key))
      lanes.set(key, { system_id: system, id: lane, last_seq: 0, open: 0, last_status: null });
  return lanes;
}

const laneTable = {
  table: 'lane',
  columns: { system_id: 'text', id: 'uuid', last_seq: 'bigint', open: 'integer', last_status: 'bytea' },
  rest: `on conflict (system_id, id) do update
    set last_seq = excluded.last_seq, open = excluded.open, last_status = excluded.last_status`,
} as const;

const deliveryTable = {
  table: 'delivery',
  columns: {
    id: 'uuid',
    exchange_id: 'uuid',
    system_id: 'text',
    lane: 'uuid',
    lane_seq: 'bigint',
    shard: 'smallint',
    state: 'text',
    head: 'boolean',
  },
} as const;
