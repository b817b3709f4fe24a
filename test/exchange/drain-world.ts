import { createDrains } from '../../src/exchange/drains.ts';
import type { CallResult } from '../../src/exchange/perform.ts';
import { openQueue } from '../../src/exchange/queue.ts';
import type { Connector, WireRequest } from '../../src/kit/connector.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import type { Message } from '../../src/model/message.ts';
import type { System } from '../../src/model/system.ts';
import { openDatabase } from '../support/database.ts';
import { execute } from '../support/database-server.ts';

const connector: Connector = {
  id: 'plain',
  title: { vi: 'thử', en: 'test' },
  version: '1',
  repeats: 'dropped',
  limits: { concurrency: 4, shards: 1, timeoutMs: 1_000, ratePerSecond: 0, inlineBytes: 1 },
  settings: {},
  doors: [],
  refuse: () => ({ status: 400, body: null }),
  sends: {
    'dossier.progressed': {
      usesDossier: false,
      steps: ({ message }) => [
        {
          name: 'push',
          request: () => ({ method: 'POST', path: '/', body: { json: message } }),
          judge: ({ status }) =>
            status === 200 ? { outcome: 'delivered' } : { outcome: 'rejected', reason: 'no' },
        },
      ],
    },
  },
};

const receiver = {
  id: 'receiver',
  connector: 'plain',
  delivery: 'push',
  status: 'enabled',
  limits: connector.limits,
} as System;

const answered = (status: number): CallResult => ({
  ok: true,
  response: { status, headers: {}, text: '', json: undefined },
});
export const ok = answered(200);
export const refused = answered(400);
export const down: CallResult = { ok: false, outcome: 'unavailable', scope: 'system', reason: 'refused' };

export interface Sent {
  dossier: string;
  number: number;
  deliveryId: string;
}

type Answer = (sent: Sent) => Promise<CallResult> | CallResult;

const step = (dossier: string, number: number): Message => ({
  kind: 'dossier.progressed',
  occurredAt: '2026-11-23T08:00:00+07:00',
  dossier: { ids: [{ scheme: 'standard.id', value: dossier }] },
  step: { id: String(number) },
});

/** One process of the gateway without its doors: ledger, queue and drains to one receiver that `answer` plays. */
async function openWorker(
  url: string,
  { redisUrl, answer, sent }: { redisUrl: string | undefined; answer: Answer; sent: Sent[] },
) {
  const onError = () => {};
  const ledger = await openLedger(url, {
    decide: () => ({ targets: [{ systemId: 'receiver', shard: 0 }], reason: null, findings: [] }),
    onError,
  });
  const queue = await openQueue({ databaseUrl: url, redisUrl, onError });
  const call = async (request: WireRequest, deliveryId: string) => {
    const message = (request.body as { json: Message & { step: { id: string } } }).json;
    const one = { dossier: message.dossier.ids[0]?.value ?? '', number: Number(message.step.id), deliveryId };
    sent.push(one);
    return answer(one);
  };
  const drains = createDrains({
    ledger,
    queue,
    system: () => receiver,
    connector: () => connector,
    call: () => call,
    check: () => [],
    fileUrl: (file) => file,
    settings: () => ({
      retry: { scheduleMs: [20, 20], minimumMs: 0, unavailableMs: 20 },
      breaker: { volumeThreshold: 4, errorThresholdPercentage: 50, windowMs: 10_000, resetMs: 50 },
      leaseMs: 5_000,
    }),
    facts: { attempted() {}, breakerOpened() {}, breakerClosed() {}, error: onError },
  });
  return {
    ledger,
    queue,
    drains,
    work: () => queue.work(drains.drain, 5),
    async close() {
      await drains.stop();
      await queue.close();
      await ledger.close();
    },
  };
}

export async function openWorld(redisUrl: string | undefined, answer: Answer) {
  const database = await openDatabase();
  const sent: Sent[] = [];
  const open = () => openWorker(database.url, { redisUrl, answer, sent });
  const main = await open();
  const numbersOf = (dossier: string) =>
    sent.filter((one) => one.dossier === dossier).map(({ number }) => number);
  return {
    ...main,
    sent,
    openWorker: open,
    numbersOf,
    async accept(dossier: string, number: number): Promise<void> {
      const message = step(dossier, number);
      const { wake } = await main.ledger.accept({
        systemId: 'sender',
        door: 'POST /v1/messages',
        raw: Buffer.from(JSON.stringify(message)),
        mediaType: 'application/json',
        messages: [{ message, identity: `${dossier}/${number}`, findings: [] }],
      });
      for (const target of wake) if (!main.drains.poke(target)) await main.queue.wake(target);
    },
    /** Somebody else takes the lease, as after a lost owner connection. */
    usurpLease: () =>
      execute(database.url, 'update drain_lease set token = token + 1, owner = gen_random_uuid()'),
    /** Each number once, in the order of its first receipt. */
    firsts: (dossier: string) => [...new Set(numbersOf(dossier))],
    waiting: async () => (await main.ledger.backlog()).reduce((sum, { pending }) => sum + pending, 0),
    async [Symbol.asyncDispose]() {
      await main.close();
      await database[Symbol.asyncDispose]();
    },
  };
}
