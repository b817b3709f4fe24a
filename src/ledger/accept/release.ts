import type { Message } from '../../model/message.ts';
import { isStatusOnly, statedState } from '../../model/message.ts';
import type { Client } from '../pool.ts';
import { openJson } from '../seal.ts';
import type { Decide } from './decide.ts';
import type { Parcel } from './lanes.ts';
import { contentHash, type Weighed } from './weigh.ts';

interface Freed {
  /** The message of the batch that opened the path. */
  by: Weighed;
  occurredAt: number;
  parcels: Parcel[];
}

/** Held exchanges that found their path become accepted; those that a new message contradicts are marked. */
export async function release(client: Client, weighed: readonly Weighed[], decide: Decide): Promise<Freed[]> {
  const freed: Freed[] = [];
  for (const by of weighed) {
    for (const { id, verdict } of by.released) {
      const { rows } = await client.query<{ canonical: Buffer; source: string }>(
        `update exchange set state = 'accepted', reason = null where id = $1 and state <> 'accepted'
          returning canonical, source`,
        [id],
      );
      for (const row of rows) {
        const one = free(row, { id, verdict, by }, decide);
        freed.push(one);
        await join(client, by.dossier.id, one);
      }
    }
    if (by.revoked.length > 0)
      await client.query('update exchange set findings = findings || $2::jsonb where id = any($1::uuid[])', [
        by.revoked,
        JSON.stringify([revokedFinding]),
      ]);
  }
  return freed;
}

/** Whoever hears of a dossier takes part in it. */
async function join(client: Client, dossierId: string, { parcels }: Freed): Promise<void> {
  await client.query(
    `insert into participant (dossier_id, system_id) select $1, unnest($2::text[]) on conflict do nothing`,
    [dossierId, parcels.map(({ target }) => target.systemId)],
  );
}

function free(
  row: { canonical: Buffer; source: string },
  { id, verdict, by }: { id: string; verdict: 'apply' | 'history'; by: Weighed },
  decide: Decide,
): Freed {
  const message = openJson<Message>(row.canonical);
  const { targets } = decide({ message, source: row.source, dossier: by.dossier });
  const overtaken = verdict === 'history' && isStatusOnly(message);
  const parcels = targets.map((target) => ({
    exchangeId: id,
    target,
    lane: by.dossier.id,
    statusHash: isStatusOnly(message) ? contentHash({ message }) : null,
    states: statedState(message) !== undefined,
    overtaken,
  }));
  return { by, occurredAt: Date.parse(message.occurredAt), parcels };
}

/** The deliveries of a batch in the order they join their lanes: arrival, and within one release by time of occurrence. */
export function toParcels(weighed: readonly Weighed[], freed: readonly Freed[]): Parcel[] {
  return weighed.flatMap((one) => {
    const own = {
      occurredAt: Date.parse(one.read.message.occurredAt),
      parcels: one.targets.map((target) => ({
        exchangeId: one.id,
        target,
        // A notice is no part of the dossier's story: its lane is its own.
        lane: one.read.message.kind === 'notice.raised' ? one.id : one.dossier.id,
        statusHash: one.statusHash,
        states: one.stated !== null,
        overtaken: one.overtaken,
      })),
    };
    const together = [...freed.filter(({ by }) => by === one), own];
    return together.sort((a, b) => a.occurredAt - b.occurredAt).flatMap(({ parcels }) => parcels);
  });
}

const revokedFinding = {
  level: 'warning',
  code: 'revoked',
  path: '/status',
  text: {
    vi: 'Một tin đến sau cho thấy hồ sơ đã kết thúc trước trạng thái này.',
    en: 'A later message shows that the dossier had ended before this status.',
  },
};
