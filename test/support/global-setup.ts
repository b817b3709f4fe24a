import type { TestProject } from 'vitest/node';
import { startDatabaseServer } from './database-server.ts';
import { hasRedis, startRedis } from './redis-server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A database server on which tests make databases. */
    databaseServerUrl: string;
    /** The Redis of this run, or null where the machine has none. */
    redisServer: { url: string; folder: string } | null;
  }
}

/** Starts what every test shares, once a run: a PostgreSQL server, and a Redis if the machine has one. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (process.env['REQUIRE_REDIS'] === '1' && !hasRedis()) {
    throw new Error(
      'REQUIRE_REDIS=1, but there is no redis-server on the PATH: install it (apt-get install redis-server).',
    );
  }
  const database = await startDatabaseServer();
  const redis = hasRedis() ? await startRedis() : undefined;
  project.provide('databaseServerUrl', database.url);
  project.provide('redisServer', redis === undefined ? null : { url: redis.url, folder: redis.folder });
  return async () => {
    await redis?.[Symbol.asyncDispose]();
    await database.stop();
  };
}
