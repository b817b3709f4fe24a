import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { freePorts, killGroup, launch, stopGroup } from './processes.ts';

/** A Redis as it should be run for queues: append-only file, fsync every second, nothing evicted. */
export interface KillableRedis extends AsyncDisposable {
  readonly url: string;
  pid(): number | undefined;
  /** kill -9, then up again at the same address with what it had written. */
  kill(): Promise<void>;
}

export async function startRedis(folder: string): Promise<KillableRedis> {
  mkdirSync(folder, { recursive: true });
  const [port = 0] = await freePorts(1);
  const place = ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder];
  const keep = ['--save', '', '--appendonly', 'yes', '--appendfsync', 'everysec'];
  const args = [...place, ...keep, '--maxmemory-policy', 'noeviction'];
  const start = () => launch({ file: 'redis-server', args, log: `${folder}/redis.log` });
  let child = start();
  await untilAnswers(port);
  return {
    url: `redis://127.0.0.1:${port}`,
    pid: () => child.pid,
    async kill() {
      await killGroup(child);
      child = start();
      await untilAnswers(port);
    },
    async [Symbol.asyncDispose]() {
      await stopGroup(child, 5000);
    },
  };
}

/** Redis listens before it has read its file; only PONG says that it serves. */
async function untilAnswers(port: number): Promise<void> {
  const giveUpAt = Date.now() + 10_000;
  while (!(await pings(port))) {
    if (Date.now() > giveUpAt) throw new Error('redis-server did not start');
    await pause(20);
  }
}

function pings(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
  socket.setTimeout(1000, () => socket.destroy());
  socket.once('data', (answer) => {
    resolve(answer.toString().startsWith('+PONG'));
    socket.destroy();
  });
  socket.once('error', () => resolve(false));
  socket.once('close', () => resolve(false));
  return promise;
}
