import { createHash } from 'node:crypto';
import type { Submission } from '../../model/exchange.ts';
import type { StatusEvent } from '../../model/fold.ts';
import type { Alias } from '../../model/message.ts';
import type { State } from '../../model/state.ts';
import type { Client } from '../pool.ts';

export interface KnownDossier {
  id: string;
  known: boolean;
  submitted: boolean;
  /** The exchange accepted last. */
  latest: string | null;
  current: StatusEvent | null;
  hasHeld: boolean;
  /** Every status event so far; null = not loaded, `current` is enough. */
  history: StatusEvent[] | null;
  participants: Set<string>;
  /** Those that the ledger does not know yet. */
  newParticipants: Set<string>;
}

export interface KnownKey {
  sha256: Buffer;
  exchangeIds: string[];
  ageMs: number;
}

/** Everything a batch needs to know before it decides; locked until the transaction ends. */
export interface Known {
  keys: Map<string, KnownKey>;
  aliases: Map<string, string>;
  dossiers: Map<string, KnownDossier>;
  /** Stored files by id: who may refer to them. */
  files: Map<string, { owner: string; dossiers: readonly string[] }>;
}

export const aliasKey = ({ scheme, value }: Alias): string => `${scheme} ${value}`;
export const sha256 = (bytes: Buffer | string): Buffer => createHash('sha256').update(bytes).digest();

/** The keys under which a submission and its messages are remembered; one text each, unique per system. */
export function keysOf(submission: Submission): { request: string | null; messages: string[] } {
  const request = submission.idempotencyKey === undefined ? null : `k:${submission.idempotencyKey}`;
  return {
    request,
    messages: submission.messages.map(({ message, identity }, index) => {
      if (identity !== null) return `i:${identity}`;
      if (request !== null) return `m:${index}:${request}`;
      const [first] = message.dossier.ids;
      const body = sha256(`${submission.door}\n${first && aliasKey(first)}\n${index}\n`);
      return `b:${Buffer.concat([body, sha256(submission.raw)]).toString('base64')}`;
    }),
  };
}

/** Locks, in sorted order, everything the batch may touch, then reads it. Sorted locks cannot deadlock each other. */
export async function lockAndLoad(client: Client, submissions: readonly Submission[]): Promise<Known> {
  const dossiers = submissions.flatMap(({ messages }) => messages.map(({ message }) => message.dossier));
  const aliases = new Map(dossiers.flatMap(({ ids }) => ids).map((alias) => [aliasKey(alias), alias]));
  const keys = new Map(submissions.flatMap(systemKeys).map((pair) => [pair.join(' '), pair]));
  const files = new Set(
    dossiers.flatMap(({ attachments = [] }) => attachments.flatMap(({ file }) => file ?? [])),
  );
  await lock(client, [...aliases.keys(), ...keys.keys()]);
  const knownAliases = await loadAliases(client, [...aliases.values()]);
  return {
    keys: await loadKeys(client, [...keys.values()]),
    aliases: knownAliases,
    dossiers: await loadDossiers(client, [...new Set(knownAliases.values())]),
    files: await loadFiles(client, [...files]),
  };
}

function systemKeys(submission: Submission): [string, string][] {
  const { request, messages } = keysOf(submission);
  return [request, ...messages].flatMap((key) => (key === null ? [] : [[submission.systemId, key]]));
}

async function lock(client: Client, names: readonly string[]): Promise<void> {
  await client.query({
    name: 'accept-lock',
    text: `select pg_advisory_xact_lock(h) from (
      select distinct hashtextextended(name, 7) as h from unnest($1::text[]) as name order by 1 offset 0) as sorted`,
    values: [names],
  });
}

async function loadAliases(client: Client, aliases: readonly Alias[]): Promise<Map<string, string>> {
  const { rows } = await client.query<Alias & { dossier_id: string }>({
    name: 'accept-aliases',
    text: `select a.scheme, a.value, a.dossier_id from alias a
      join unnest($1::text[], $2::text[]) as k (scheme, value) using (scheme, value)`,
    values: [aliases.map(({ scheme }) => scheme), aliases.map(({ value }) => value)],
  });
  return new Map(rows.map((row) => [aliasKey(row), row.dossier_id]));
}

interface KeyRow {
  system_id: string;
  key: string;
  sha256: Buffer;
  exchange_ids: string;
  age_ms: number;
}

async function loadKeys(client: Client, keys: readonly [string, string][]): Promise<Map<string, KnownKey>> {
  const { rows } = await client.query<KeyRow>({
    name: 'accept-keys',
    text: `select i.system_id, i.key, i.sha256, i.exchange_ids,
        (extract(epoch from now() - i.created_at) * 1000)::float8 as age_ms
      from idempotency i join unnest($1::text[], $2::text[]) as k (system_id, key) using (system_id, key)`,
    values: [keys.map(([system]) => system), keys.map(([, key]) => key)],
  });
  return new Map(
    rows.map((row) => [
      `${row.system_id} ${row.key}`,
      { sha256: row.sha256, exchangeIds: row.exchange_ids.split(' '), ageMs: row.age_ms },
    ]),
  );
}

interface DossierRow {
  id: string;
  submitted: boolean;
  latest: string | null;
  state: State | null;
  state_at: Date | null;
  state_exchange: string | null;
  has_held: boolean;
  participants: string[];
}

async function loadDossiers(client: Client, ids: readonly string[]): Promise<Map<string, KnownDossier>> {
  if (ids.length === 0) return new Map();
  // A statement of its own: the next one sees what whoever held them before has written.
  await client.query({
    name: 'accept-lock-dossiers',
    text: 'select 1 from dossier where id = any($1::uuid[]) order by id for update',
    values: [ids],
  });
  const { rows } = await client.query<DossierRow>({
    name: 'accept-dossiers',
    text: `select d.id, d.submitted, d.state, d.state_at, d.state_exchange, d.has_held,
        array(select p.system_id from participant p where p.dossier_id = d.id) as participants,
        (select e.id from exchange e where e.dossier_id = d.id and e.kind <> 'notice.raised' order by e.number desc limit 1) as latest
      from dossier d where d.id = any($1::uuid[])`,
    values: [ids],
  });
  return new Map(rows.map((row) => [row.id, knownDossier(row)]));
}

function knownDossier(row: DossierRow): KnownDossier {
  const { state, state_at: at, state_exchange: id } = row;
  return {
    id: row.id,
    known: true,
    submitted: row.submitted,
    latest: row.latest,
    current: state && at && id ? { id, occurredAt: at.getTime(), state } : null,
    hasHeld: row.has_held,
    history: null,
    participants: new Set(row.participants),
    newParticipants: new Set(),
  };
}

/** Loads the status history of dossiers for which the latest status is not enough to judge. */
export async function loadHistories(client: Client, dossiers: readonly KnownDossier[]): Promise<void> {
  if (dossiers.length === 0) return;
  for (const dossier of dossiers) dossier.history = [];
  const byId = new Map(dossiers.map((dossier) => [dossier.id, dossier]));
  const { rows } = await client.query<{ id: string; dossier_id: string; occurred_at: Date; stated: State }>({
    name: 'accept-history',
    text: `select id, dossier_id, occurred_at, stated from exchange
      where dossier_id = any($1::uuid[]) and in_history`,
    values: [[...byId.keys()]],
  });
  for (const row of rows)
    byId
      .get(row.dossier_id)
      ?.history?.push({ id: row.id, occurredAt: row.occurred_at.getTime(), state: row.stated });
}

async function loadFiles(client: Client, ids: readonly string[]): Promise<Known['files']> {
  if (ids.length === 0) return new Map();
  const { rows } = await client.query<{ id: string; system_id: string; dossiers: string[] }>({
    name: 'accept-files',
    text: `select f.id, f.system_id,
        array(select d.dossier_id::text from dossier_file d where d.file_id = f.id) as dossiers
      from file f where f.id = any($1::uuid[])`,
    values: [ids],
  });
  return new Map(rows.map((row) => [row.id, { owner: row.system_id, dossiers: row.dossiers }]));
}
