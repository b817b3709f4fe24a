import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import {
  readForm,
  readJson,
  readMultipart,
  type Simulator,
  startSimulator,
} from '../../src/kit/simulator.ts';

const counter: Simulator = {
  id: 'counter',
  mount(app, memory) {
    app.post('/count', (_request, response) => {
      memory.write('count', memory.read('count', 0) + 1);
      memory.add('calls', { at: 'now' });
      response.json({ count: memory.read('count', 0) });
    });
    app.post('/json', (request, response) => void response.json({ read: readJson(request) ?? null }));
    app.post('/form', (request, response) => void response.json(readForm(request)));
    app.post('/multipart', async (request, response) => {
      const { fields, files } = await readMultipart(request);
      response.json({
        fields,
        files: files.map(({ bytes, ...file }) => ({ ...file, text: bytes.toString() })),
      });
    });
  },
  act: { wave: async ({ systemId, memory }) => ({ status: memory.read('count', 0), body: systemId }) },
};

const count = (url: string, init: RequestInit = {}) => fetch(`${url}/count`, { method: 'POST', ...init });

it('remembers across a restart when it has a folder', async () => {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'simulator-'));
  onTestFinished(() => rm(dataDir, { recursive: true }));
  {
    await using partner = await startSimulator(counter, { dataDir });
    await count(partner.url);
  }
  await using again = await startSimulator(counter, { dataDir });
  expect(await (await count(again.url)).json()).toEqual({ count: 2 });
  expect(again.memory.list('calls')).toHaveLength(2);
});

it('shows what came in, and tells who listens', async () => {
  await using partner = await startSimulator(counter);
  const heard: string[] = [];
  const stop = partner.onReceive(({ path: at }) => heard.push(at));
  await count(partner.url, { body: 'xin chào', headers: { 'webhook-id': 'd1' } });
  stop();
  await count(partner.url);
  expect(heard).toEqual(['/count']);
  expect(partner.received[0]).toMatchObject({ method: 'POST', deliveryId: 'd1', body: 'xin chào' });
  expect(partner.received).toHaveLength(2);
});

it('is down until it is healed, on the same port', async () => {
  await using partner = await startSimulator(counter);
  await partner.fail('down');
  await expect(count(partner.url)).rejects.toThrow();
  await partner.heal();
  expect((await count(partner.url)).status).toBe(200);
});

it.each([
  ['500', 500, 0],
  ['429', 429, 0],
  ['session-expired', 401, 0],
  ['html-200', 200, 0],
  ['wrong-schema', 200, 0],
  ['duplicate', 200, 2],
] as const)(
  '"%s" answers %i after doing the work %i times, as often as asked',
  async (mode, status, done) => {
    await using partner = await startSimulator(counter);
    await partner.fail(mode, { times: 1 });
    const answer = await count(partner.url);
    expect([answer.status, partner.memory.read('count', 0)]).toEqual([status, done]);
    if (mode === '429') expect(answer.headers.get('retry-after')).toBe('1');
    expect(await (await count(partner.url)).json()).toEqual({ count: done + 1 });
    expect(partner.received.map(({ fault }) => fault)).toEqual([mode, undefined]);
  },
);

it.each(['ack-then-die', 'half-response', 'slow', 'drip'] as const)(
  '"%s" does the work and gives no whole answer',
  async (mode) => {
    await using partner = await startSimulator(counter);
    await partner.fail(mode);
    const whole = count(partner.url, { signal: AbortSignal.timeout(300) }).then((answer) => answer.text());
    await expect(whole).rejects.toThrow();
    expect(partner.memory.read('count', 0)).toBe(1);
  },
);

it('fails only where it was told to', async () => {
  await using partner = await startSimulator(counter);
  await partner.fail('500', { match: /^POST \/json/ });
  expect((await count(partner.url)).status).toBe(200);
  expect((await fetch(`${partner.url}/json`, { method: 'POST' })).status).toBe(500);
});

it('reads JSON, forms without a content type, and files', async () => {
  await using partner = await startSimulator(counter);
  const post = async (at: string, body: NonNullable<RequestInit['body']>, headers = {}) =>
    (await fetch(`${partner.url}${at}`, { method: 'POST', body, headers })).json();
  expect(await post('/json', '{"a":1}')).toEqual({ read: { a: 1 } });
  expect(await post('/json', 'no')).toEqual({ read: null });
  expect(await post('/form', Buffer.from('a=%E1%BB%9B&b='))).toEqual({ a: 'ớ', b: '' });
  const form = new FormData();
  form.set('a', 'ớ');
  form.set('tep', new File(['xin chào'], 'Đơn.txt', { type: 'text/plain' }));
  expect(await post('/multipart', form)).toEqual({
    fields: { a: 'ớ' },
    files: [{ field: 'tep', fileName: 'Đơn.txt', mediaType: 'text/plain', text: 'xin chào' }],
  });
});

it('acts of its own accord, and knows what it cannot do', async () => {
  await using partner = await startSimulator(counter);
  const target = { gatewayUrl: 'http://127.0.0.1:1', systemId: 's', credentials: {} };
  expect(await partner.act('wave', target)).toEqual({ status: 0, body: 's' });
  expect(() => partner.act('fly', target)).toThrow('knows no act');
});
