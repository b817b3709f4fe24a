import { existsSync, realpathSync } from 'node:fs';
import { type Address, chooseAddress, urlOf } from './address.ts';
import { findBinaries } from './binaries.ts';
import { ensureCluster, readPassword } from './cluster.ts';
import { makeDataFolder } from './data-folder.ts';
import { adopt, type LaunchPlan, launch } from './launch.ts';
import { type Layout, layoutOf } from './layout.ts';
import { takeLock } from './lock.ts';
import { findPostmaster, readAddress, removeDeadLocks } from './postmaster.ts';
import { chooseRunner } from './run-as.ts';
import { stopPostmaster } from './stop.ts';
import { supervise } from './supervise.ts';

export interface EmbeddedPostgresOptions {
  /** The folder that holds everything; made if missing. */
  readonly dataDir: string;
  /** Listen on this loopback port instead of a socket; another free one is taken when it is busy. */
  readonly port?: number;
  /** Server settings that differ from the gateway's own (tests). */
  readonly settings?: Readonly<Record<string, string>>;
  log?(name: string, fields: Record<string, unknown>): void;
}

export interface EmbeddedPostgres {
  /** The connection URL of the `gateway` database; stays the same while this gateway runs. Holds the password. */
  readonly url: string;
  /** The server's process now; changes when the server died and was started again. */
  readonly pid: number;
  /** Whether a server left by a killed gateway was taken over. */
  readonly adopted: boolean;
  /** Stops the server in good order and releases the data folder. */
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL that npm carries, on loopback or a private socket only, and brings it back when it dies.
 * Refuses (DatabaseStartError) when another gateway holds the data folder, or with what to do when it cannot start.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const layout = layoutOf(makeDataFolder(options.dataDir));
  const release = takeLock(layout.lock);
  try {
    return await startLocked(layout, options, release);
  } catch (error) {
    release();
    throw error;
  }
}

/** The URL of the server that runs on a data folder now (for commands beside a running gateway); undefined if none does. */
export function runningEmbeddedPostgres(dataDir: string): string | undefined {
  if (!existsSync(dataDir)) return undefined;
  const layout = layoutOf(realpathSync(dataDir));
  const address = findPostmaster(layout) === undefined ? undefined : readAddress(layout);
  return address === undefined ? undefined : urlOf(address, readPassword(layout));
}

async function startLocked(
  layout: Layout,
  options: EmbeddedPostgresOptions,
  release: () => void,
): Promise<EmbeddedPostgres> {
  const { port, settings = {}, log = () => {} } = options;
  const since = Date.now();
  // A living server comes first: nothing of its files may be touched before.
  const orphan = await adopt(layout);
  const start = (address: () => Promise<Address>) => create({ layout, settings, address, log });
  const { postmaster, address } = orphan ?? (await start(() => chooseAddress(layout, port)));
  const adopted = orphan !== undefined;
  log('database.started', { pid: postmaster.pid, adopted, durationMs: Date.now() - since });
  // The pools of this process know one address, so a restarted server must come back at the same one.
  const relaunch = async () => (await adopt(layout)) ?? (await start(async () => address));
  const supervisor = supervise(postmaster, { relaunch, log });
  return {
    url: urlOf(address, readPassword(layout)),
    get pid() {
      return supervisor.postmaster.pid;
    },
    adopted,
    async stop() {
      await supervisor.end();
      await stopPostmaster(supervisor.postmaster);
      release();
      log('database.stopped', {});
    },
  };
}

async function create({
  log,
  ...plan
}: Omit<LaunchPlan, 'runner'> & Required<Pick<EmbeddedPostgresOptions, 'log'>>) {
  removeDeadLocks(plan.layout);
  const runner = chooseRunner(plan.layout, findBinaries());
  if (await ensureCluster(plan.layout, runner)) log('database.created', { runAs: runner.mode });
  return launch({ ...plan, runner });
}
