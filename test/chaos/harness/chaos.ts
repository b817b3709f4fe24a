import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { judge, type Verdict } from '../judge.ts';
import { agencyOf, type Load } from '../load.ts';
import type { ReceiverOptions } from '../receiver.ts';
import type { SenderOptions } from '../sender.ts';
import { type Receiver, writeConfig } from './config.ts';
import { type Gateways, startGateways } from './gateways.ts';
import { type ReceivedLine, readHistory, type SentLine } from './history.ts';
import { type Kill, planKills, type Target } from './kill-plan.ts';
import { startPostgres } from './postgres.ts';
import { freePorts, launch, stopGroup } from './processes.ts';
import { startRedis } from './redis.ts';

export interface ChaosOptions {
  /** Histories, logs and data of this run. */
  folder: string;
  seed: number;
  kills: number;
  targets: readonly Target[];
  betweenMs?: readonly [number, number];
  /** At least so many messages; more when the kills take longer than they do. */
  messages: number;
  perSecond: number;
  backend: 'postgres' | 'redis';
  /** One process that takes messages and two that deliver, instead of one that does both. */
  twoWorkers?: boolean;
  /** How long nothing may move before the rest counts as lost. */
  patienceMs?: number;
  /** Longest time the receivers take to answer. */
  answerMs?: number;
  /** Another program in the gateway's place, told by `FORWARD` which agency is where. */
  main?: string;
  say?(line: string): void;
}

export interface ChaosResult {
  verdict: Verdict;
  kills: Record<Target, number>;
  /** Gateway processes that ended by themselves. */
  crashes: number;
  /** Gateway processes that did not end on SIGTERM. */
  stubborn: number;
  /** From the last acceptance to the last first receipt. */
  drainMs: number;
  seconds: number;
}

type Victims = Record<Target, (pick: number) => Promise<void>>;

const RECEIVERS = ['receiver-1', 'receiver-2', 'receiver-3', 'receiver-4'];
const PER_DOSSIER = 20;
const program = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url));

/** Runs gateways under load and under fire until everything accepted has arrived, then judges by the histories. */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const { folder, backend } = options;
  mkdirSync(folder, { recursive: true });
  await using closing = new AsyncDisposableStack();
  const postgres = closing.use(await startPostgres(join(folder, 'postgres')));
  const redis = backend === 'redis' ? closing.use(await startRedis(join(folder, 'redis'))) : undefined;
  const ports = await freePorts(RECEIVERS.length);
  const receivers = RECEIVERS.map((id, index) => ({ id, port: ports[index] ?? 0 }));
  const config = writeConfig(folder, receivers);
  closing.use(await startReceiver(options, receivers));
  const gateways = closing.use(
    await startGateways({
      ...config,
      ...(options.main === undefined ? {} : { main: options.main, env: { FORWARD: forward(receivers) } }),
      folder,
      databaseUrl: postgres.url,
      redisUrl: redis?.url,
      commands: options.twoWorkers ? ['serve', 'work', 'work'] : ['all'],
    }),
  );
  await gateways.untilReady();
  const victims: Victims = {
    gateway: (pick) => gateways.kill(pick),
    postgres: () => postgres.kill(),
    redis: async () => redis?.kill(),
  };
  const started = performance.now();
  const kills = await underFire(options, { gateways, victims, key: config.senderKey });
  const stubborn = await gateways.stop();
  const seconds = (performance.now() - started) / 1000;
  return { ...verdictOf(folder), kills, crashes: gateways.crashes(), stubborn, seconds };
}

function forward(receivers: readonly Receiver[]): string {
  const places = receivers.map(({ id, port }) => [agencyOf(id), `http://127.0.0.1:${port}`]);
  return JSON.stringify(Object.fromEntries(places));
}

interface Field {
  gateways: Gateways;
  victims: Victims;
  key: string;
}

async function underFire(options: ChaosOptions, field: Field): Promise<Record<Target, number>> {
  const { folder, perSecond, say = () => {}, patienceMs = 90_000 } = options;
  const plan = planKills(options);
  const load = makeLoad(options, plan);
  const history = join(folder, 'sent.jsonl');
  const url = field.gateways.url;
  const sender: SenderOptions = { url, key: field.key, perSecond, window: 200, history, load };
  const log = join(folder, 'sender.log');
  const child = launch({ file: program('sender.ts'), args: [JSON.stringify(sender)], log });
  const over = new AbortController();
  const ended = once(child, 'exit').finally(() => over.abort());
  try {
    const kills = await fire(plan, { victims: field.victims, over: over.signal, say });
    await Promise.race([ended, untilStill(folder, patienceMs)]);
    await untilArrived(folder, patienceMs);
    return kills;
  } finally {
    await stopGroup(child);
  }
}

/** Enough messages that every kill falls into the load. */
function makeLoad(options: ChaosOptions, plan: readonly Kill[]): Load {
  const fireMs = plan.reduce((sum, kill) => sum + kill.afterMs, 0);
  const messages = Math.max(options.messages, ((fireMs * 1.1) / 1000) * options.perSecond);
  const dossiers = Math.ceil(messages / PER_DOSSIER);
  const since = Date.now() - 3_600_000;
  return { run: `chaos-${options.seed}`, dossiers, perDossier: PER_DOSSIER, receivers: RECEIVERS, since };
}

interface Fire {
  victims: Victims;
  /** The load is over; a kill now would prove nothing. */
  over: AbortSignal;
  say(line: string): void;
}

async function fire(plan: readonly Kill[], { victims, over, say }: Fire): Promise<Record<Target, number>> {
  const done = { gateway: 0, postgres: 0, redis: 0 };
  for (const { target, afterMs, pick } of plan) {
    await pause(afterMs, undefined, { signal: over }).catch(() => {});
    if (over.aborted) return done;
    await victims[target](pick);
    done[target] += 1;
    say(`kill -9 ${target} (${done.gateway + done.postgres + done.redis} of ${plan.length})`);
  }
  return done;
}

/** Resolves when both histories stopped growing for so long. */
async function untilStill(folder: string, patienceMs: number): Promise<void> {
  let size = -1;
  let since = Date.now();
  while (Date.now() - since < patienceMs) {
    const now = sent(folder).length + received(folder).length;
    if (now !== size) since = Date.now();
    size = now;
    await pause(1000);
  }
}

async function untilArrived(folder: string, patienceMs: number): Promise<void> {
  let missing = Number.POSITIVE_INFINITY;
  let since = Date.now();
  while (missing > 0 && Date.now() - since < patienceMs) {
    const now = judge(sent(folder), received(folder)).lost.length;
    if (now < missing) since = Date.now();
    missing = now;
    if (missing > 0) await pause(250);
  }
}

function verdictOf(folder: string): { verdict: Verdict; drainMs: number } {
  const [from, to] = [sent(folder), received(folder)];
  const lastOf = (lines: readonly { at: number }[]) => lines.reduce((last, { at }) => Math.max(last, at), 0);
  const drainMs = Math.max(0, lastOf(to) - lastOf(from.filter((line) => line.event === 'accepted')));
  return { verdict: judge(from, to), drainMs };
}

const sent = (folder: string) => readHistory<SentLine>(join(folder, 'sent.jsonl'));
const received = (folder: string) => readHistory<ReceivedLine>(join(folder, 'received.jsonl'));

async function startReceiver({ folder, answerMs = 20 }: ChaosOptions, receivers: readonly Receiver[]) {
  const ports = Object.fromEntries(receivers.map(({ id, port }) => [id, port]));
  const receiver: ReceiverOptions = { history: join(folder, 'received.jsonl'), ports, answerMs };
  const log = join(folder, 'receiver.log');
  const child = launch({ file: program('receiver.ts'), args: [JSON.stringify(receiver)], log });
  await untilListens(ports);
  return {
    async [Symbol.asyncDispose]() {
      await stopGroup(child);
    },
  };
}

async function untilListens(ports: Record<string, number>): Promise<void> {
  const giveUpAt = Date.now() + 10_000;
  for (const port of Object.values(ports)) {
    while (
      !(await fetch(`http://127.0.0.1:${port}/`).then(
        () => true,
        () => false,
      ))
    ) {
      if (Date.now() > giveUpAt) throw new Error('the receivers did not start');
      await pause(50);
    }
  }
}
