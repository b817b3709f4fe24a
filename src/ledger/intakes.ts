import { createHash, randomUUIDv7 } from 'node:crypto';
import type { Finding } from '../model/finding.ts';
import type { Client, Pool } from './pool.ts';
import { transaction } from './pool.ts';
import { openJson, seal, sealJson } from './seal.ts';

export interface RefusedIntake {
  systemId: string | null;
  door: string;
  raw: Buffer;
  mediaType: string;
  status: number;
  code: string;
  findings: readonly Finding[];
}

export interface NewFragment {
  systemId: string;
  door: string;
  raw: Buffer;
  mediaType: string;
  assembly: string;
  part: string;
  data: unknown;
}

export interface OpenFragment {
  id: string;
  part: string;
  data: unknown;
  receivedAt: string;
}

/** Requests that are not, or not yet, a message. */
export function createIntakes(pool: Pool) {
  return {
    /** Keeps the raw bytes of a refused request, for 30 days, where operators find them. */
    async refused(intake: RefusedIntake): Promise<void> {
      const { status, code, findings } = intake;
      await insertIntake(pool, intake, { status, code, findings });
    },
    /** One part of a message, durable at once. Returns the assembly's stable number for this caller. */
    fragment(fragment: NewFragment): Promise<number> {
      return transaction(pool, async (client) => {
        const number = await openAssembly(client, fragment.systemId, fragment.assembly);
        const intakeId = await insertIntake(client, fragment, null);
        await client.query(
          'insert into fragment (id, assembly, part, intake_id, data) values ($1, $2, $3, $4, $5)',
          [randomUUIDv7(), number, fragment.part, intakeId, sealJson(fragment.data)],
        );
        return number;
      });
    },
    /** The parts that wait for their closing request, in order of arrival. */
    async openFragments(systemId: string, assembly: string): Promise<OpenFragment[]> {
      const { rows } = await pool.query<{ id: string; part: string; data: Buffer; at: Date }>(
        `select f.id, f.part, f.data, f.received_at as at from fragment f join assembly a on a.number = f.assembly
         where a.system_id = $1 and a.key = $2 and f.used_by is null order by f.received_at, f.id`,
        [systemId, assembly],
      );
      return rows.map(({ id, part, data, at }) => ({
        id,
        part,
        data: openJson(data),
        receivedAt: at.toISOString(),
      }));
    },
    /** The stable number of a key for this caller, made at first need. */
    async numberOf(systemId: string, key: string): Promise<number> {
      return openAssembly(pool, systemId, key);
    },
    /** The caller's own key behind a number or the key itself; null = never heard of. */
    async keyOf(systemId: string, reference: string): Promise<string | null> {
      const { rows } = await pool.query<{ key: string }>(
        `select key from assembly where system_id = $1 and (key = $2 or number::text = $2) order by number::text = $2 desc limit 1`,
        [systemId, reference],
      );
      return rows[0]?.key ?? null;
    },
    /** Messages begun and not closed in time, for operators. */
    async staleAssemblies(olderThanMs: number): Promise<{ systemId: string; key: string; since: Date }[]> {
      const { rows } = await pool.query<{ systemId: string; key: string; since: Date }>(
        `select a.system_id as "systemId", a.key, min(f.received_at) as since
         from fragment f join assembly a on a.number = f.assembly where f.used_by is null
         group by 1, 2 having min(f.received_at) < now() - $1 * interval '1 ms' order by 3 limit 500`,
        [olderThanMs],
      );
      return rows;
    },
  };
}

async function openAssembly(db: Pool | Client, systemId: string, key: string): Promise<number> {
  const { rows } = await db.query<{ number: number }>(
    `insert into assembly (system_id, key) values ($1, $2)
     on conflict (system_id, key) do update set key = excluded.key returning number`,
    [systemId, key],
  );
  return rows[0]?.number as number;
}

async function insertIntake(
  db: Pool | Client,
  { systemId, door, raw, mediaType }: Pick<RefusedIntake, 'systemId' | 'door' | 'raw' | 'mediaType'>,
  refusal: object | null,
): Promise<string> {
  const id = randomUUIDv7();
  await db.query(
    'insert into intake (id, system_id, door, media_type, sha256, raw, refusal) values ($1, $2, $3, $4, $5, $6, $7)',
    [
      id,
      systemId,
      door,
      mediaType,
      createHash('sha256').update(raw).digest(),
      seal(raw),
      refusal && JSON.stringify(refusal),
    ],
  );
  return id;
}
