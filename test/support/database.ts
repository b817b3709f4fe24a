import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { execute, TEMPLATE, withDatabase } from './database-server.ts';

/** A migrated, empty database of this test's own; dropped at the end, whoever is still connected. */
export async function openDatabase(): Promise<{ readonly url: string } & AsyncDisposable> {
  const server = inject('databaseServerUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await execute(server, `create database ${name} template ${TEMPLATE}`);
  return {
    url: withDatabase(server, name),
    [Symbol.asyncDispose]: () => execute(server, `drop database if exists ${name} with (force)`),
  };
}
