import { describe, expect, it } from 'vitest';
import { mountRoutes, type Policy } from '../../src/http/routes.ts';
import { openApiDocument } from '../../src/http/standard/openapi.ts';
import { standardRoutes } from '../../src/http/standard/routes.ts';
import { KeyBusy, KeyConflict, LedgerUnavailable } from '../../src/model/errors.ts';
import { aMessage, bearer, openWorld, ownLease, post } from './open-doors.ts';

const json = (value: unknown) => JSON.stringify(value);
const withContent = (attachment: object) =>
  aMessage({ dossier: { ids: [], attachments: [{ id: 'a', ...attachment }] } });

describe('the standard API', () => {
  it('describes exactly the routes it has', () => {
    const described = Object.entries(openApiDocument.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    const routed = standardRoutes.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
    expect(described.toSorted()).toEqual(routed.toSorted());
  });

  it('does not start with a route that has no policy', () => {
    const route = {
      method: 'get',
      path: '/x',
      policy: 'none' as Policy,
      handler: () => ({ status: 200, body: 1 }),
    } as const;
    expect(() => mountRoutes({} as never, [route], {} as never)).toThrow(/policy/);
  });

  it('answers an object with a receipt and an array with receipts', async () => {
    const world = await openWorld();
    const one = await post(world, '/v1/messages', json(aMessage({ id: 'm1' })), { 'idempotency-key': 'k' });
    expect([one.status, await one.json()]).toEqual([202, expect.objectContaining({ state: 'accepted' })]);
    const many = await post(world, '/v1/messages', json([aMessage(), aMessage()]));
    expect(await many.json()).toHaveLength(2);
    expect(world.accepted[0]).toMatchObject({
      systemId: 'district-1',
      idempotencyKey: 'k',
      messages: [{ identity: 'm1' }],
    });
  });

  it('turns inline content into a stored file with the same bytes', async () => {
    const world = await openWorld();
    const bytes = Buffer.from([0, 255, 1, 2]);
    const body = json(withContent({ content: bytes.toString('base64') }));
    expect((await post(world, '/v1/messages', body)).status).toBe(202);
    const attachment = world.accepted[0]?.messages[0]?.message.dossier.attachments?.[0];
    expect(attachment).toMatchObject({ sizeBytes: 4, sha256: expect.any(String) });
    expect(attachment).not.toHaveProperty('content');
    expect(world.files.get(attachment?.file ?? '')).toEqual(bytes);
  });

  it.each([
    [{ content: 'AA=A' }, 'attachment.base64'],
    [{ content: 'AAA\n' }, 'attachment.base64'],
    [{ content: 'AAAA'.repeat(400) }, 'attachment.inline-size'],
    [{ content: 'AAAA', sizeBytes: 2 }, 'attachment.size-differs'],
    [{ content: 'AAAA', sha256: '0'.repeat(64) }, 'attachment.sha256-differs'],
    [{ content: 'AAAA', url: 'http://x' }, 'attachment.two-sources'],
  ])('refuses a wrong content %#, storing nothing', async (attachment, code) => {
    const world = await openWorld();
    const answer = await post(world, '/v1/messages', json([aMessage(), withContent(attachment)]));
    const { errors } = (await answer.json()) as { errors: unknown };
    expect(errors).toMatchObject([{ code, path: expect.stringMatching(/^\/1\/dossier\/attachments\/0\//) }]);
    expect([world.files.size, world.accepted.length]).toEqual([0, 0]);
  });

  it.each([
    [new KeyConflict('other body'), 422, null],
    [new KeyBusy('running', { retryAfterMs: 1500 }), 409, '2'],
    [new LedgerUnavailable('no database'), 503, '5'],
  ])('says what a sender must do about %s', async (error, status, retryAfter) => {
    const world = await openWorld({ change: { accept: () => Promise.reject(error) } });
    const answer = await post(world, '/v1/messages', json(aMessage()));
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([status, retryAfter]);
    expect(await answer.json()).toMatchObject({ code: error.code });
    expect(world.refused).toEqual([]);
  });

  it('checks without sending', async () => {
    const world = await openWorld();
    const answer = await post(world, '/v1/check', json({ kind: 'x' }));
    expect([answer.status, await answer.json()]).toMatchObject([
      200,
      { ok: false, findings: [{ path: '/dossier/ids' }] },
    ]);
    expect(world.accepted).toEqual([]);
  });

  it('stores an uploaded file and gives it back byte for byte', async () => {
    const world = await openWorld();
    const bytes = Buffer.from([1, 0, 254]);
    const up = await post(world, '/v1/files', bytes, { 'content-type': 'application/pdf' });
    expect(up.status).toBe(201);
    const { file } = (await up.json()) as { file: string };
    const down = await fetch(`${world.url}/v1/files/${file}`, { headers: bearer });
    expect(Buffer.from(await down.arrayBuffer())).toEqual(bytes);
    expect(down.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''%C4%90%C6%A1n.pdf");
    expect((await fetch(`${world.url}/v1/files/nope`, { headers: bearer })).status).toBe(404);
  });

  it('leases, and says 409 when a lease is lost and 422 naming each wrong field', async () => {
    const world = await openWorld();
    expect((await post(world, '/v1/mailbox/lease', '{"max":5}')).status).toBe(200);
    const deliveryId = '01a20837-8766-7bc9-b1de-b616bba14447';
    const lostLease = '01a20837-8770-7bef-b25c-a07eae9446a3';
    for (const verb of ['ack', 'nack', 'extend']) {
      const call = (leaseToken: string) =>
        post(world, `/v1/mailbox/${verb}`, json({ deliveryId, leaseToken }));
      expect([(await call(ownLease)).status, (await call(lostLease)).status]).toEqual([200, 409]);
    }
    const answer = await post(world, '/v1/mailbox/lease', '{"max":0,"x":1}');
    const wrong = (await answer.json()) as { errors: { path: string }[] };
    expect(wrong.errors.map((one) => one.path)).toEqual(['/max', '/x']);
  });

  it('gives a stranger, a wrong key and an unknown system the same answer', async () => {
    const world = await openWorld();
    const answers = [
      '',
      'Bearer x',
      'Bearer district-1.wrong',
      'Bearer nobody.s3cret',
      'Basic cG9ydGFsOnA0c3M=',
    ].map(async (authorization) => {
      const answer = await fetch(`${world.url}/v1/me`, { headers: { authorization } });
      const { instance: _, ...body } = (await answer.json()) as Record<string, unknown>;
      return json([answer.status, answer.headers.get('www-authenticate'), body]);
    });
    const different = new Set(await Promise.all(answers));
    expect(different.size).toBe(1);
    expect([...different][0]).toMatch(/^\[401,"Bearer/);
  });

  it('lets a system whose sending is disabled look but not send, and without a mailbox not lease', async () => {
    const world = await openWorld();
    const headers = { authorization: 'Bearer silent.s3cret' };
    expect((await fetch(`${world.url}/v1/me`, { headers })).status).toBe(200);
    expect((await post(world, '/v1/messages', json(aMessage()), headers)).status).toBe(403);
    expect((await post(world, '/v1/mailbox/lease', '{}', headers)).status).toBe(403);
  });

  it('never serves a route but the description to somebody without a key', async () => {
    const world = await openWorld();
    for (const { method, path, policy } of standardRoutes) {
      const { status } = await fetch(world.url + path.replace(/:\w+/, 'x'), { method });
      expect([path, status]).toEqual([path, policy === 'open' ? 200 : 401]);
    }
  });
});

describe('the operate door', () => {
  it('tells health and figures, and none of them on the partner door', async () => {
    const world = await openWorld();
    expect((await fetch(`${world.operateUrl}/livez`)).status).toBe(200);
    expect(await (await fetch(`${world.operateUrl}/readyz`)).json()).toEqual({
      ok: true,
      parts: { database: { ok: true } },
    });
    const text = await (await fetch(`${world.operateUrl}/metrics`)).text();
    expect(text).toContain('gateway_pending_deliveries{system="portal"} 3');
    expect(text).toContain('gateway_oldest_pending_seconds{system="portal"} 7');
    expect(text).toContain('gateway_breaker_open{system="portal"} 1');
    for (const name of ['exchanges_total', 'deliveries_total', 'delivery_seconds'])
      expect(text).toContain(`gateway_${name}`);
    expect((await fetch(`${world.url}/metrics`)).status).toBe(404);
  });

  it('is not ready when a part is missing or cannot be asked', async () => {
    for (const ready of [async () => ({ ok: false, parts: {} }), () => Promise.reject(new Error('gone'))]) {
      const world = await openWorld({ change: { ready } });
      expect((await fetch(`${world.operateUrl}/readyz`)).status).toBe(503);
    }
  });

  it('finishes what runs when it closes, and cuts it at the deadline', async () => {
    const { promise: entered, resolve: enter } = Promise.withResolvers<void>();
    const { promise: go, resolve: release } = Promise.withResolvers<void>();
    const exchangesAfter = async () => {
      enter();
      await go;
      return [];
    };
    const world = await openWorld({ change: { exchangesAfter } });
    const running = fetch(`${world.url}/v1/exchanges`, { headers: bearer });
    await entered;
    const closed = world.close(5000);
    release();
    expect((await running).status).toBe(200);
    await closed;
    await expect(fetch(`${world.url}/v1/me`)).rejects.toThrow();
    const stuck = await openWorld({ change: { exchangesAfter: () => new Promise(() => {}) } });
    const cut = fetch(`${stuck.url}/v1/exchanges`, { headers: bearer });
    cut.catch(() => {});
    await stuck.close(100);
    await expect(cut).rejects.toThrow();
  });
});
