import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ledger, openLedger } from '../../src/ledger/ledger.ts';
import type { Submission } from '../../src/model/exchange.ts';
import type { Message } from '../../src/model/message.ts';
import { openDatabase } from '../support/database.ts';

let ledger: Ledger;
let database: Awaited<ReturnType<typeof openDatabase>>;

beforeAll(async () => {
  database = await openDatabase();
  ledger = await openLedger(database.url, {
    decide: ({ dossier, source, message }) =>
      dossier.known && !dossier.participants.has(source) && message.kind !== 'dossier.submitted'
        ? { targets: [], reason: 'not-a-participant', findings: [] }
        : { targets: [{ systemId: 'commune', shard: 0 }], reason: null, findings: [] },
    onError: () => {},
  });
});
afterAll(async () => {
  await ledger.close();
  await database[Symbol.asyncDispose]();
});

let count = 0;
const newCode = () => `dossier-${++count}`;
const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 8, minute)).toISOString();

function status(code: string, state: string, minute: number): Message {
  return {
    kind: 'dossier.status-changed',
    occurredAt: at(minute),
    dossier: { ids: [{ scheme: 'standard.id', value: code }] },
    status: { state },
  } as Message;
}
const submitted = (code: string): Message =>
  ({
    kind: 'dossier.submitted',
    occurredAt: at(0),
    dossier: { ids: [{ scheme: 'standard.id', value: code }] },
  }) as Message;

function say(
  messages: Message[],
  { systemId = 'portal', key }: { systemId?: string; key?: string } = {},
): Submission {
  return {
    systemId,
    door: 'POST /v1/messages',
    raw: Buffer.from(JSON.stringify(messages)),
    mediaType: 'application/json',
    ...(key !== undefined && { idempotencyKey: key }),
    messages: messages.map((message) => ({ message, identity: null, findings: [] })),
  };
}
const accept = async (...args: Parameters<typeof say>) => (await ledger.accept(say(...args))).receipts;
async function deliveriesOf(code: string) {
  const found = await ledger.search.dossier(code);
  return (found?.timeline ?? []).flatMap(({ kind, deliveries }) =>
    deliveries.map((one) => ({ kind, ...one })),
  );
}

test('what is accepted is in the ledger, with a delivery for each receiver', async () => {
  const code = newCode();
  const [receipt] = await accept([submitted(code)]);
  expect(receipt).toMatchObject({ state: 'accepted', duplicate: false, reason: null });
  expect(await deliveriesOf(code)).toMatchObject([
    { system: 'commune', state: 'pending', waitsForEarlier: false },
  ]);
});

test('a second message of a dossier waits behind the first, even when both come in one batch', async () => {
  const code = newCode();
  await Promise.all([accept([submitted(code)]), accept([status(code, 'accepted', 1)])]);
  expect((await deliveriesOf(code)).map(({ waitsForEarlier }) => waitsForEarlier)).toEqual([false, true]);
});

test('the same key with the same body gives the first receipt; with another body it is refused', async () => {
  const code = newCode();
  const [first] = await accept([submitted(code)], { key: code });
  const [again] = await accept([submitted(code)], { key: code });
  expect(again).toEqual({ ...first, duplicate: true });
  await expect(accept([status(code, 'accepted', 1)], { key: code })).rejects.toMatchObject({
    code: 'key.conflict',
  });
});

test('ten equal requests at once with one key are one exchange', async () => {
  const code = newCode();
  const receipts = await Promise.all(
    Array.from({ length: 10 }, () => accept([submitted(code)], { key: code })),
  );
  expect(new Set(receipts.map(([one]) => one?.exchangeId)).size).toBe(1);
  expect(receipts.filter(([one]) => one?.duplicate === false)).toHaveLength(1);
});

test('an equal body without a key is a repeat only until something else is said about the dossier', async () => {
  const code = newCode();
  await accept([submitted(code)]);
  const [first] = await accept([status(code, 'accepted', 1)]);
  const [again] = await accept([status(code, 'accepted', 1)]);
  expect(again).toMatchObject({ duplicate: true, exchangeId: first?.exchangeId });
  await accept([status(code, 'in-progress', 2)]);
  const [later] = await accept([status(code, 'accepted', 1)]);
  expect(later?.duplicate).toBe(false);
});

test('one poisoned message does not fail its neighbours', async () => {
  const good = newCode();
  const poisoned = submitted(`${newCode()}\u0000`);
  const results = await Promise.allSettled([accept([submitted(good)]), accept([poisoned])]);
  expect(results.map((one) => one.status)).toEqual(['fulfilled', 'rejected']);
  expect(await deliveriesOf(good)).toHaveLength(1);
});

test('a status without a path is held, and released in order when the gap closes', async () => {
  const code = newCode();
  await accept([status(code, 'returned', 0)]);
  const [held] = await accept([status(code, 'in-progress', 5)]);
  expect(held).toMatchObject({ state: 'held', reason: 'already-closed' });
});

test('an older status goes into the history and does not travel', async () => {
  const code = newCode();
  await accept([submitted(code)]);
  await accept([status(code, 'in-progress', 5)]);
  await accept([status(code, 'accepted', 3)]);
  expect((await deliveriesOf(code)).map(({ state }) => state)).toEqual(['pending', 'pending', 'superseded']);
  expect((await ledger.search.dossier(code))?.status?.state).toBe('in-progress');
});

test('any order of arrival ends in the same status', async () => {
  const story: [string, number][] = [
    ['accepted', 1],
    ['in-progress', 2],
    ['supplement-requested', 3],
    ['in-progress', 4],
    ['result-ready', 5],
    ['returned', 6],
  ];
  for (const order of [story, [...story].reverse(), [...story].sort(([a], [b]) => a.localeCompare(b))]) {
    const code = newCode();
    for (const [state, minute] of order) await accept([status(code, state, minute)]);
    expect((await ledger.search.dossier(code))?.status?.state).toBe('returned');
  }
});

test('a system that takes no part in a dossier cannot speak about it, nor see it', async () => {
  const code = newCode();
  await accept([submitted(code)]);
  const [receipt] = await accept([status(code, 'withdrawn', 1)], { systemId: 'stranger' });
  expect(receipt).toMatchObject({ state: 'quarantined', reason: 'not-a-participant' });
  expect(await ledger.search.dossier(code, 'stranger')).toBeNull();
  expect((await ledger.search.dossier(code, 'portal'))?.status?.state).toBe('submitted');
});

test('a status said twice in a row travels once, but a status that comes back travels again', async () => {
  const code = newCode();
  await accept([submitted(code)]);
  for (const [state, minute] of [
    ['accepted', 1],
    ['accepted', 2],
    ['in-progress', 3],
    ['supplement-requested', 4],
    ['in-progress', 5],
  ] as const)
    await accept([status(code, state, minute)]);
  expect((await deliveriesOf(code)).filter(({ kind }) => kind === 'dossier.status-changed')).toHaveLength(4);
});

test('a status that comes back after a supplement request travels again', async () => {
  const code = newCode();
  await accept([submitted(code)]);
  await accept([status(code, 'in-progress', 1)]);
  const request = {
    kind: 'supplement.requested',
    occurredAt: at(2),
    dossier: { ids: [{ scheme: 'standard.id', value: code }] },
    supplement: { reason: 'a paper is missing' },
  } as Message;
  await accept([request]);
  await accept([status(code, 'in-progress', 3)]);
  expect(await deliveriesOf(code)).toHaveLength(4);
});

test('one id twice in a request is refused, and its neighbours in the batch are not', async () => {
  const good = newCode();
  const twice = say([submitted(newCode()), submitted(newCode())]);
  const submission = { ...twice, messages: twice.messages.map((read) => ({ ...read, identity: 'same' })) };
  const results = await Promise.allSettled([ledger.accept(submission), accept([submitted(good)])]);
  expect(results.map((one) => one.status)).toEqual(['rejected', 'fulfilled']);
  expect(results[0]).toMatchObject({ reason: { code: 'message.invalid' } });
});

test('a repeated request with a known and a new message gives all its receipts in order', async () => {
  const code = newCode();
  const known = { message: submitted(code), identity: `id-${code}`, findings: [] };
  const next = { message: status(code, 'accepted', 1), identity: `next-${code}`, findings: [] };
  await ledger.accept({ ...say([known.message]), messages: [known] });
  const both = { ...say([known.message, next.message], { key: `both-${code}` }), messages: [known, next] };
  const first = await ledger.accept(both);
  const again = await ledger.accept(both);
  expect(again.receipts.map(({ exchangeId }) => exchangeId)).toEqual(
    first.receipts.map(({ exchangeId }) => exchangeId),
  );
});
