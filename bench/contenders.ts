import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { writeConfig } from '../test/chaos/harness/config.ts';
import { type Gateways, startGateways } from '../test/chaos/harness/gateways.ts';
import { agencyOf } from '../test/chaos/load.ts';
import { execute, withDatabase } from '../test/support/database-server.ts';
import { SINK } from './message.ts';

export const contenders = {
  a: 'in-memory forwarder',
  b: 'gateway',
  c: 'job per message',
} as const;

export type Contender = keyof typeof contenders;

export interface Ground {
  /** A folder for this start alone. */
  folder: string;
  /** A server; a database of its own is made on it. */
  databaseUrl: string;
  redisUrl: string | undefined;
  sinkPort: number;
}

export interface Started extends AsyncDisposable {
  gateways: Gateways;
  key: string;
}

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
let databases = 0;

/** Starts one contender on an empty database and waits until it is ready. */
export async function startContender(which: Contender, ground: Ground): Promise<Started> {
  const { folder, sinkPort, redisUrl } = ground;
  mkdirSync(folder, { recursive: true });
  databases += 1;
  const name = `bench_${process.pid}_${databases}`;
  await execute(ground.databaseUrl, `create database ${name} template template0 encoding 'UTF8'`);
  const databaseUrl = withDatabase(ground.databaseUrl, name);
  const { senderKey, ...config } = writeConfig(folder, [{ id: SINK, port: sinkPort, concurrency: 64 }]);
  const env = { FORWARD: JSON.stringify({ [agencyOf(SINK)]: `http://127.0.0.1:${sinkPort}` }) };
  const main = { a: here('forwarder.ts'), b: undefined, c: here('job-per-message.ts') }[which];
  const other = main === undefined ? {} : { main, env };
  const common = { ...config, ...other, folder, databaseUrl, redisUrl, logLevel: 'warn' };
  const gateways = await startGateways({ ...common, commands: ['all'] });
  const stop = async () => {
    await gateways.stop();
    await execute(ground.databaseUrl, `drop database ${name} with (force)`);
  };
  try {
    await gateways.untilReady();
  } catch (error) {
    await stop();
    throw error;
  }
  return { gateways, key: senderKey, [Symbol.asyncDispose]: stop };
}
