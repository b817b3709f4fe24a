import net from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { aMessage, type Body, bearer, key, openWorld, post, type World } from './open-doors.ts';

/** Stands for a person's data: it must come back in no answer's detail and in no log line. */
const canary = 'CANARY-Nguyen-Van-A';
const number = '019099012345';

const json = (value: unknown) => JSON.stringify(value);
const utf8 = { 'content-type': 'application/json' };

interface Hostile {
  name: string;
  body: string | Buffer;
  headers?: Record<string, string>;
  status: number;
  errors: string[];
}

const corpus: Hostile[] = [
  { name: 'no body', body: '', status: 400, errors: ['body.empty '] },
  { name: 'bad JSON', body: `{"kind":"${canary}"`, status: 400, errors: ['json.syntax '] },
  { name: 'XML', body: `<a>${canary}</a>`, status: 400, errors: ['json.syntax '] },
  {
    name: 'several faults at once',
    body: `{"a":1,"a":"${canary}","n":12345678901234567890,"__proto__":"${number}"}`,
    status: 400,
    errors: ['json.duplicate-key /a', 'json.number /n', 'json.prototype-key /__proto__'],
  },
  {
    name: 'a number too large',
    body: '{"n":1e999}',
    status: 400,
    errors: ['json.number /n'],
  },
  {
    name: 'Latin-1',
    body: Buffer.from(`{"a":"${canary} \xea"}`, 'latin1'),
    status: 400,
    errors: ['body.encoding '],
  },
  { name: 'UTF-16', body: Buffer.from('\uFEFF{"a":1}', 'utf16le'), status: 400, errors: ['body.encoding '] },
  { name: 'NUL', body: '{"a":"\\u0000"}', status: 400, errors: ['text.nul /a'] },
  { name: 'half a character', body: '{"a":"\\udc00"}', status: 400, errors: ['text.broken /a'] },
  {
    name: 'the charset UTF-16',
    body: '{}',
    headers: { 'content-type': 'application/json; charset=utf-16' },
    status: 415,
    errors: ['body.charset '],
  },
  {
    name: 'a wrong content type',
    body: `name=${canary}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    status: 415,
    errors: ['body.wrong-type '],
  },
  {
    name: 'an unknown content coding',
    body: '{}',
    headers: { ...utf8, 'content-encoding': 'br' },
    status: 415,
    errors: ['body.coding '],
  },
  {
    name: 'damaged gzip',
    body: canary,
    headers: { ...utf8, 'content-encoding': 'gzip' },
    status: 400,
    errors: ['body.gzip '],
  },
  {
    name: 'truncated gzip',
    body: gzipSync(json(aMessage())).subarray(0, 40),
    headers: { ...utf8, 'content-encoding': 'gzip' },
    status: 400,
    errors: ['body.gzip '],
  },
  {
    name: 'a gzip bomb',
    body: gzipSync(Buffer.alloc(60 * 1024 * 1024, 32)),
    headers: { ...utf8, 'content-encoding': 'gzip' },
    status: 413,
    errors: [],
  },
  { name: 'an oversized body', body: Buffer.alloc(21 * 1024 * 1024, 32), status: 413, errors: [] },
  {
    name: 'wrong types',
    body: json([aMessage(), { kind: 7, dossier: { ids: canary } }, null]),
    status: 422,
    errors: ['schema.kind /1/kind', 'schema.ids /1/dossier/ids', 'schema.type /2'],
  },
  { name: 'an empty array', body: '[]', status: 422, errors: ['messages.count '] },
  {
    name: 'too many messages',
    body: json(Array.from({ length: 501 }, () => ({}))),
    status: 422,
    errors: ['messages.count '],
  },
  {
    name: 'an unusable Idempotency-Key',
    body: json(aMessage()),
    headers: { ...utf8, 'idempotency-key': 'a b' },
    status: 400,
    errors: ['key.form '],
  },
];

async function expectProblem(response: Response, status: number) {
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const problem = (await response.json()) as {
    instance: string;
    code: string;
    errors: { code: string; path: string }[];
  };
  expect(problem).toMatchObject({ status, type: expect.any(String), title: expect.any(String) });
  expect(problem.instance).toBe(`urn:uuid:${response.headers.get('x-request-id')}`);
  const text = JSON.stringify(problem);
  for (const secret of [canary, number, 's3cret', 'node:', ' at ', '.ts']) expect(text).not.toContain(secret);
  return problem;
}

function expectSilentLog(world: World) {
  for (const line of world.log) {
    for (const secret of [canary, number, 's3cret', 'p4ss', 'Bearer', 'Basic'])
      expect(line).not.toContain(secret);
  }
}

/** Writes bytes as they are and collects what comes back until the connection ends. */
function raw(port: number, bytes: string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const socket = net.connect(port, '127.0.0.1', () => socket.write(bytes));
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk;
  });
  socket.on('error', () => resolve(answer)).on('close', () => resolve(answer));
  return promise;
}

describe('hostile bodies', () => {
  it.each(corpus)('answers $name with a problem that names it, and goes on', async (one) => {
    const world = await openWorld();
    const response = await post(world, '/v1/messages', one.body as Body, one.headers ?? utf8);
    const { errors } = await expectProblem(response, one.status);
    expect(errors.map(({ code, path }) => `${code} ${path}`)).toEqual(one.errors);
    expect(world.accepted).toEqual([]);
    expect((await post(world, '/v1/messages', json(aMessage()))).status).toBe(202);
    expectSilentLog(world);
  });

  it('refuses deep JSON and floods of keys before parsing them', async () => {
    const world = await openWorld();
    const deep = await post(world, '/v1/messages', '['.repeat(500_000));
    expect((await expectProblem(deep, 400)).errors[0]?.code).toBe('json.depth');
    const keys = `{${Array.from({ length: 100_001 }, (_, i) => `"k${i}":1`).join()}}`;
    const many = await post(world, '/v1/messages', keys);
    expect((await expectProblem(many, 400)).errors[0]?.code).toBe('json.keys');
  });

  it('keeps the raw of a malformed body for operators, but not of a stranger', async () => {
    const world = await openWorld();
    await post(world, '/v1/messages', '{"a":');
    await post(world, '/v1/messages', '{"a":', { authorization: 'Bearer district-1.wrong' });
    expect(world.refused).toHaveLength(1);
    expect(world.refused[0]).toMatchObject({
      systemId: 'district-1',
      door: 'POST /v1/messages',
      raw: Buffer.from('{"a":'),
      status: 400,
      code: 'body.malformed',
    });
  });

  it('refuses all the same when the refusal cannot be kept', async () => {
    const refused = () => Promise.reject(new Error(canary));
    const world = await openWorld({ change: { refused } });
    await expectProblem(await post(world, '/v1/messages', '{'), 400);
    expectSilentLog(world);
  });

  it('turns an unknown error into a bare 500 and logs it without its message', async () => {
    const accept = () => Promise.reject(new Error(`duplicate key (${canary} ${number})`));
    const world = await openWorld({ change: { accept } });
    const problem = await expectProblem(await post(world, '/v1/messages', json(aMessage())), 500);
    expect(problem.code).toBe('internal');
    expect(world.log.join()).toContain('request.failed');
    expectSilentLog(world);
  });

  it('answers 413 to a chunked body as soon as it is too large, while it is still being sent', async () => {
    const world = await openWorld();
    const head = `POST /v1/mailbox/lease HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\n`;
    const chunk = `${(66_000).toString(16)}\r\n${' '.repeat(66_000)}\r\n`;
    const answer = await raw(world.port, `${head}Transfer-Encoding: chunked\r\n\r\n${chunk}`);
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
  });

  it('survives a content-length that lies in either direction', async () => {
    const world = await openWorld();
    const head = `POST /v1/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\n`;
    const short = await raw(world.port, `${head}Content-Length: 2\r\n\r\n{}{"kind":"${canary}"}\r\n\r\n`);
    expect(short).toMatch(/HTTP\/1.1 400 /);
    const gone = net.connect(world.port, '127.0.0.1', () => gone.end(`${head}Content-Length: 900\r\n\r\n{}`));
    gone.resume();
    await new Promise((resolve) => gone.once('close', resolve));
    expect((await post(world, '/v1/messages', json(aMessage()))).status).toBe(202);
    expect(world.log.join()).not.toContain('request.failed');
    expectSilentLog(world);
  });

  it('ends connections whose headers come too slowly or are too large', async () => {
    const world = await openWorld({ bounds: { connectionsCheckingInterval: 20, headersTimeout: 60 } });
    expect(await raw(world.port, 'GET /v1/me HTTP/1.1\r\nX-Slow: ')).toMatch(
      /^HTTP\/1.1 408 [\s\S]*problem\+json/,
    );
    const large = `GET /v1/me HTTP/1.1\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`;
    expect(await raw(world.port, large)).toMatch(/^HTTP\/1.1 431 /);
    expect(await raw(world.port, 'rubbish\r\n\r\n')).toMatch(/^HTTP\/1.1 400 /);
  });

  it('takes a gzipped body and keeps what it says', async () => {
    const world = await openWorld();
    const text = json(aMessage());
    const body = gzipSync(text) as Body;
    expect((await post(world, '/v1/messages', body, { 'content-encoding': 'gzip' })).status).toBe(202);
    expect(world.accepted[0]?.raw.toString()).toBe(text);
  });

  it('refuses wrongly encoded URLs and unknown paths and methods as problems', async () => {
    const world = await openWorld();
    const get = (path: string, method = 'GET') => fetch(`${world.url}${path}`, { method, headers: bearer });
    await expectProblem(await get('/v1/dossiers/%ff'), 400);
    await expectProblem(await get(`/v1/${canary}`), 404);
    await expectProblem(await get('/'), 404);
    const wrong = await get('/v1/messages', 'DELETE');
    expect(wrong.headers.get('allow')).toBe('POST');
    await expectProblem(wrong, 405);
    expectSilentLog(world);
  });
});
