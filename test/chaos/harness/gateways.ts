import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePorts, isAlive, killGroup, launch, stopGroup } from './processes.ts';

const MAIN = fileURLToPath(new URL('../../../src/main.ts', import.meta.url));

export type Command = 'all' | 'serve' | 'work';

export interface GatewaysOptions {
  /** One process each; the first one takes the messages. */
  commands: readonly Command[];
  /** For logs and data. */
  folder: string;
  databaseUrl: string;
  redisUrl?: string | undefined;
  configDir: string;
  secretsDir: string;
  profile: string;
  logLevel?: string;
  /** Another program than the gateway, which must do as it does (to show what the judge sees, or to compare speeds). */
  main?: string;
  /** What that program needs besides. */
  env?: Readonly<Record<string, string>>;
}

interface Member {
  command: Command;
  operatePort: number;
  log: string;
  child: ChildProcess;
}

/** Real gateway processes that come back whenever they end, as under a service manager. */
export interface Gateways extends AsyncDisposable {
  /** Where senders post. */
  readonly url: string;
  readonly logs: readonly string[];
  pids(): number[];
  /** How often one ended that nobody had killed. */
  crashes(): number;
  /** kill -9 of one process group and an immediate restart; `pick` in [0, 1) chooses it. */
  kill(pick: number): Promise<void>;
  untilReady(patienceMs?: number): Promise<void>;
  /** SIGTERM to all; the number that had to be killed. */
  stop(): Promise<number>;
}

export async function startGateways(options: GatewaysOptions): Promise<Gateways> {
  const ports = await freePorts(options.commands.length * 2);
  const over = new AbortController();
  let crashes = 0;
  const members = options.commands.map((command, index): Member => {
    const log = join(options.folder, `gateway-${index}-${command}.log`);
    const operatePort = ports[index * 2 + 1] ?? 0;
    const env = environment(options, { index, port: ports[index * 2] ?? 0, operatePort });
    const start = () => watch(launch({ file: options.main ?? MAIN, args: [command], env, log }));
    const member: Member = { command, operatePort, log, child: start() };
    function watch(child: ChildProcess): ChildProcess {
      child.once('exit', (_code, signal) => void comeBack(signal === 'SIGKILL'));
      return child;
    }
    async function comeBack(killed: boolean): Promise<void> {
      if (over.signal.aborted) return;
      if (!killed) crashes += 1;
      // A service manager waits a little after a crash; after a kill it does not.
      if (!killed) await pause(300);
      if (!over.signal.aborted) member.child = start();
    }
    return member;
  });
  const stop = () => stopAll(members, over);
  return {
    url: `http://127.0.0.1:${ports[0]}`,
    logs: members.map((member) => member.log),
    pids: () => members.map((member) => member.child.pid ?? 0),
    crashes: () => crashes,
    async kill(pick) {
      const member = members[Math.floor(pick * members.length)];
      if (member !== undefined) await killGroup(member.child);
    },
    untilReady: (patienceMs = 30_000) => untilReady(members, { patienceMs, crashes: () => crashes }),
    stop,
    async [Symbol.asyncDispose]() {
      await stop();
    },
  };
}

interface Ports {
  index: number;
  port: number;
  operatePort: number;
}

function environment(options: GatewaysOptions, { index, port, operatePort }: Ports): Record<string, string> {
  return {
    PORT: String(port),
    OPERATE_PORT: String(operatePort),
    DATA_DIR: join(options.folder, `data-${index}`),
    DATABASE_URL: options.databaseUrl,
    ...(options.redisUrl === undefined ? {} : { REDIS_URL: options.redisUrl }),
    CONFIG_DIR: options.configDir,
    GATEWAY_PROFILE: options.profile,
    SECRETS_DIR: options.secretsDir,
    LOG_LEVEL: options.logLevel ?? 'info',
    ...options.env,
  };
}

/** How often a program may end before its first readiness until that counts as an answer. */
const HOPELESS = 5;

interface Patience {
  patienceMs: number;
  crashes(): number;
}

async function untilReady(members: readonly Member[], { patienceMs, crashes }: Patience): Promise<void> {
  const giveUpAt = Date.now() + patienceMs;
  for (const member of members) {
    while (!(await isReady(member.operatePort))) {
      if (Date.now() > giveUpAt || crashes() >= HOPELESS) throw new Error(notReady(member));
      await pause(50);
    }
  }
}

/** With its last words, because the folder of a test is gone when somebody reads this. */
const notReady = ({ command, log }: Member): string =>
  `${command} does not become ready; its log ends:\n${readFileSync(log, 'utf8').slice(-2000)}`;

async function isReady(port: number): Promise<boolean> {
  const signal = AbortSignal.timeout(2000);
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { signal }).catch(() => undefined);
  await answer?.body?.cancel();
  return answer?.status === 200;
}

async function stopAll(members: readonly Member[], over: AbortController): Promise<number> {
  over.abort();
  const alive = members.filter((member) => isAlive(member.child));
  const killed = await Promise.all(alive.map((member) => stopGroup(member.child)));
  return killed.filter(Boolean).length;
}
