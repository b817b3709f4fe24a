import { randomUUID } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { createStore } from '../../src/connectors/opencps/simulator-store.ts';
import { onBothBackends } from '../support/redis.ts';
import { openRunningGateway } from './running-gateway.ts';

const portal = 'provincial-portal';
const commune = 'commune-05443';
const index = 'provincial-one-stop';
const soon = { timeout: 20_000, interval: 50 };

type World = Awaited<ReturnType<typeof openRunningGateway>>;

const dossier = {
  serviceCode: '1.001193.000.00.00.H55',
  serviceName: 'Đăng ký khai sinh',
  govAgencyCode: 'H55.31.07',
  govAgencyName: 'Ủy ban nhân dân phường',
  applicantName: 'Nguyễn Thị Hoài Thương',
  applicantIdNo: '019190990001',
};

/** The portal knows its own dossier before it tells anybody. */
async function submit(world: World): Promise<string> {
  const referenceUid = randomUUID();
  createStore(world.partner(portal).memory).add(referenceUid, dossier, false);
  expect(await world.act(portal, 'submit', { referenceUid, dossier })).toMatchObject({ status: 200 });
  return referenceUid;
}
const known = (world: World, system: string, uid: string) =>
  createStore(world.partner(system).memory).find(uid);

onBothBackends('a dossier between portal and commune', ({ redisUrl }) => {
  test('travels there, and its number, supplement request, result and end travel back', async () => {
    await using world = await openRunningGateway([portal, commune, index], redisUrl());
    const uid = await submit(world);
    await vi.waitFor(() => expect(known(world, commune, uid)).toBeDefined(), soon);
    expect(known(world, commune, uid)?.fields).toMatchObject({
      applicantName: dossier.applicantName,
      applicantIdNo: dossier.applicantIdNo,
    });
    await vi.waitFor(() => expect(known(world, commune, uid)?.actions).toHaveLength(1), soon);
    const [file] = Object.values(known(world, commune, uid)?.files ?? {});
    expect(Buffer.from(file?.base64 ?? '', 'base64').toString('latin1')).toMatch(/^%PDF/);

    for (const act of ['accept', 'progress', 'requestSupplement'])
      expect(await world.act(commune, act, { referenceUid: uid })).toMatchObject({ status: 200 });
    await vi.waitFor(() => expect(known(world, portal, uid)?.fields['dossierNo']).toMatch(/^H55/), soon);
    await vi.waitFor(() => expect(known(world, portal, uid)?.actions.at(-1)?.actionCode).toBe('1300'), soon);

    expect(await world.act(portal, 'supplement', { referenceUid: uid })).toMatchObject({ status: 200 });
    await vi.waitFor(() => expect(known(world, commune, uid)?.actions).toHaveLength(2), soon);

    for (const act of ['progress', 'issueResult', 'finish'])
      expect(await world.act(commune, act, { referenceUid: uid })).toMatchObject({ status: 200 });
    await vi.waitFor(() => expect(known(world, portal, uid)?.actions.at(-1)?.actionCode).toBe('1800'), soon);
    const results = Object.values(known(world, portal, uid)?.files ?? {});
    expect(results.map(({ fields }) => fields['dossierPartNo'])).toContain('KQ01');
    const found = await world.gateway.ledger.search.dossier(uid);
    expect(found?.status?.state).toBe('returned');
    expect(found?.timeline.every(({ state }) => state === 'accepted')).toBe(true);
  });

  test('waits while the commune is down and arrives when it is back', async () => {
    await using world = await openRunningGateway([portal, commune, index], redisUrl());
    await world.partner(commune).fail('down');
    const uid = await submit(world);
    await vi.waitFor(async () => {
      const { timeline = [] } = (await world.gateway.ledger.search.dossier(uid)) ?? {};
      const waiting = timeline
        .flatMap(({ deliveries }) => deliveries)
        .find(({ system }) => system === commune);
      expect(waiting).toMatchObject({ state: 'pending', attempts: 0, lastOutcome: 'unavailable' });
    }, soon);
    await world.partner(commune).heal();
    await vi.waitFor(() => expect(known(world, commune, uid)?.actions).toHaveLength(1), soon);
  });
});
