import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ledger, openLedger } from '../../src/ledger/ledger.ts';
import type { Message } from '../../src/model/message.ts';
import { openDatabase } from '../support/database.ts';

let ledger: Ledger;
let database: Awaited<ReturnType<typeof openDatabase>>;
let box = 0;

beforeAll(async () => {
  database = await openDatabase();
  ledger = await openLedger(database.url, {
    decide: ({ message }) => ({
      targets: [{ systemId: String(message.note), shard: -1 }],
      reason: null,
      findings: [],
    }),
    onError: () => {},
  });
});
afterAll(async () => {
  await ledger.close();
  await database[Symbol.asyncDispose]();
});

async function post(system: string, dossier: string, number: number): Promise<void> {
  const message: Message = {
    kind: 'dossier.progressed',
    occurredAt: '2026-11-23T08:00:00+07:00',
    dossier: { ids: [{ scheme: 'standard.id', value: `${system}-${dossier}` }] },
    note: system,
    step: { id: String(number) },
  };
  await ledger.accept({
    systemId: 'sender',
    door: 'POST /v1/messages',
    raw: Buffer.from(JSON.stringify(message)),
    mediaType: 'application/json',
    messages: [{ message, identity: `${system}/${dossier}/${number}`, findings: [] }],
  });
}
const newBox = () => `box-${++box}`;

test('a mailbox hands out the head of each lane, and the next only after its ack', async () => {
  const system = newBox();
  for (const number of [0, 1]) await post(system, 'a', number);
  await post(system, 'b', 0);
  const letters = await ledger.mailbox.lease(system, 10, 60_000);
  expect(letters.map(({ message }) => (message as { step: { id: string } }).step.id)).toEqual(['0', '0']);
  expect(await ledger.mailbox.lease(system, 10, 60_000)).toEqual([]);
  const [first] = letters;
  if (!first) throw new Error('no letter');
  expect(await ledger.mailbox.ack(system, first.deliveryId, first.leaseToken)).toBe(true);
  const [next] = await ledger.mailbox.lease(system, 10, 60_000);
  expect(next?.message).toMatchObject({ step: { id: '1' } });
});

test('a letter whose lease ran out comes again under the same delivery id, and its old token is worth nothing', async () => {
  const system = newBox();
  await post(system, 'a', 0);
  const [first] = await ledger.mailbox.lease(system, 1, 0);
  const [again] = await ledger.mailbox.lease(system, 1, 60_000);
  expect(again?.deliveryId).toBe(first?.deliveryId);
  expect(await ledger.mailbox.ack(system, first?.deliveryId as string, first?.leaseToken as string)).toBe(
    false,
  );
  expect(await ledger.mailbox.ack(system, again?.deliveryId as string, again?.leaseToken as string)).toBe(
    true,
  );
});

test('an ack may be repeated', async () => {
  const system = newBox();
  await post(system, 'a', 0);
  const [letter] = await ledger.mailbox.lease(system, 1, 60_000);
  for (let time = 0; time < 2; time += 1)
    expect(await ledger.mailbox.ack(system, letter?.deliveryId as string, letter?.leaseToken as string)).toBe(
      true,
    );
});

test('another system can neither lease, ack, nack nor extend what is not its own', async () => {
  const system = newBox();
  await post(system, 'a', 0);
  const [letter] = await ledger.mailbox.lease(system, 1, 60_000);
  if (!letter) throw new Error('no letter');
  const { deliveryId, leaseToken } = letter;
  expect(await ledger.mailbox.lease('thief', 10, 1_000)).toEqual([]);
  expect(await ledger.mailbox.ack('thief', deliveryId, leaseToken)).toBe(false);
  expect(await ledger.mailbox.nack('thief', { deliveryId, leaseToken })).toBe(false);
  expect(await ledger.mailbox.extend('thief', deliveryId, leaseToken, 1)).toBe(false);
});

test('a rejected letter parks and blocks its lane; a nack brings it back at once', async () => {
  const system = newBox();
  for (const number of [0, 1]) await post(system, 'a', number);
  const [letter] = await ledger.mailbox.lease(system, 1, 60_000);
  await ledger.mailbox.nack(system, {
    deliveryId: letter?.deliveryId as string,
    leaseToken: letter?.leaseToken as string,
  });
  const [again] = await ledger.mailbox.lease(system, 1, 60_000);
  expect(again?.deliveryId).toBe(letter?.deliveryId);
  await ledger.mailbox.nack(system, {
    deliveryId: again?.deliveryId as string,
    leaseToken: again?.leaseToken as string,
    reject: 'not for us',
  });
  expect(await ledger.mailbox.lease(system, 1, 60_000)).toEqual([]);
  expect(await ledger.search.parked(system)).toMatchObject([
    { deliveryId: letter?.deliveryId, reason: 'not for us' },
  ]);
});
