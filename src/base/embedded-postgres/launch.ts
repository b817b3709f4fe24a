import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, lchownSync, openSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Address, listenSettings } from './address.ts';
import type { Layout } from './layout.ts';
import { findPostmaster, lives, type Postmaster, readAddress, saysReady } from './postmaster.ts';
import { probe } from './probe.ts';
import { processStart } from './process-identity.ts';
import type { Runner } from './run-as.ts';
import { settingArgs } from './settings.ts';
import { DatabaseStartError } from './start-error.ts';

/** What a launch needs to know; `address` is asked again at each try, because a free port may be taken meanwhile. */
export interface LaunchPlan {
  readonly layout: Layout;
  readonly runner: Runner;
  readonly settings: Readonly<Record<string, string>>;
  address(): Promise<Address>;
}

export interface Launched {
  readonly postmaster: Postmaster;
  readonly address: Address;
}

const POLL_MS = 25;
const RETRY_MS = 200;
/** How long what a killed server left behind (its pid, its last children's shared memory) may stand in the way. */
const REMAINS_TIMEOUT_MS = 20_000;
/** Recovery after a crash replays up to 1 GB of log; longer than this nothing moves any more. */
const READY_TIMEOUT_MS = 300_000;
const PASSING_FAILURES =
  /lock file ".*" already exists|shared memory block|Address already in use|could not bind/;

/** Starts the server and waits until it takes clients; tries again while a killed predecessor's remains are in the way. */
export async function launch(plan: LaunchPlan): Promise<Launched> {
  const giveUpAt = Date.now() + REMAINS_TIMEOUT_MS;
  for (;;) {
    const address = await plan.address();
    const child = spawnServer(plan, address);
    const postmaster = await untilReady(child, plan.layout, address);
    if (postmaster !== undefined) return { postmaster, address };
    const words = lastWords(plan.layout, child.pid);
    if (!PASSING_FAILURES.test(words) || Date.now() > giveUpAt) throw notStarted(plan.layout, words);
    await pause(RETRY_MS);
  }
}

/** Takes over a server that outlived its gateway; undefined when there is none, or when it was just stopping. */
export async function adopt(layout: Layout): Promise<Launched | undefined> {
  const postmaster = findPostmaster(layout);
  if (postmaster === undefined) return undefined;
  const giveUpAt = Date.now() + READY_TIMEOUT_MS;
  let silentUntil = Date.now() + REMAINS_TIMEOUT_MS;
  while (lives(postmaster) && Date.now() < giveUpAt) {
    const address = readAddress(layout);
    const readiness = address === undefined ? 'silent' : await probe(address);
    if (address !== undefined && readiness === 'ready') return { postmaster, address };
    if (readiness === 'not-yet') silentUntil = Date.now() + REMAINS_TIMEOUT_MS;
    if (Date.now() > silentUntil) break;
    await pause(POLL_MS);
  }
  if (lives(postmaster)) throw deaf(layout, postmaster.pid);
  return undefined;
}

function spawnServer({ layout, runner, settings }: LaunchPlan, address: Address): ChildProcess {
  const args = ['-D', layout.cluster, ...settingArgs(layout.logDir, settings, listenSettings(address))];
  const { file, args: all, options } = runner.command(runner.binaries.postgres, args);
  const log = openSync(layout.startLog, 'w', 0o600);
  lchownSync(layout.startLog, runner.owner.uid, runner.owner.gid);
  // Its own process group: Ctrl-C at the terminal must not stop it before the last outcomes are recorded.
  const child = spawn(file, all, { ...options, detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  child.on('error', () => {}); // Shows as a missing pid.
  child.unref();
  return child;
}

/** The running server, or undefined when it ended before it took clients. */
async function untilReady(
  child: ChildProcess,
  layout: Layout,
  address: Address,
): Promise<Postmaster | undefined> {
  const { pid } = child;
  const started = pid === undefined ? undefined : processStart(pid);
  if (pid === undefined || started === undefined) return undefined;
  const giveUpAt = Date.now() + READY_TIMEOUT_MS;
  while (lives({ pid, started })) {
    // Its own word first: on a busy port a stranger's server would answer the knock.
    if (saysReady(layout, pid) && (await probe(address)) === 'ready') return { pid, started };
    if (Date.now() > giveUpAt) process.kill(pid, 'SIGQUIT');
    await pause(POLL_MS);
  }
  return undefined;
}

/** What this try said: before its log collector ran into `start.log`, after that into the newest day's file. */
function lastWords({ logDir, startLog }: Layout, pid: number | undefined): string {
  const files = readdirSync(logDir).map((name) => join(logDir, name));
  const newest = files.sort((a, b) => statSync(a).mtimeMs - statSync(b).mtimeMs).at(-1);
  const early = readFileSync(startLog, 'utf8').trim().split('\n');
  const late = newest === undefined || newest === startLog ? [] : readFileSync(newest, 'utf8').split('\n');
  return [...early, ...late.filter((line) => line.includes(`[${pid}]`))].slice(-8).join('\n');
}

function notStarted(layout: Layout, words: string): DatabaseStartError {
  return new DatabaseStartError({
    vi: `PostgreSQL nhúng không khởi động được ở ${layout.home}: ${words || 'không có thông báo'}. Xem ${layout.logDir}; hoặc đặt DATABASE_URL.`,
    en: `The embedded PostgreSQL did not start in ${layout.home}: ${words || 'it said nothing'}. See ${layout.logDir}; or set DATABASE_URL.`,
  });
}

function deaf(layout: Layout, pid: number): DatabaseStartError {
  return new DatabaseStartError({
    vi: `PostgreSQL (tiến trình ${pid}) đang chạy trên ${layout.cluster} nhưng không trả lời. Hãy dừng nó bằng "kill -QUIT ${pid}" rồi khởi động lại.`,
    en: `PostgreSQL (process ${pid}) runs on ${layout.cluster} but does not answer. Stop it with "kill -QUIT ${pid}" and start again.`,
  });
}
