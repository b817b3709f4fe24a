import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import zlib from 'node:zlib';
import { afterEach, expect, it } from 'vitest';
import type { WireRequest } from '../../src/kit/connector.ts';
import { createPartnerHttp, type PartnerHttp } from '../../src/kit/http.ts';
import { createAddressCheck } from '../../src/kit/partner-address.ts';
import { MappingGap, Misconfigured } from '../../src/model/errors.ts';

const opened: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of opened.splice(0).reverse()) await stop();
});

async function serve(handler: http.RequestListener): Promise<string> {
  const server = http.createServer(handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  opened.push(async () => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function clientOf(
  baseUrl: string,
  { allow = [] as string[], maxResponseBytes = 1_000_000 } = {},
): PartnerHttp {
  const client = createPartnerHttp({
    system: { id: 's', baseUrl, allow },
    timeoutMs: 2_000,
    maxResponseBytes,
  });
  opened.push(() => client.close());
  return client;
}

const openFile = async () => Readable.from([Buffer.from([0, 255, 13, 10]), Buffer.from('xong')]);
const post: WireRequest = { method: 'POST', path: '/x', body: { json: { a: 'ớ' } } };

async function bodyOf(request: http.IncomingMessage): Promise<Buffer> {
  return Buffer.concat(await request.toArray());
}

it('gives back status, headers, text and JSON of an answer, and lets the headers be made from the exact bytes', async () => {
  const url = await serve(async (request, response) => {
    const body = await bodyOf(request);
    response.setHeader('set-cookie', ['a=1; Expires=Thu, 01 Jan 2026', 'b=2']);
    response.end(
      JSON.stringify({ path: request.url, size: request.headers['x-size'], body: body.toString() }),
    );
  });
  const answer = await clientOf(`${url}/base/`).call(
    { ...post, query: { q: 'a b&c' } },
    { openFile, headers: (body) => ({ 'x-size': String(body?.length) }) },
  );
  expect(answer).toMatchObject({
    ok: true,
    response: {
      status: 200,
      headers: { 'set-cookie': 'a=1; Expires=Thu, 01 Jan 2026\nb=2' },
      json: { path: '/base/x?q=a+b%26c', size: '11', body: '{"a":"ớ"}' },
    },
  });
});

it('never follows a redirect', async () => {
  const url = await serve((_request, response) => response.writeHead(302, { location: '/elsewhere' }).end());
  expect(await clientOf(url).call(post, { openFile })).toMatchObject({ ok: true, response: { status: 302 } });
});

it('says unavailable when nobody listens, and ambiguous when the line is cut after the request left', async () => {
  const free = net.createServer().listen(0, '127.0.0.1');
  await once(free, 'listening');
  const { port } = free.address() as AddressInfo;
  free.close();
  await once(free, 'close');
  const nobody = await clientOf(`http://127.0.0.1:${port}`).call(post, { openFile });
  expect(nobody).toMatchObject({ ok: false, outcome: 'unavailable', scope: 'system' });
  const url = await serve((request) => request.socket.destroy());
  expect(await clientOf(url).call(post, { openFile })).toMatchObject({ ok: false, outcome: 'ambiguous' });
  const get = await clientOf(url).call({ method: 'GET', path: '/' }, { openFile });
  expect(get).toMatchObject({ ok: false, outcome: 'unavailable' });
});

it('ends at the deadline although the answer still drips', async () => {
  const url = await serve((_request, response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write('.'), 20);
    response.on('close', () => clearInterval(timer));
  });
  const started = performance.now();
  const answer = await clientOf(url).call(post, { openFile, deadlineMs: 200 });
  expect(answer).toMatchObject({ ok: false, outcome: 'ambiguous', reason: 'deadline' });
  expect(performance.now() - started).toBeLessThan(1_500);
});

it.each([
  ['gzip', zlib.gzipSync],
  ['deflate', zlib.deflateSync],
  ['br', zlib.brotliCompressSync],
])('unpacks %s, and stops at the size after unpacking', async (encoding, pack) => {
  const url = await serve((request, response) => {
    const size = request.url === '/big' ? 5_000_000 : 1_000;
    response.setHeader('content-encoding', encoding);
    response.end(pack(Buffer.alloc(size, 'a')));
  });
  const client = clientOf(url);
  expect(await client.call(post, { openFile })).toMatchObject({
    ok: true,
    response: { text: 'a'.repeat(1_000) },
  });
  const big = await client.call({ ...post, path: '/big' }, { openFile });
  expect(big).toMatchObject({ ok: false, outcome: 'ambiguous', reason: 'connection: UNREADABLE_ANSWER' });
});

it('cannot read an answer that is broken off or packed wrongly, and does not wait for it', async () => {
  const url = await serve((_request, response) => {
    response.setHeader('content-encoding', 'gzip');
    response.end('no gzip at all');
  });
  expect(await clientOf(url).call(post, { openFile })).toMatchObject({ ok: false, outcome: 'ambiguous' });
});

it('talks only to allowed addresses, before a byte is sent', async () => {
  let asked = 0;
  const url = await serve((_request, response) => {
    asked += 1;
    response.end();
  });
  const refused = await clientOf(url, { allow: ['10.0.0.0/8'] }).call(post, { openFile });
  expect(refused).toMatchObject({ ok: false, outcome: 'unavailable', reason: 'connection: ADDRESS_REFUSED' });
  expect(asked).toBe(0);
  expect(await clientOf(url, { allow: ['127.0.0.1'] }).call(post, { openFile })).toMatchObject({ ok: true });
});

it('knows link-local and metadata addresses in every spelling', () => {
  const open = createAddressCheck([]);
  for (const address of [
    '169.254.169.254',
    '::ffff:169.254.169.254',
    'fe80::1',
    'fd00:ec2::254',
    'no address',
    '',
  ]) {
    expect(open(address)).toBe(false);
  }
  for (const address of ['10.1.2.3', '203.0.113.5', 'fd00::1', '127.0.0.1']) expect(open(address)).toBe(true);
  expect(() => createAddressCheck(['10.0.0.0/64'])).toThrow(Misconfigured);
});

it.each(['ftp://host/', 'http://user:secret@host/', 'host', ''])('refuses "%s" as base URL', (baseUrl) => {
  expect(() => clientOf(baseUrl)).toThrow(Misconfigured);
});

it.each(['/../admin', '/a?b=1', '/%2e%2e/admin', '\\host', '/a#b'])('refuses the path %s', async (path) => {
  const url = await serve((_request, response) => response.end());
  await expect(clientOf(`${url}/base`).call({ ...post, path }, { openFile })).rejects.toThrow(MappingGap);
});

it('refuses header values that would start another header', async () => {
  const url = await serve((_request, response) => response.end());
  const bad = clientOf(url).call({ ...post, headers: { 'x-a': 'b\r\nx-c: d' } }, { openFile });
  await expect(bad).rejects.toThrow(MappingGap);
});

it('writes forms as UTF-8 with their content type', async () => {
  const url = await serve(async (request, response) => {
    response.end(JSON.stringify([request.headers['content-type'], (await bodyOf(request)).toString()]));
  });
  const answer = await clientOf(url).call(
    { ...post, body: { form: { ten: 'Nguyễn & Trần' } } },
    { openFile },
  );
  expect(answer).toMatchObject({
    response: {
      json: ['application/x-www-form-urlencoded; charset=utf-8', 'ten=Nguy%E1%BB%85n+%26+Tr%E1%BA%A7n'],
    },
  });
});

it('streams a file in a multipart body without changing a byte, its name in UTF-8', async () => {
  let body: Buffer = Buffer.alloc(0);
  const url = await serve(async (request, response) => {
    body = await bodyOf(request);
    response.end();
  });
  const attachment = { id: '1', file: 'f', fileName: 'Đơn "mẫu"\r\n.pdf', mediaType: 'application/pdf' };
  const request: WireRequest = {
    ...post,
    body: { multipart: { fields: { a: 'ớ' }, file: { field: 'tep', attachment } } },
  };
  expect(await clientOf(url).call(request, { openFile })).toMatchObject({ ok: true });
  const text = body.toString('latin1');
  expect(body.toString()).toContain(
    'name="tep"; filename="Đơn %22mẫu%22%0D%0A.pdf"\r\nContent-Type: application/pdf',
  );
  expect(text).toContain('\r\n\r\n\u0000\u00FF\r\nxong\r\n--');
});

it('closes the file when the call never got through', async () => {
  const url = await serve(() => {});
  const file = Readable.from([Buffer.from('x')]);
  const body = { multipart: { fields: {}, file: { field: 'f', attachment: { id: '1', file: 'f' } } } };
  const client = clientOf(url, { allow: ['10.0.0.0/8'] });
  await client.call({ ...post, body }, { openFile: async () => file });
  await expect.poll(() => file.destroyed).toBe(true);
});
