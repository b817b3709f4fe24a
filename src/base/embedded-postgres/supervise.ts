import { setTimeout as pause } from 'node:timers/promises';
import type { Launched } from './launch.ts';
import { lives, type Postmaster } from './postmaster.ts';

export interface Supervisor {
  readonly postmaster: Postmaster;
  /** Ends the watch, and waits for a restart that is under way. */
  end(): Promise<void>;
}

interface Needs {
  relaunch(): Promise<Launched>;
  log(name: string, fields: Record<string, unknown>): void;
}

const LOOK_EVERY_MS = 200;
const LONGEST_PAUSE_MS = 5000;

/** Watches over the server and starts it again when it dies (out of memory, kill -9), at the same address. */
export function supervise(first: Postmaster, { relaunch, log }: Needs): Supervisor {
  let current = first;
  let ended = false;
  let restart: Promise<void> | undefined;

  const bringBack = async () => {
    log('database.died', { pid: current.pid });
    for (let tries = 1; !ended; tries += 1) {
      try {
        current = (await relaunch()).postmaster;
        return log('database.restarted', { pid: current.pid, tries });
      } catch (error) {
        log('database.restart-failed', { tries, error });
        await pause(Math.min(LONGEST_PAUSE_MS, 200 * 2 ** tries));
      }
    }
  };
  const look = () => {
    if (restart !== undefined || lives(current)) return;
    restart = bringBack().finally(() => {
      restart = undefined;
    });
  };
  const timer = setInterval(look, LOOK_EVERY_MS).unref();

  return {
    get postmaster() {
      return current;
    },
    async end() {
      ended = true;
      clearInterval(timer);
      await Promise.race([restart, pause(LONGEST_PAUSE_MS, undefined, { ref: false })]);
    },
  };
}
