import { describe, expect, it } from 'vitest';
import { InvalidMessage } from '../../src/model/errors.ts';
import { aSystem, type Body, basic, bearer, openWorld, type World } from './open-doors.ts';

function knock(world: World, path: string, body: Body | null, headers: Record<string, string> = {}) {
  return fetch(`${world.url}/in/portal${path}`, { method: 'POST', body, headers: { ...basic, ...headers } });
}

/** A body without a content type, as old clients send it. */
const untyped = (text: string) => new Uint8Array(Buffer.from(text));
const form = { 'content-type': 'application/x-www-form-urlencoded' };

describe('partner doors', () => {
  it('reads JSON, form and query as the door declares, also without a content type', async () => {
    const world = await openWorld();
    const answer = await knock(world, '/o/send/7?a=%C4%91+b', untyped('{"x":1}'));
    expect(await answer.json()).toEqual({ heard: { x: 1 } });
    await knock(world, '/o/form', untyped('ten=Nguy%E1%BB%85n+A&x='));
    expect(world.knocks[0]).toMatchObject({
      params: { id: '7' },
      query: { a: 'đ b' },
      door: { name: 'send' },
    });
    expect(world.knocks[1]).toMatchObject({
      body: { ten: 'Nguyễn A', x: '' },
      mediaType: form['content-type'],
    });
  });

  it('streams files to the store and keeps the fields as raw', async () => {
    const world = await openWorld();
    const parts = new FormData();
    parts.set('name', 'Đơn');
    parts.set('file', new Blob(['bytes'], { type: 'application/pdf' }), 'Đơn.pdf');
    expect((await knock(world, '/o/files', parts)).status).toBe(200);
    const [call] = world.knocks;
    expect(call?.body).toEqual({ name: 'Đơn' });
    expect(call?.files).toMatchObject([
      { field: 'file', fileName: 'Đơn.pdf', mediaType: 'application/pdf', sizeBytes: 5 },
    ]);
    expect(world.files.get(call?.files[0]?.file ?? '')?.toString()).toBe('bytes');
    expect(call?.raw.toString()).not.toContain(call?.files[0]?.file);
  });

  it.each([
    ['/o/send/1', '{"a":1,"a":2}', {}, 400],
    ['/o/send/1', ' '.repeat(100_001), {}, 413],
    ['/o/send/1', 'a=b', form, 415],
    ['/o/send/%ff', '{}', {}, 400],
    ['/o/form', 'a=%ff', {}, 400],
    ['/o/form', 'a=%zz', {}, 400],
    ['/o/form', 'a=1&a=2', {}, 400],
    ['/o/form', 'a=1&'.repeat(2000), {}, 400],
    ['/o/form', '__proto__=1', {}, 400],
    ['/o/files', '--x', { 'content-type': 'multipart/form-data' }, 400],
    ['/o/files', '--x\r\nhalf', { 'content-type': 'multipart/form-data; boundary=x' }, 400],
    ['/o/nowhere', '{}', {}, 404],
  ])('refuses %s %# in the dialect, never as a 5xx', async (path, body, headers, status) => {
    const world = await openWorld();
    const answer = await knock(world, path, untyped(body), headers);
    expect([answer.status, answer.headers.get('x-dialect')]).toEqual([status, 'legacy']);
    expect(await answer.json()).toEqual({ errorCode: expect.any(String) });
    expect(world.knocks).toEqual([]);
  });

  it('refuses a file that is too large while it arrives', async () => {
    const world = await openWorld();
    const parts = new FormData();
    parts.set('file', new Blob([Buffer.alloc(200_000)]), 'a');
    expect((await knock(world, '/o/files', parts)).status).toBe(413);
  });

  it('keeps what the connector cannot read', async () => {
    const refuse = () => Promise.reject(new InvalidMessage('no'));
    const world = await openWorld({ change: { knock: refuse } });
    expect((await knock(world, '/o/send/1', untyped('{}'))).status).toBe(422);
    expect(world.refused).toMatchObject([
      { systemId: 'portal', door: 'POST /o/send/:id', code: 'message.invalid' },
    ]);
  });

  it("opens only to that system's own credential", async () => {
    const world = await openWorld();
    for (const authorization of ['', 'Basic cG9ydGFsOng=', 'Basic !!!', bearer.authorization]) {
      const answer = await knock(world, '/o/send/1', untyped('{}'), { authorization });
      expect([answer.status, answer.headers.get('www-authenticate')?.slice(0, 5)]).toEqual([401, 'Basic']);
    }
    const stranger = await fetch(`${world.url}/in/nobody/o/look`, { headers: basic });
    expect(stranger.status).toBe(401);
    expect(world.knocks).toEqual([]);
  });

  it('serves a system added while it runs, and no longer one that was removed', async () => {
    const world = await openWorld();
    const look = () =>
      fetch(`${world.url}/in/new/o/look`, { headers: { authorization: `Basic ${btoa('new:p4ss')}` } });
    expect((await look()).status).toBe(401);
    const inbound = { type: 'basic', secret: 'portal-password' } as const;
    world.systems.set('new', aSystem('new', { connector: 'legacy', credentials: { inbound } }));
    expect((await look()).status).toBe(200);
    world.systems.set(
      'new',
      aSystem('new', { connector: 'legacy', credentials: { inbound }, status: 'sending-disabled' }),
    );
    expect((await look()).status).toBe(200);
    world.systems.delete('new');
    expect((await look()).status).toBe(401);
  });
});
