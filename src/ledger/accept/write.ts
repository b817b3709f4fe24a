import { randomUUIDv7 } from 'node:crypto';
import { KeyBusy } from '../../model/errors.ts';
import type { Submission } from '../../model/exchange.ts';
import { insertRows } from '../insert.ts';
import type { Client } from '../pool.ts';
import { seal, sealJson } from '../seal.ts';
import { keysOf, sha256 } from './known.ts';
import type { Weighed } from './weigh.ts';

/** Writes everything of a batch but its deliveries. */
export async function write(
  client: Client,
  weighed: readonly Weighed[],
  remembered: readonly KeyRow[],
): Promise<void> {
  const intakes = new Map<Submission, string>();
  for (const { submission } of weighed) if (!intakes.has(submission)) intakes.set(submission, randomUUIDv7());
  await insertRows(
    client,
    intakeTable,
    [...intakes].map(([submission, id]) => intakeRow(submission, id)),
  );
  await writeDossiers(client, weighed);
  await insertRows(
    client,
    exchangeTable,
    weighed.map((one) => exchangeRow(one, intakes.get(one.submission) as string)),
  );
  await insertRows(client, idempotencyTable, remembered);
  await insertRows(client, fileTable, weighed.flatMap(fileRows));
  for (const submission of intakes.keys()) await useFragments(client, submission, weighed);
}

const intakeRow = (submission: Submission, id: string) => ({
  id,
  system_id: submission.systemId,
  door: submission.door,
  media_type: submission.mediaType,
  sha256: sha256(submission.raw),
  raw: seal(submission.raw),
});

async function writeDossiers(client: Client, weighed: readonly Weighed[]): Promise<void> {
  const dossiers = [...new Set(weighed.map(({ dossier }) => dossier))].sort((a, b) => (a.id < b.id ? -1 : 1));
  await insertRows(
    client,
    dossierTable,
    dossiers.map(({ id, submitted, current, hasHeld }) => ({
      id,
      submitted,
      state: current?.state ?? null,
      state_at: current ? new Date(current.occurredAt) : null,
      state_exchange: current?.id ?? null,
      has_held: hasHeld,
    })),
  );
  await insertRows(
    client,
    aliasTable,
    weighed.flatMap(({ dossier, newAliases }) =>
      newAliases.map(({ scheme, value }) => ({ scheme, value, dossier_id: dossier.id })),
    ),
  );
  await insertRows(
    client,
    participantTable,
    dossiers.flatMap(({ id, newParticipants }) =>
      [...newParticipants].map((system) => ({ dossier_id: id, system_id: system })),
    ),
  );
}

const exchangeRow = (one: Weighed, intakeId: string) => ({
  id: one.id,
  intake_id: intakeId,
  source: one.submission.systemId,
  kind: one.read.message.kind,
  dossier_id: one.dossier.id,
  occurred_at: one.read.message.occurredAt,
  state: one.state,
  reason: one.reason,
  findings: JSON.stringify(one.findings),
  stated: one.stated,
  in_history: one.inHistory,
  canonical: sealJson(one.read.message),
});

export type KeyRow = ReturnType<typeof keyRows>[number];

/** How a submission and its messages are remembered; `ids` are its exchanges in order, those of repeats included. */
export function keyRows(submission: Submission, fresh: readonly (Weighed | null)[], ids: readonly string[]) {
  const { request, messages } = keysOf(submission);
  const row = (key: string, content: Buffer, exchanges: readonly string[]) => ({
    system_id: submission.systemId,
    key,
    sha256: content,
    exchange_ids: exchanges.join(' '),
  });
  const rows = fresh.flatMap((one, index) =>
    one ? [row(messages[index] as string, contentOf(one.read), [one.id])] : [],
  );
  return request === null ? rows : [...rows, row(request, sha256(submission.raw), ids)];
}

/** What two messages with one identity must have in common: everything but our own file ids and the time of the request. */
export function contentOf(read: Weighed['read']): Buffer {
  const text = JSON.stringify(read.message, (key, value) =>
    key === 'file' || key === 'url' ? undefined : value,
  );
  return sha256(text);
}

const fileRows = ({ read, dossier, reason }: Weighed) =>
  reason === 'not-a-participant' || reason === 'identity-conflict'
    ? []
    : (read.message.dossier.attachments ?? []).flatMap(({ file }) =>
        file ? [{ file_id: file, dossier_id: dossier.id }] : [],
      );

async function useFragments(
  client: Client,
  submission: Submission,
  weighed: readonly Weighed[],
): Promise<void> {
  const ids = submission.fragmentIds ?? [];
  if (ids.length === 0) return;
  const by = weighed.find((one) => one.submission === submission)?.id;
  const { rowCount } = await client.query(
    'update fragment set used_by = $2 where id = any($1::uuid[]) and used_by is null',
    [ids, by],
  );
  if (rowCount !== ids.length)
    throw new KeyBusy('the parts of this message are being closed by another request');
}

const intakeTable = {
  table: 'intake',
  columns: { id: 'uuid', system_id: 'text', door: 'text', media_type: 'text', sha256: 'bytea', raw: 'bytea' },
} as const;
const dossierTable = {
  table: 'dossier',
  columns: {
    id: 'uuid',
    submitted: 'boolean',
    state: 'text',
    state_at: 'timestamptz',
    state_exchange: 'uuid',
    has_held: 'boolean',
  },
  rest: `on conflict (id) do update set submitted = excluded.submitted, state = excluded.state,
    state_at = excluded.state_at, state_exchange = excluded.state_exchange, has_held = excluded.has_held`,
} as const;
const aliasTable = {
  table: 'alias',
  columns: { scheme: 'text', value: 'text', dossier_id: 'uuid' },
  rest: 'on conflict do nothing',
} as const;
const participantTable = {
  table: 'participant',
  columns: { dossier_id: 'uuid', system_id: 'text' },
  rest: 'on conflict do nothing',
} as const;
const exchangeTable = {
  table: 'exchange',
  columns: {
    id: 'uuid',
    intake_id: 'uuid',
    source: 'text',
    kind: 'text',
    dossier_id: 'uuid',
    occurred_at: 'timestamptz',
    state: 'text',
    reason: 'text',
    findings: 'jsonb',
    stated: 'text',
    in_history: 'boolean',
    canonical: 'bytea',
  },
} as const;
const idempotencyTable = {
  table: 'idempotency',
  columns: { system_id: 'text', key: 'text', sha256: 'bytea', exchange_ids: 'text' },
  rest: `on conflict (system_id, key) do update
    set sha256 = excluded.sha256, exchange_ids = excluded.exchange_ids, created_at = now()`,
} as const;
const fileTable = {
  table: 'dossier_file',
  columns: { file_id: 'uuid', dossier_id: 'uuid' },
  rest: 'on conflict do nothing',
} as const;
