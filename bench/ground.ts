import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type KillablePostgres, startPostgres } from '../test/chaos/harness/postgres.ts';
import { endAllOnSignal, freePorts, launch, stopGroup } from '../test/chaos/harness/processes.ts';
import { type KillableRedis, startRedis } from '../test/chaos/harness/redis.ts';
import { hasRedis } from '../test/support/redis-server.ts';

/** What every contender runs on: one PostgreSQL, one Redis if the machine has it, one sink. */
export interface BenchGround extends AsyncDisposable {
  folder: string;
  postgres: KillablePostgres;
  redis: KillableRedis | undefined;
  sinkPort: number;
}

const SINK_PROGRAM = fileURLToPath(new URL('./sink.ts', import.meta.url));

export async function openGround(): Promise<BenchGround> {
  endAllOnSignal();
  const outer = await mkdtemp(join(tmpdir(), 'one-stop-bench-'));
  await chmod(outer, 0o755);
  const closing = new AsyncDisposableStack();
  closing.defer(() => rm(outer, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
  try {
    mkdirSync(join(outer, 'postgres'));
    const postgres = closing.use(await startPostgres(join(outer, 'postgres')));
    const redis = hasRedis() ? closing.use(await startRedis(join(outer, 'redis'))) : undefined;
    const [sinkPort = 0] = await freePorts(1);
    const sink = launch({ file: SINK_PROGRAM, args: [String(sinkPort)], log: join(outer, 'sink.log') });
    closing.defer(async () => void (await stopGroup(sink)));
    await untilAnswers(sinkPort);
    return { folder: outer, postgres, redis, sinkPort, [Symbol.asyncDispose]: () => closing.disposeAsync() };
  } catch (error) {
    await closing.disposeAsync();
    throw error;
  }
}

/** Machine and versions, because a figure without them says nothing. */
export function describeMachine(): string {
  const memoryGb = Math.round(totalmem() / 2 ** 30);
  const redis = hasRedis() ? execFileSync('redis-server', ['--version'], { encoding: 'utf8' }) : 'no Redis';
  const version = /v=([\d.]+)/.exec(redis)?.[1];
  const processors = cpus();
  return [
    `${processors.length} x ${processors[0]?.model.trim() ?? 'unknown processor'}, ${memoryGb} GB`,
    `Node ${process.version}, PostgreSQL embedded (fsync on)`,
    version === undefined ? redis : `Redis ${version} (everysec)`,
  ].join('; ');
}

async function untilAnswers(port: number): Promise<void> {
  const giveUpAt = Date.now() + 10_000;
  const asks = () =>
    fetch(`http://127.0.0.1:${port}/tally`).then(
      () => true,
      () => false,
    );
  while (!(await asks())) if (Date.now() > giveUpAt) throw new Error('the sink did not start');
}
