import { expect, test, vi } from 'vitest';
import { onBothBackends } from '../support/redis.ts';
import { down, ok, openWorld, refused } from './drain-world.ts';

const soon = { timeout: 15_000, interval: 20 };
const numbers = (count: number) => [...Array(count).keys()];

onBothBackends('draining', ({ redisUrl }) => {
  test('messages of a dossier arrive in the order of their acceptance, each once', async () => {
    await using world = await openWorld(redisUrl(), () => ok);
    world.work();
    for (const number of numbers(10))
      await Promise.all(['a', 'b', 'c'].map((dossier) => world.accept(dossier, number)));
    await vi.waitFor(async () => expect(await world.waiting()).toBe(0), soon);
    for (const dossier of ['a', 'b', 'c']) expect(world.numbersOf(dossier)).toEqual(numbers(10));
  });

  test('a refused head parks and blocks its own lane only; skipped, the lane goes on', async () => {
    await using world = await openWorld(redisUrl(), ({ dossier, number }) =>
      dossier === 'bad' && number === 0 ? refused : ok,
    );
    world.work();
    for (const dossier of ['bad', 'good']) for (const number of [0, 1]) await world.accept(dossier, number);
    await vi.waitFor(() => expect(world.firsts('good')).toEqual([0, 1]), soon);
    const parked = await vi.waitFor(async () => {
      const [found] = await world.ledger.search.parked('receiver');
      expect(found).toBeDefined();
      return found?.deliveryId as string;
    }, soon);
    expect(world.firsts('bad')).toEqual([0]);
    const target = await world.ledger.operate.skip({
      deliveryId: parked,
      actor: 'tester',
      reason: 'wrong paper',
    });
    await world.queue.wake(target);
    await vi.waitFor(() => expect(world.firsts('bad')).toEqual([0, 1]), soon);
  });

  test('a receiver that is down burns no attempt and loses nothing; back again, its lanes drain in order', async () => {
    let up = false;
    await using world = await openWorld(redisUrl(), () => (up ? ok : down));
    world.work();
    const dossiers = ['a', 'b', 'c', 'd', 'e', 'f'];
    for (const dossier of dossiers) for (const number of [0, 1]) await world.accept(dossier, number);
    await vi.waitFor(
      async () => expect(await world.ledger.breakers.one('receiver')).toMatchObject({ state: 'open' }),
      soon,
    );
    const { timeline = [] } = (await world.ledger.search.dossier('a')) ?? {};
    for (const delivery of timeline.flatMap(({ deliveries }) => deliveries))
      expect(delivery).toMatchObject({ attempts: 0, state: 'pending' });
    up = true;
    await vi.waitFor(async () => expect(await world.waiting()).toBe(0), soon);
    for (const dossier of dossiers) expect(world.firsts(dossier)).toEqual([0, 1]);
    expect(await world.ledger.breakers.one('receiver')).toMatchObject({ state: 'closed' });
  });

  test('two workers on one database share the work without reordering or repeating', async () => {
    await using world = await openWorld(redisUrl(), () => ok);
    const other = await world.openWorker();
    world.work();
    other.work();
    const dossiers = ['a', 'b', 'c', 'd'];
    for (const number of numbers(20))
      await Promise.all(dossiers.map((dossier) => world.accept(dossier, number)));
    await vi.waitFor(async () => expect(await world.waiting()).toBe(0), soon);
    await other.close();
    for (const dossier of dossiers) expect(world.numbersOf(dossier)).toEqual(numbers(20));
  });

  test('what a lost lease records last changes nothing', async () => {
    await using world = await openWorld(redisUrl(), () => ok);
    const zombie = await world.ledger.leases.take('receiver', 0, 1);
    await world.accept('a', 0);
    const [due] = await world.ledger.claimDue({ systemId: 'receiver', shard: 0, inFlight: [], limit: 1 });
    await vi.waitFor(
      async () => expect(await world.ledger.leases.take('receiver', 0, 5_000)).not.toBeNull(),
      soon,
    );
    const ending = {
      outcome: 'delivered',
      reason: null,
      durationMs: 1,
      attempt: 1,
      next: { to: 'delivered' },
    } as const;
    if (!zombie || !due) throw new Error('nothing to fence');
    expect(await world.ledger.recordEndings(zombie, [{ ...ending, id: due.id, lane: due.lane }])).toBe(false);
    expect(await world.waiting()).toBe(1);
  });

  test('a drain whose lease was taken over sends what it had begun and nothing more', async () => {
    let released = () => {};
    const held = new Promise<void>((resolve) => {
      released = resolve;
    });
    await using world = await openWorld(redisUrl(), async () => {
      await held;
      return ok;
    });
    world.work();
    await world.accept('a', 0);
    await vi.waitFor(() => expect(world.sent).toHaveLength(1), soon);
    await world.usurpLease();
    released();
    await world.drains.stop();
    expect(world.sent).toHaveLength(1);
    expect(await world.waiting()).toBe(1);
  });
});
