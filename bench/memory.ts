import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { freePorts } from '../test/chaos/harness/processes.ts';
import { startContender } from './contenders.ts';
import { describeMachine, openGround } from './ground.ts';
import type { LoadOptions, LoadResult } from './load.ts';
import { residentMb } from './process-cost.ts';

/** `node bench/memory.ts [--pending 100000]`: what the gateway holds idle, and with a backlog for a dead receiver. */
const { values } = parseArgs({ options: { pending: { type: 'string', default: '100000' } } });
const say = (line: string) => process.stdout.write(`${line}\n`);
const SETTLE_MS = 10_000;
const load = fileURLToPath(new URL('./load.ts', import.meta.url));

await using ground = await openGround();
say(describeMachine());
// Nobody listens there: every connection is refused.
const [deadPort = 0] = await freePorts(1);
const place = {
  folder: join(ground.folder, 'gateway'),
  databaseUrl: ground.postgres.url,
  sinkPort: deadPort,
};
await using started = await startContender('b', { ...place, redisUrl: undefined });
const resident = () => residentMb(started.gateways.pids()[0] ?? 0);
const pid = started.gateways.pids()[0];
await pause(SETTLE_MS);
say(`idle after start: ${resident().toFixed(0)} MB`);

const messages = Number(values.pending);
const common = { url: started.gateways.url, key: started.key, run: `bench-memory-${process.pid}` };
const options: LoadOptions = { ...common, connections: 64, seconds: 600, messages };
let peak = 0;
const watch = setInterval(() => {
  peak = Math.max(peak, resident());
}, 200);
const { stdout } = await promisify(execFile)(process.execPath, [load, JSON.stringify(options)]);
clearInterval(watch);
const result = JSON.parse(stdout) as LoadResult;
const seconds = (result.endedAt - result.startedAt) / 1000;
say(`${result.accepted} accepted in ${seconds.toFixed(0)} s, ${result.failed} failed ${result.firstFailure}`);
say(`peak while they came: ${peak.toFixed(0)} MB`);
await pause(SETTLE_MS);
say(`with ${result.accepted} pending, at rest: ${resident().toFixed(0)} MB`);
if (started.gateways.pids()[0] !== pid)
  say('the gateway was restarted in between: the figures are worthless');
