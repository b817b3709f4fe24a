import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How many databases a test server has; each user of it takes one. */
const REDIS_DATABASES = 1024;

export interface RedisServer extends AsyncDisposable {
  readonly url: string;
  /** Its folder, which also notes the databases taken. */
  readonly folder: string;
  /** kill -9. */
  kill(): Promise<void>;
  /** Starts it again at the same address, with what it had written to disk. */
  restart(): Promise<void>;
}

/** Whether this machine has a `redis-server` to test with. */
export const hasRedis = (): boolean =>
  spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status === 0;

/** Starts a Redis of its own on a free loopback port in a temporary folder; `appendonly` makes it survive a kill. */
export async function startRedis({ appendonly = false } = {}): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), 'one-stop-redis-'));
  const port = await freePort();
  let child = await launch(folder, port, appendonly);
  const url = `redis://127.0.0.1:${port}`;
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  };
  return {
    url,
    folder,
    kill: () => end('SIGKILL'),
    async restart() {
      await end('SIGKILL');
      child = await launch(folder, port, appendonly);
    },
    async [Symbol.asyncDispose]() {
      await end('SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Takes the next database of a server that nobody has taken yet and returns its URL. Making a folder either succeeds or fails in every process alike, so no two
 * tests get the same number.
 */
export function claimDatabase(url: string, folder: string): string {
  for (let index = 0; index < REDIS_DATABASES; index += 1) {
    try {
      mkdirSync(join(folder, `taken-${index}`));
      return `${url}/${index}`;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  throw new Error(`all ${REDIS_DATABASES} databases of the test Redis are taken`);
}

async function launch(folder: string, port: number, appendonly: boolean): Promise<ChildProcess> {
  const place = ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder];
  const keep = ['--save', '', '--appendonly', appendonly ? 'yes' : 'no', '--appendfsync', 'always'];
  const limits = ['--databases', String(REDIS_DATABASES), '--maxmemory-policy', 'noeviction'];
  const child = spawn('redis-server', [...place, ...keep, ...limits], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await untilReady(child);
  return child;
}

/** Listens to what the server says to the end of its life, so that its pipe never fills. */
function untilReady(child: ChildProcess): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2000);
    if (said.includes('Ready to accept connections')) resolve();
  });
  child.once('error', reject);
  child.once('exit', () => reject(new Error(`redis-server did not start: ${said}`)));
  return promise;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
