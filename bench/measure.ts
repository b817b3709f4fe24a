import { execFile } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Started } from './contenders.ts';
import type { LoadOptions, LoadResult } from './load.ts';
import { cpuMicros } from './process-cost.ts';
import type { Tally } from './sink.ts';

export interface Measured extends LoadResult, Tally {
  lost: number;
  /** From the first message sent to the last one received. */
  perSecond: number;
  /** CPU by process, microseconds per message. */
  cpuMicros: Record<string, number>;
}

export interface Course extends Pick<LoadOptions, 'connections' | 'seconds' | 'perSecond' | 'messages'> {
  sinkPort: number;
  /** Processes whose CPU is counted besides the contender's. */
  servers: Readonly<Record<string, number | undefined>>;
}

const run = promisify(execFile);
const LOAD = fileURLToPath(new URL('./load.ts', import.meta.url));
/** How long nothing may arrive before the rest counts as lost. */
const PATIENCE_MS = 20_000;
let runs = 0;

/** One course: load, wait until all arrived, count. The sink must run. */
export async function measure({ gateways, key }: Started, course: Course): Promise<Measured> {
  const { sinkPort, servers, ...load } = course;
  await fetch(`http://127.0.0.1:${sinkPort}/reset`, { method: 'POST' });
  runs += 1;
  const name = `bench-${process.pid}-${runs}`;
  const processes = { node: gateways.pids()[0], ...servers };
  const before = costs(processes);
  const options: LoadOptions = { ...load, url: gateways.url, key, run: name };
  const { stdout } = await run(process.execPath, [LOAD, JSON.stringify(options)]);
  const result = JSON.parse(stdout) as LoadResult;
  const tally = await untilArrived(sinkPort, result.accepted);
  const after = costs(processes);
  const each = Object.keys(processes).map((one): [string, number] => [
    one,
    ((after[one] ?? 0) - (before[one] ?? 0)) / tally.received,
  ]);
  return {
    ...result,
    ...tally,
    lost: Math.max(0, result.accepted - tally.received),
    perSecond: (tally.received * 1000) / (tally.lastAt - result.startedAt),
    cpuMicros: Object.fromEntries(each),
  };
}

function costs(processes: Readonly<Record<string, number | undefined>>): Record<string, number> {
  const entries = Object.entries(processes).map(([name, pid]) => [
    name,
    pid === undefined ? 0 : cpuMicros(pid),
  ]);
  return Object.fromEntries(entries);
}

async function untilArrived(sinkPort: number, accepted: number): Promise<Tally> {
  let tally = await readTally(sinkPort);
  let since = Date.now();
  while (tally.received < accepted && Date.now() - since < PATIENCE_MS) {
    await pause(100);
    const now = await readTally(sinkPort);
    if (now.received > tally.received) since = Date.now();
    tally = now;
  }
  return tally;
}

async function readTally(sinkPort: number): Promise<Tally> {
  const answer = await fetch(`http://127.0.0.1:${sinkPort}/tally`);
  return (await answer.json()) as Tally;
}
