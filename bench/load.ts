import { Pool } from 'undici';
import { benchLoad, benchMessage } from './message.ts';

/** The load generator, a process of its own: `node load.ts '<LoadOptions as JSON>'`; prints a LoadResult. */
export interface LoadOptions {
  url: string;
  key: string;
  /** Part of every message id; tells the runs apart. */
  run: string;
  connections: number;
  /** With `perSecond` an open loop; without, every connection sends again as soon as it has its answer. */
  perSecond?: number;
  seconds: number;
  /** Ends earlier after so many. */
  messages?: number;
}

export interface LoadResult {
  accepted: number;
  /** Anything but a 202 with the state `accepted`. */
  failed: number;
  firstFailure: string;
  /** Unix time, ms. */
  startedAt: number;
  endedAt: number;
}

const options = JSON.parse(process.argv[2] ?? '') as LoadOptions;
const load = benchLoad(options.run);
const pool = new Pool(options.url, { connections: options.connections });
const result: LoadResult = { accepted: 0, failed: 0, firstFailure: '', startedAt: Date.now(), endedAt: 0 };
const until = result.startedAt + options.seconds * 1000;
const most = options.messages ?? Number.POSITIVE_INFINITY;
let next = 0;

if (options.perSecond === undefined) await closedLoop();
else await openLoop(options.perSecond);
result.endedAt = Date.now();
await pool.close();
process.stdout.write(`${JSON.stringify(result)}\n`);

async function closedLoop(): Promise<void> {
  const connection = async () => {
    while (Date.now() < until && next < most) await send();
  };
  await Promise.all(Array.from({ length: options.connections }, connection));
}

async function openLoop(perSecond: number): Promise<void> {
  const open = new Set<Promise<void>>();
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setInterval(() => {
    const due = Math.floor(((Date.now() - result.startedAt) * perSecond) / 1000);
    while (next < Math.min(due, most)) {
      const one = send().finally(() => open.delete(one));
      open.add(one);
    }
    if (Date.now() >= until || next >= most) resolve();
  }, 1);
  await promise;
  clearInterval(timer);
  await Promise.all(open);
}

async function send(): Promise<void> {
  const body = benchMessage(load, next);
  const key = `${options.run}-${next}`;
  next += 1;
  const headers = {
    authorization: `Bearer ${options.key}`,
    'content-type': 'application/json',
    'idempotency-key': key,
  };
  try {
    const answer = await pool.request({ path: '/v1/messages', method: 'POST', headers, body });
    const text = await answer.body.text();
    if (answer.statusCode === 202 && text.includes('"state":"accepted"')) result.accepted += 1;
    else fail(`${answer.statusCode} ${text.slice(0, 300)}`);
  } catch (error) {
    fail(String(error));
  }
}

function fail(why: string): void {
  result.failed += 1;
  result.firstFailure ||= why;
}
