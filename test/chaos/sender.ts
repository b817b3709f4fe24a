import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { fsynced } from './harness/fsynced.ts';
import { contentHash, openHistory, type SentLine } from './harness/history.ts';
import { dossierId, type Load, makeMessage, receiverOf } from './load.ts';

/**
 * A portal in a process of its own: `node sender.ts '<SenderOptions as JSON>'`. It starts a fixed number of messages a
 * second whatever the gateway does (an outage makes a queue of them), those of one dossier strictly one after the
 * other, and repeats each with the same key until it has an answer. Ends when every message has one.
 */
export interface SenderOptions {
  url: string;
  key: string;
  perSecond: number;
  /** How many dossiers travel at the same time. */
  window: number;
  history: string;
  load: Load;
}

interface Answer {
  status: number;
  text: string;
}

const TRY_MS = 8000;
const TICK_MS = 10;
/** Answers that say "not now": repeated with the same key. */
const LATER = new Set([408, 409, 425, 429, 500, 502, 503, 504]);

const options = JSON.parse(process.argv[2] ?? '') as SenderOptions;
const { load } = options;
const history = openHistory<SentLine>(options.history);
const durable = fsynced(history.fd);
const agent = new Agent({ keepAlive: true, maxSockets: options.window });

/** Dossiers of the window that wait for their turn, each with the sequence number to send next. */
const idle: { dossier: number; sequence: number }[] = [];
let opened = 0;
let open = 0;
let due = 0;
let last = performance.now();

while (opened < load.dossiers || open > 0) {
  const now = performance.now();
  due += ((now - last) * options.perSecond) / 1000;
  last = now;
  while (due >= 1 && startNext()) due -= 1;
  await pause(TICK_MS);
}
agent.destroy();

function startNext(): boolean {
  if (opened < load.dossiers && open < options.window) {
    idle.unshift({ dossier: opened, sequence: 1 });
    opened += 1;
    open += 1;
  }
  const turn = idle.shift();
  if (turn === undefined) return false;
  void send(turn.dossier, turn.sequence);
  return true;
}

async function send(dossier: number, sequence: number): Promise<void> {
  const message = makeMessage(load, { dossier, sequence });
  const messageId = message.id ?? '';
  const receiver = receiverOf(load, dossier);
  const place = { messageId, dossier: dossierId(load, dossier), sequence, receiver };
  history.append({ event: 'invoked', ...place, hash: contentHash(message), at: Date.now() });
  const body = Buffer.from(JSON.stringify(message));
  const { tries, answer } = await untilAnswered(messageId, body);
  history.append(lineOf(messageId, tries, answer));
  await durable();
  if (answer.status === 202 && sequence < load.perDossier) idle.push({ dossier, sequence: sequence + 1 });
  else open -= 1;
}

async function untilAnswered(key: string, body: Buffer): Promise<{ tries: number; answer: Answer }> {
  for (let tries = 1; ; tries += 1) {
    const answer = await post(key, body).catch(() => undefined);
    if (answer !== undefined && !LATER.has(answer.status)) return { tries, answer };
    await pause(50 + Math.random() * 150);
  }
}

function lineOf(messageId: string, tries: number, { status, text }: Answer): SentLine {
  const at = Date.now();
  if (status !== 202) return { event: 'refused', messageId, status, answer: text.slice(0, 2000), at };
  const { exchangeId, state, duplicate } = JSON.parse(text);
  return { event: 'accepted', messageId, exchangeId, state, duplicate, tries, at };
}

function post(key: string, body: Buffer): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const headers = {
    authorization: `Bearer ${options.key}`,
    'content-type': 'application/json',
    'content-length': body.length,
    'idempotency-key': key,
  };
  const signal = AbortSignal.timeout(TRY_MS);
  const call = request(`${options.url}/v1/messages`, { method: 'POST', agent, headers, signal });
  call.once('error', reject);
  call.once('response', (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.once('error', reject);
    // An answer cut off by a kill is no answer.
    response.once('close', () => {
      const text = Buffer.concat(chunks).toString();
      if (response.complete) resolve({ status: response.statusCode ?? 0, text });
      else reject(new Error('cut off'));
    });
  });
  call.end(body);
  return promise;
}
