import { randomUUID } from 'node:crypto';
import express from 'express';
import { Pool } from 'undici';

/**
 * What a gateway costs that promises nothing: takes a message, says 202, forwards it from memory, and forgets it. The
 * ceiling that the benchmark compares with, and the proof that the kill test sees losses.
 * Environment: PORT, OPERATE_PORT, FORWARD (JSON: agency code to base URL).
 */
const places = JSON.parse(process.env['FORWARD'] ?? '{}') as Record<string, string>;
const pools = new Map<string, Pool>();

/** Messages of one dossier go one after the other; nothing but this chain keeps them in order. */
const lanes = new Map<string, Promise<void>>();

const app = express();
app.post('/v1/messages', express.json({ limit: '1mb' }), (request, response) => {
  const message = request.body;
  const exchangeId = randomUUID();
  const dossierId = message.dossier.ids[0].value;
  const send = () => forward(message, exchangeId).catch(() => {});
  const tail = (lanes.get(dossierId) ?? Promise.resolve()).then(send);
  lanes.set(dossierId, tail);
  void tail.then(() => lanes.get(dossierId) === tail && lanes.delete(dossierId));
  response.status(202).json({ exchangeId, duplicate: false, dossierId, state: 'accepted', reason: null });
});

const operate = express();
operate.get('/readyz', (_request, response) => void response.sendStatus(200));

app.listen(Number(process.env['PORT']), '127.0.0.1');
operate.listen(Number(process.env['OPERATE_PORT']), '127.0.0.1');
process.once('SIGTERM', () => process.exit(0));

async function forward(message: { dossier: { competentAgency: { code: string } } }, deliveryId: string) {
  const place = places[message.dossier.competentAgency.code] ?? '';
  const answer = await poolOf(place).request({
    path: '/messages',
    method: 'POST',
    headers: { 'content-type': 'application/json', 'webhook-id': deliveryId },
    body: JSON.stringify({ deliveryId, message }),
  });
  await answer.body.dump();
}

function poolOf(place: string): Pool {
  const known = pools.get(place) ?? new Pool(place, { connections: 64 });
  pools.set(place, known);
  return known;
}
