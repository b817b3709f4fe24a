import { randomUUID } from 'node:crypto';
import { type ConnectionOptions, createPostgresBackend, type Job, Queue, Worker } from 'bullmq';
import express from 'express';
import { Redis } from 'ioredis';
import pg from 'pg';
import { Pool } from 'undici';

/**
 * The plain way to use BullMQ: one row in a table and one job with the payload per message; no order, no idempotency,
 * no guard. What the gateway's ledger and drains are compared with.
 * Environment: PORT, OPERATE_PORT, DATABASE_URL, REDIS_URL (else BullMQ on PostgreSQL), FORWARD.
 */
interface Delivery {
  id: string;
  message: { dossier: { ids: { value: string }[]; competentAgency: { code: string } } };
}

const places = JSON.parse(process.env['FORWARD'] ?? '{}') as Record<string, string>;
const pools = new Map(Object.values(places).map((place) => [place, new Pool(place, { connections: 64 })]));
const database = new pg.Pool({ connectionString: process.env['DATABASE_URL'] ?? '', max: 20 });
database.on('error', () => {});
await database.query(
  'create table if not exists plain (id uuid primary key, body jsonb not null, delivered_at timestamptz)',
);

const { queue } = await openBullMq(process.env['REDIS_URL']);

const app = express();
app.post('/v1/messages', express.json({ limit: '1mb' }), async (request, response) => {
  const delivery: Delivery = { id: randomUUID(), message: request.body };
  await database.query({
    name: 'keep',
    text: 'insert into plain (id, body) values ($1, $2)',
    values: [delivery.id, JSON.stringify(delivery.message)],
  });
  await queue.add('deliver', delivery, { removeOnComplete: true, attempts: 5 });
  const dossierId = delivery.message.dossier.ids[0]?.value;
  const receipt = { exchangeId: delivery.id, duplicate: false, dossierId, state: 'accepted', reason: null };
  response.status(202).json(receipt);
});
app.listen(Number(process.env['PORT']), '127.0.0.1');

const operate = express();
operate.get('/readyz', (_request, response) => void response.sendStatus(200));
operate.listen(Number(process.env['OPERATE_PORT']), '127.0.0.1');
process.once('SIGTERM', () => process.exit(0));

async function openBullMq(redisUrl: string | undefined) {
  const work = (job: Job<Delivery>) => deliver(job.data);
  if (redisUrl === undefined) {
    const own = { connectionString: process.env['DATABASE_URL'], migrate: true };
    const connection = own as unknown as ConnectionOptions;
    const queue = new Queue<Delivery>('plain', { connection }, createPostgresBackend as never);
    const worker = new Worker('plain', work, { connection, concurrency: 64 }, createPostgresBackend as never);
    return { queue, worker };
  }
  const connect = () => new Redis(redisUrl, { maxRetriesPerRequest: null }) as unknown as ConnectionOptions;
  const queue = new Queue<Delivery>('plain', { connection: connect() });
  const worker = new Worker('plain', work, { connection: connect(), concurrency: 64 });
  return { queue, worker };
}

async function deliver({ id, message }: Delivery): Promise<void> {
  const pool = pools.get(places[message.dossier.competentAgency.code] ?? '');
  const answer = await pool?.request({
    path: '/messages',
    method: 'POST',
    headers: { 'content-type': 'application/json', 'webhook-id': id },
    body: JSON.stringify({ deliveryId: id, message }),
  });
  await answer?.body.dump();
  if (answer?.statusCode !== 200) throw new Error(`answered ${answer?.statusCode}`);
  const text = 'update plain set delivered_at = now() where id = $1';
  await database.query({ name: 'mark', text, values: [id] });
}
