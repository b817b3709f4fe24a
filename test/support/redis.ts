import { describe, inject } from 'vitest';
import { claimDatabase } from './redis-server.ts';

/** An empty Redis database of this caller's own, or undefined on a machine without `redis-server`. */
export function redisUrl(): string | undefined {
  const server = inject('redisServer');
  return server === null ? undefined : claimDatabase(server.url, server.folder);
}

/** Where the wake-ups are kept: in PostgreSQL beside the ledger, or in Redis. */
export interface Backend {
  readonly name: 'postgres' | 'redis';
  /** An empty Redis database at each call; undefined for PostgreSQL. */
  redisUrl(): string | undefined;
}

/** Runs the same tests on both queue back ends; those on Redis are skipped, visibly, where there is none. */
export function onBothBackends(title: string, tests: (backend: Backend) => void): void {
  describe(`${title}, queue in PostgreSQL`, () => tests({ name: 'postgres', redisUrl: () => undefined }));
  const onRedis = describe.runIf(inject('redisServer') !== null);
  onRedis(`${title}, queue in Redis`, () => tests({ name: 'redis', redisUrl }));
}
