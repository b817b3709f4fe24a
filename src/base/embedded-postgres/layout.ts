import { join } from 'node:path';

/** Where things lie under the data folder. `home` belongs to the user that runs the server, mode 0700. */
export interface Layout {
  readonly dataDir: string;
  readonly lock: string;
  readonly home: string;
  readonly cluster: string;
  readonly pidFile: string;
  readonly password: string;
  readonly logDir: string;
  readonly startLog: string;
}

/** The one role and the one database of an embedded server. */
export const ROLE = 'gateway';
export const DATABASE = 'gateway';

/** The paths of an embedded database under an absolute data folder. */
export function layoutOf(dataDir: string): Layout {
  const home = join(dataDir, 'postgres');
  return {
    dataDir,
    lock: join(dataDir, 'gateway.lock'),
    home,
    cluster: join(home, 'cluster'),
    pidFile: join(home, 'cluster', 'postmaster.pid'),
    password: join(home, 'password'),
    logDir: join(home, 'log'),
    startLog: join(home, 'log', 'start.log'),
  };
}
