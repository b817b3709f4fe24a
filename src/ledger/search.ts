import type { DeliveryState, ExchangeState, Outcome } from '../model/exchange.ts';
import type { Finding } from '../model/finding.ts';
import type { Message } from '../model/message.ts';
import type { State } from '../model/state.ts';
import type { Pool } from './pool.ts';
import { openJson } from './seal.ts';

export interface DeliveryView {
  deliveryId: string;
  system: string;
  state: DeliveryState;
  attempts: number;
  dueAt: string;
  deliveredAt: string | null;
  lastOutcome: Outcome | null;
  reason: string | null;
  /** Another delivery of its lane goes first. */
  waitsForEarlier: boolean;
}

export interface ExchangeView {
  exchangeId: string;
  source: string;
  kind: Message['kind'];
  dossierId: string;
  state: ExchangeState;
  reason: string | null;
  findings: Finding[];
  /** The status it states, if any. */
  stated: State | null;
  occurredAt: string;
  acceptedAt: string;
  deliveries: DeliveryView[];
}

export interface DossierTimeline {
  dossierId: string;
  ids: { scheme: string; value: string }[];
  status: { state: State; at: string } | null;
  timeline: ExchangeView[];
}

const exchangeColumns = `e.id as "exchangeId", e.source, e.kind, e.dossier_id as "dossierId", e.state, e.reason, e.findings, e.stated,
  e.occurred_at as "occurredAt", e.accepted_at as "acceptedAt",
  coalesce((select jsonb_agg(jsonb_build_object('deliveryId', d.id, 'system', d.system_id,
    'state', case when d.state = 'pending' and (d.started or d.lease is not null) then 'in-flight' else d.state end,
    'attempts', d.attempts, 'dueAt', d.due_at, 'deliveredAt', case when d.state = 'delivered' then d.finished_at end,
    'lastOutcome', d.last_outcome, 'reason', d.last_reason, 'waitsForEarlier', d.state = 'pending' and not d.head)
    order by d.id) from delivery d where d.exchange_id = e.id), '[]') as deliveries`;

/** What people and systems may ask of the ledger. Nothing heavier than an index scan. */
export function createSearch(pool: Pool) {
  const exchanges = async (rest: string, values: unknown[]): Promise<ExchangeView[]> => {
    const { rows } = await pool.query(`select ${exchangeColumns} from exchange e ${rest}`, values);
    return rows.map((row) => ({
      ...row,
      occurredAt: row.occurredAt.toISOString(),
      acceptedAt: row.acceptedAt.toISOString(),
    }));
  };
  return {
    async exchange(source: string, id: string): Promise<ExchangeView | null> {
      const found = await exchanges('where e.id = $1 and e.source = $2', [id, source]);
      return found[0] ?? null;
    },
    /** What a system sent after one of its exchanges, in order of acceptance. */
    exchangesAfter(source: string, after: string | null, limit: number): Promise<ExchangeView[]> {
      return exchanges(
        `where e.source = $1 and e.number > coalesce((select number from exchange where id = $2 and source = $1), 0)
         order by e.number limit $3`,
        [source, after, limit],
      );
    },
    /** One dossier by any of its ids; with `systemId` only if that system takes part in it. */
    async dossier(value: string, systemId?: string): Promise<DossierTimeline | null> {
      const { rows } = await pool.query<{ id: string; state: State | null; state_at: Date | null }>(
        `select d.id, d.state, d.state_at from alias a join dossier d on d.id = a.dossier_id
         where a.value = $1 and ($2::text is null or exists (
           select from participant p where p.dossier_id = d.id and p.system_id = $2)) limit 1`,
        [value, systemId ?? null],
      );
      const [row] = rows;
      if (!row) return null;
      const ids = await pool.query<{ scheme: string; value: string }>(
        'select scheme, value from alias where dossier_id = $1 order by scheme, value',
        [row.id],
      );
      return {
        dossierId: row.id,
        ids: ids.rows,
        status: row.state && row.state_at ? { state: row.state, at: row.state_at.toISOString() } : null,
        timeline: await exchanges(
          `where e.dossier_id = $1 and e.kind <> 'notice.raised'
           and ($2::text is null or e.state <> 'quarantined' or e.source = $2) order by e.number limit 1000`,
          [row.id, systemId ?? null],
        ),
      };
    },
    /** The accepted messages of a dossier up to one of them, oldest first: what a receiver may be told. */
    async story(dossierId: string, upTo: string | null): Promise<Message[]> {
      const { rows } = await pool.query<{ canonical: Buffer }>({
        name: 'story',
        text: `select canonical from exchange where dossier_id = $1 and state = 'accepted' and kind <> 'notice.raised'
           and ($2::uuid is null or number <= (select number from exchange where id = $2)) order by occurred_at, number`,
        values: [dossierId, upTo],
      });
      return rows.map((row) => openJson<Message>(row.canonical));
    },
    async parked(
      systemId?: string,
    ): Promise<(DeliveryView & { kind: string; dossierId: string; ids: string[]; since: string })[]> {
      const { rows } = await pool.query(
        `select d.id as "deliveryId", d.system_id as system, d.state, d.attempts, d.due_at as "dueAt",
           null as "deliveredAt", d.last_outcome as "lastOutcome", d.last_reason as reason, false as "waitsForEarlier",
           e.kind, e.dossier_id as "dossierId", d.accepted_at as since,
           array(select a.value from alias a where a.dossier_id = e.dossier_id order by a.scheme) as ids
         from delivery d join exchange e on e.id = d.exchange_id
         where d.state = 'parked' and ($1::text is null or d.system_id = $1) order by d.accepted_at limit 500`,
        [systemId ?? null],
      );
      return rows;
    },
  };
}
