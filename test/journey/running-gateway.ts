import { readEnvironment } from '../../src/base/config/environment.ts';
import { openConfiguration } from '../../src/commands/configuration.ts';
import { credentialsOf, expectedOf, simulatorOf } from '../../src/demo/simulators.ts';
import { openGateway } from '../../src/gateway.ts';
import { type RunningSimulator, startSimulator } from '../../src/kit/simulator.ts';
import type { System } from '../../src/model/system.ts';
import { temporaryFolder } from '../support/data-folder.ts';
import { openDatabase } from '../support/database.ts';

/** A whole gateway of the shipped profile in this process, and simulators of the named systems. */
export async function openRunningGateway(names: readonly string[], redisUrl: string | undefined) {
  const database = await openDatabase();
  const folder = await temporaryFolder();
  const environment = readEnvironment({
    PORT: '0',
    OPERATE_PORT: '0',
    DATA_DIR: folder.path,
    LOG_LEVEL: 'silent',
    REDIS_URL: redisUrl,
  });
  const draft = openConfiguration(environment, { demoSecrets: true });
  const systemOf = (id: string) => draft.current().systems.get(id) as System;
  const partners = new Map<string, RunningSimulator>();
  for (const id of names) {
    const system = systemOf(id);
    const settings = expectedOf(system, draft.secrets);
    partners.set(id, await startSimulator(simulatorOf(system), { system, settings }));
  }
  const baseUrls = Object.fromEntries([...partners].map(([id, { url }]) => [id, url]));
  const configuration = openConfiguration(environment, { baseUrls });
  const gateway = await openGateway({
    environment,
    databaseUrl: database.url,
    config: configuration.current,
    secrets: configuration.secrets,
  });
  const doors = await gateway.serve();
  gateway.work();
  const gatewayUrl = `http://127.0.0.1:${doors.port}`;
  return {
    gateway,
    gatewayUrl,
    operateUrl: `http://127.0.0.1:${doors.operatePort}`,
    credentials: (id: string) => credentialsOf(systemOf(id), configuration.secrets),
    partner: (id: string) => partners.get(id) as RunningSimulator,
    /** One thing a simulated system does at its own door. */
    act(id: string, name: string, input: Record<string, unknown> = {}) {
      const system = systemOf(id);
      return (partners.get(id) as RunningSimulator).act(name, {
        gatewayUrl,
        systemId: id,
        credentials: credentialsOf(system, configuration.secrets),
        input: { groupId: String(system.settings['groupId'] ?? ''), ...input },
      });
    },
    async [Symbol.asyncDispose]() {
      await gateway.stop();
      await Promise.all([...partners.values()].map((partner) => partner[Symbol.asyncDispose]()));
      await database[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}
