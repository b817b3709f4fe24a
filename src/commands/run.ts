import { readEnvironment } from '../base/config/environment.ts';
import { createLog, type Log } from '../base/log.ts';
import { openGateway } from '../gateway.ts';
import { openConfiguration } from './configuration.ts';
import { openDatabase } from './database.ts';
import { untilStopped } from './until-stopped.ts';

/** `serve` opens the doors, `work` drains, `all` does both; until SIGINT or SIGTERM. */
export async function run(what: 'serve' | 'work' | 'all'): Promise<void> {
  const environment = readEnvironment(process.env);
  const log = createLog({ level: levelOf(environment.logLevel) });
  const stopped = untilStopped();
  const configuration = openConfiguration(environment);
  const database = await openDatabase(environment, log);
  try {
    const gateway = await openGateway({
      environment,
      databaseUrl: database.url,
      config: configuration.current,
      secrets: configuration.secrets,
      log,
    });
    try {
      reloadOnHangup(configuration, gateway, log);
      await gateway.serve({ partnerDoors: what !== 'work' });
      if (what !== 'serve') gateway.work();
      log.info({ pid: process.pid }, 'gateway.started');
      await stopped;
    } finally {
      await inTime(gateway.stop(), log);
    }
  } finally {
    await database.stop();
  }
}

/** SIGHUP reads the configuration again: whole or not at all. */
function reloadOnHangup(
  configuration: ReturnType<typeof openConfiguration>,
  gateway: { refresh(): void },
  log: Log,
): void {
  process.on('SIGHUP', () => {
    const result = configuration.reload();
    if (result.ok) {
      gateway.refresh();
      log.info({ version: result.version }, 'config.reloaded');
      return;
    }
    for (const { code } of result.findings) log.error({ code }, 'config.refused');
  });
}

const levelOf = (level: string): 'debug' | 'info' | 'warn' | 'error' | 'silent' =>
  level === 'trace' ? 'debug' : level === 'fatal' ? 'error' : (level as 'info');

const stopWithinMs = 25_000;

/** A database that is gone cannot take the last records: they are sent again after the next start, under the same ids. */
async function inTime(stop: Promise<void>, log: Log): Promise<void> {
  const late = setTimeout(() => {
    log.error({ pid: process.pid }, 'gateway.stop-overdue');
    process.exit(1);
  }, stopWithinMs);
  await stop;
  clearTimeout(late);
  log.info({ pid: process.pid }, 'gateway.stopped');
}
