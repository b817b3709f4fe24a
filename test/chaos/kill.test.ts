import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../support/data-folder.ts';
import { hasRedis } from '../support/redis-server.ts';
import { type ChaosOptions, type ChaosResult, runChaos } from './harness/chaos.ts';
import { holds } from './judge.ts';

/** The long form is `node test/chaos/run.ts`; a seed that failed goes here for ever. */
const SEEDS = { postgres: 20_251, redis: 20_252, workers: 20_253 };
const MESSAGES = 800;

const short = { kills: 4, messages: MESSAGES, perSecond: 200, betweenMs: [700, 1300] } as const;

async function underFire(
  options: Pick<ChaosOptions, 'seed' | 'backend' | 'targets'> & Partial<ChaosOptions>,
) {
  await using folder = await temporaryFolder();
  const run = join(folder.path, 'run');
  await mkdir(run);
  return await runChaos({ ...short, patienceMs: 30_000, ...options, folder: run });
}

function expectEverythingKept({ verdict, kills, stubborn }: ChaosResult): void {
  const { accepted, delivered, duplicates, ...faults } = verdict;
  const none = Object.fromEntries(Object.keys(faults).map((name) => [name, []]));
  expect(faults).toEqual(none);
  expect(accepted).toBeGreaterThanOrEqual(MESSAGES);
  expect(delivered).toBe(accepted);
  expect(duplicates).toBeLessThan(accepted);
  expect(kills.gateway + kills.postgres + kills.redis).toBe(short.kills);
  expect(stubborn).toBe(0);
}

describe('kill -9 under load loses, reorders and alters nothing', () => {
  test('gateway and PostgreSQL, queue in PostgreSQL', async () => {
    const targets = ['gateway', 'postgres'] as const;
    expectEverythingKept(await underFire({ seed: SEEDS.postgres, backend: 'postgres', targets }));
  });

  test.runIf(hasRedis())('gateway, PostgreSQL and Redis, queue in Redis', async () => {
    const targets = ['gateway', 'postgres', 'redis'] as const;
    expectEverythingKept(await underFire({ seed: SEEDS.redis, backend: 'redis', targets }));
  });

  test.runIf(hasRedis())('one process that takes and two that deliver', async () => {
    const targets = ['gateway'] as const;
    expectEverythingKept(
      await underFire({ seed: SEEDS.workers, backend: 'redis', targets, twoWorkers: true }),
    );
  });
});

describe('the kill test itself', () => {
  test('catches a gateway that keeps its messages in memory', async () => {
    const main = fileURLToPath(new URL('../../bench/forwarder.ts', import.meta.url));
    const { verdict } = await underFire({
      seed: 1,
      backend: 'postgres',
      targets: ['gateway'],
      kills: 2,
      messages: 400,
      patienceMs: 2000,
      // Slower than the load, so that something is in memory whenever it is killed.
      answerMs: 1000,
      main,
    });
    expect(verdict.lost).not.toEqual([]);
    expect(holds(verdict)).toBe(false);
  });
});
