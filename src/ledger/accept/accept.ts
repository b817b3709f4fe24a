import { InvalidMessage, KeyBusy, LedgerUnavailable } from '../../model/errors.ts';
import type { ExchangeState, Reason, Receipt, Submission } from '../../model/exchange.ts';
import { statedState } from '../../model/message.ts';
import { createBatch } from '../batch.ts';
import { type Client, isTransient, type Pool, transaction } from '../pool.ts';
import type { Decide, Target } from './decide.ts';
import { aliasKey, type Known, type KnownDossier, keysOf, loadHistories, lockAndLoad } from './known.ts';
import { append } from './lanes.ts';
import { release, toParcels } from './release.ts';
import { checkFiles, repeatOfMessage, repeatOfRequest } from './repeats.ts';
import { type Weighed, weigh } from './weigh.ts';
import { type KeyRow, keyRows, write } from './write.ts';

export interface Accepted {
  receipts: Receipt[];
  /** Drains that have something new to do. */
  wake: Target[];
}

interface AcceptNeeds {
  pool: Pool;
  decide: Decide;
}

/** Bodies over this size travel in a transaction of their own. */
const bigBytes = 256 * 1024;
const maxBatch = 64;
const maxTries = 4;

/**
 * Durable accept: resolves after the one transaction that holds raw bytes, hash, canonical messages, idempotency,
 * aliases and deliveries is committed. Rejects with KeyConflict, InvalidMessage, KeyBusy or LedgerUnavailable.
 */
export function createAccept({ pool, decide }: AcceptNeeds) {
  const flush = (batch: Submission[]) =>
    withRetries(() => transaction(pool, (client) => acceptAll(client, batch, decide)));
  const batch = createBatch<Submission, Accepted | Error>(flush, {
    max: maxBatch,
    alone: ({ raw }) => raw.length > bigBytes,
    isGeneral: (error) => !isOfOneRow(error),
  });
  return {
    async accept(submission: Submission): Promise<Accepted> {
      const result = await batch.add(submission).catch((cause: unknown) => {
        if (isOfOneRow(cause)) throw cause;
        throw new LedgerUnavailable('the ledger cannot commit now', { cause, retryAfterMs: 5_000 });
      });
      if (result instanceof Error) throw result;
      return result;
    },
    idle: () => batch.idle(),
  };
}

/** SQLSTATE class 22 and 23: this row cannot be stored; the store itself is well. */
const isOfOneRow = (error: unknown): boolean =>
  error instanceof KeyBusy || /^(21|22|23|54)/.test((error as { code?: string }).code ?? '');

async function withRetries<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1)
    try {
      return await work();
    } catch (error) {
      if (attempt >= maxTries || !isTransient(error)) throw error;
    }
}

async function acceptAll(
  client: Client,
  batch: readonly Submission[],
  decide: Decide,
): Promise<(Accepted | Error)[]> {
  const known = await lockAndLoad(client, batch);
  await loadHistories(client, dossiersThatNeedHistory(batch, known));
  const weighed: Weighed[] = [];
  const remembered: KeyRow[] = [];
  const plans = batch.map((submission) => plan(submission, known, { decide, weighed, remembered }));
  await write(client, weighed, remembered);
  await useRepeatedFragments(client, batch, plans);
  const released = await release(client, weighed, decide);
  const wake = await append(client, toParcels(weighed, released));
  const repeated = await loadReceipts(
    client,
    plans.flatMap((one) => (one instanceof Error ? [] : one.repeats)),
  );
  return plans.map((one) => (one instanceof Error ? one : { receipts: one.receipts(repeated), wake }));
}

/** Parts that came again with a closing request that came again belong to what it closed the first time. */
async function useRepeatedFragments(
  client: Client,
  batch: readonly Submission[],
  plans: readonly (Plan | Error)[],
) {
  for (const [index, { fragmentIds = [], messages }] of batch.entries()) {
    const one = plans[index];
    if (fragmentIds.length === 0 || !one || one instanceof Error || one.repeats.length < messages.length)
      continue;
    await client.query('update fragment set used_by = $2 where id = any($1::uuid[]) and used_by is null', [
      fragmentIds,
      one.repeats[0],
    ]);
  }
}

/** A dossier whose latest status is not enough to judge: something is held, a message is older, or two come at once. */
function dossiersThatNeedHistory(batch: readonly Submission[], known: Known): KnownDossier[] {
  const seen = new Map<KnownDossier, number>();
  const wanted = new Set<KnownDossier>();
  for (const { message } of batch.flatMap(({ messages }) => messages)) {
    const [alias] = message.dossier.ids.filter((one) => known.aliases.has(aliasKey(one)));
    const dossier = alias && known.dossiers.get(known.aliases.get(aliasKey(alias)) as string);
    if (!dossier || statedState(message) === undefined) continue;
    const count = (seen.get(dossier) ?? 0) + 1;
    seen.set(dossier, count);
    const older = dossier.current !== null && Date.parse(message.occurredAt) <= dossier.current.occurredAt;
    if (older || dossier.hasHeld || count > 1) wanted.add(dossier);
  }
  return [...wanted];
}

interface Plan {
  repeats: string[];
  receipts(repeated: Map<string, Receipt>): Receipt[];
}

function plan(
  submission: Submission,
  known: Known,
  to: { decide: Decide; weighed: Weighed[]; remembered: KeyRow[] },
): Plan | Error {
  try {
    const whole = repeatOfRequest(submission, known);
    if (whole) return { repeats: whole, receipts: (found) => whole.map((id) => found.get(id) as Receipt) };
    checkIds(submission);
    checkFiles(submission, known);
    const repeats = submission.messages.map((read) => repeatOfMessage(submission, read, known));
    const fresh = submission.messages.map((read, index) =>
      repeats[index] === null ? weigh({ submission, read, known }, to.decide) : null,
    );
    to.weighed.push(...fresh.filter((one) => one !== null));
    const ids = fresh.map((one, index) => one?.id ?? (repeats[index] as string));
    const rows = keyRows(submission, fresh, ids);
    to.remembered.push(...rows);
    // A repeat in the same batch finds what this one is about to write.
    for (const row of rows) remember(row, known);
    return {
      repeats: repeats.filter((id) => id !== null),
      receipts: (found) =>
        fresh.map((one, index) => (one ? receiptOf(one) : (found.get(repeats[index] as string) as Receipt))),
    };
  } catch (error) {
    return error as Error;
  }
}

/** Two messages of one request under one id contradict each other or are one too many; the sender must say which. */
function checkIds(submission: Submission): void {
  const { messages } = keysOf(submission);
  if (new Set(messages).size === messages.length) return;
  const path = `/${messages.findIndex((key, index) => messages.indexOf(key) < index)}/id`;
  const text = {
    vi: 'Mã tin này đã có trong cùng yêu cầu.',
    en: 'This message id occurs twice in one request.',
  };
  throw new InvalidMessage('one message id occurs twice', {
    findings: [{ level: 'error', code: 'id-twice', path, text }],
  });
}

function remember(row: KeyRow, known: Known): void {
  const exchangeIds = row.exchange_ids.split(' ');
  known.keys.set(`${row.system_id} ${row.key}`, { sha256: row.sha256, exchangeIds, ageMs: 0 });
}

const receiptOf = ({ id, dossier, state, reason }: Weighed): Receipt => ({
  exchangeId: id,
  duplicate: false,
  dossierId: dossier.id,
  state,
  reason,
});

async function loadReceipts(client: Client, ids: readonly string[]): Promise<Map<string, Receipt>> {
  if (ids.length === 0) return new Map();
  const { rows } = await client.query<{
    id: string;
    dossier_id: string;
    state: ExchangeState;
    reason: Reason | null;
  }>('select id, dossier_id, state, reason from exchange where id = any($1::uuid[])', [ids]);
  return new Map(
    rows.map((row) => [
      row.id,
      {
        exchangeId: row.id,
        duplicate: true,
        dossierId: row.dossier_id,
        state: row.state,
        reason: row.reason,
      },
    ]),
  );
}
