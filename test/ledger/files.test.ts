import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ledger, openLedger } from '../../src/ledger/ledger.ts';
import { openDatabase } from '../support/database.ts';

let ledger: Ledger;
let database: Awaited<ReturnType<typeof openDatabase>>;
beforeAll(async () => {
  database = await openDatabase();
  ledger = await openLedger(database.url, {
    decide: () => ({ targets: [], reason: null, findings: [] }),
    onError: () => {},
  });
});
afterAll(async () => {
  await ledger.close();
  await database[Symbol.asyncDispose]();
});

const pieces = (bytes: Buffer, size: number) =>
  Readable.from(
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
      bytes.subarray(i * size, (i + 1) * size),
    ),
  );

test.each([0, 1, 1_048_576, 3_500_000])('a file of %i bytes comes out as it went in', async (size) => {
  const bytes = randomBytes(size);
  const stored = await ledger.files.store({ systemId: 'portal' }, pieces(bytes, 65_536), 5_000_000);
  expect(stored).toMatchObject({ sizeBytes: size, sha256: createHash('sha256').update(bytes).digest('hex') });
  const opened = await ledger.files.open(stored.file);
  expect((await buffer(opened?.stream as Readable)).equals(bytes)).toBe(true);
});

test('a file over the limit leaves nothing behind', async () => {
  await expect(
    ledger.files.store({ systemId: 'portal' }, pieces(randomBytes(2_000), 100), 1_000),
  ).rejects.toMatchObject({
    code: 'body.too-large',
  });
});

test('a file is for its uploader and the participants of its dossier only', async () => {
  const { file } = await ledger.files.store({ systemId: 'portal' }, pieces(randomBytes(10), 10), 1_000);
  expect(await ledger.files.openFor('portal', file)).not.toBeNull();
  expect(await ledger.files.openFor('stranger', file)).toBeNull();
});

test('a message cannot name a file that somebody else uploaded', async () => {
  const { file } = await ledger.files.store({ systemId: 'portal' }, pieces(randomBytes(10), 10), 1_000);
  const message = {
    kind: 'dossier.progressed',
    occurredAt: '2026-11-23T08:00:00Z',
    dossier: { ids: [{ scheme: 'standard.id', value: 'theft' }], attachments: [{ id: '1', file }] },
    step: {},
  } as const;
  const submission = {
    systemId: 'thief',
    door: 'POST /v1/messages',
    raw: Buffer.from('x'),
    mediaType: 'application/json',
    messages: [{ message: structuredClone(message) as never, identity: null, findings: [] }],
  };
  await expect(ledger.accept(submission)).rejects.toMatchObject({ code: 'message.invalid' });
});
