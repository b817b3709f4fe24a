import net from 'node:net';
import pg from 'pg';
import { describe, expect, inject, it } from 'vitest';
import { openDatabase } from './database.ts';
import { onBothBackends, redisUrl } from './redis.ts';
import { hasRedis, startRedis } from './redis-server.ts';

async function countTables(url: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query("select count(*)::int as n from pg_tables where tablename = 'mine'");
    return found.rows[0];
  } finally {
    await client.end();
  }
}

it('gives each test a database of its own and drops it even under an open connection', async () => {
  const client = await (async () => {
    await using first = await openDatabase();
    await using second = await openDatabase();
    const open = new pg.Client({ connectionString: first.url });
    open.on('error', () => {});
    await open.connect();
    await open.query('create table mine (i int)');
    expect(await countTables(first.url)).toEqual({ n: 1 });
    expect(await countTables(second.url)).toEqual({ n: 0 });
    return open;
  })();
  await expect(client.query('select 1')).rejects.toThrow();
});

describe('no test leaves this machine', () => {
  const attempt = (options: net.NetConnectOpts) => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const socket = net.connect(options, () => resolve('connected'));
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    return promise.finally(() => socket.destroy());
  };
  const elsewhere: net.LookupFunction = (_host, options, callback) =>
    options.all ? callback(null, [{ address: '192.0.2.1', family: 4 }]) : callback(null, '192.0.2.1', 4);

  it('by address', async () => {
    expect(await attempt({ host: '192.0.2.1', port: 9 })).toBe('ENETUNREACH');
  });

  it('by a name that resolves to another machine', async () => {
    expect(await attempt({ host: 'partner.test', port: 9, lookup: elsewhere })).toBe('ENETUNREACH');
  });

  it('but reaches its own servers, by address and by name', async () => {
    const server = net.createServer().listen(0, '127.0.0.1');
    try {
      await expect.poll(() => server.listening).toBe(true);
      const { port } = server.address() as net.AddressInfo;
      expect(await attempt({ host: '127.0.0.1', port })).toBe('connected');
      expect(await attempt({ host: 'localhost', port })).toBe('connected');
    } finally {
      server.close();
    }
  });
});

onBothBackends('a test on both back ends', (backend) => {
  it('gets an empty Redis database of its own, or none', () => {
    const urls = [backend.redisUrl(), backend.redisUrl()];
    if (backend.name === 'postgres') expect(urls).toEqual([undefined, undefined]);
    else expect(new Set(urls).size).toBe(2);
  });
});

it('knows a Redis exactly where this run has one', () => {
  expect(redisUrl() !== undefined).toBe(inject('redisServer') !== null);
});

/** One command over a plain connection; the first line of the answer. */
function tell(url: string, command: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const { hostname: host, port } = new URL(url);
  const socket = net.connect({ host, port: Number(port) }, () => socket.write(`${command}\r\n`));
  socket.once('data', (answer) => resolve(answer.toString().trim()));
  socket.once('error', reject);
  return promise.finally(() => socket.destroy());
}

describe.runIf(hasRedis())('a Redis that tests may kill', () => {
  it.each([
    [true, '$5\r\nthere'],
    [false, '$-1'],
  ])('comes back at its address; appendonly %s answers %j', async (appendonly, expected) => {
    await using redis = await startRedis({ appendonly });
    await tell(redis.url, 'SET it there');
    await redis.kill();
    await expect(tell(redis.url, 'GET it')).rejects.toThrow(/ECONNREFUSED/);
    await redis.restart();
    expect(await tell(redis.url, 'GET it')).toBe(expected);
  });
});
