import { readFileSync } from 'node:fs';
import { layoutOf } from '../../../src/base/embedded-postgres/layout.ts';
import { findPostmaster } from '../../../src/base/embedded-postgres/postmaster.ts';
import { holdDatabase } from '../../support/holder.ts';
import { endWithUs, signalIfThere } from './processes.ts';

/** A PostgreSQL with its real settings (fsync on), held by another process than any gateway. */
export interface KillablePostgres extends AsyncDisposable {
  readonly url: string;
  /** The server's process now; undefined while it is down. */
  pid(): number | undefined;
  /** kill -9 of the server and all its backends at once; its holder starts it again at the same address. */
  kill(): Promise<void>;
}

export async function startPostgres(dataDir: string): Promise<KillablePostgres> {
  const holder = await holdDatabase(dataDir);
  if (holder.refused !== undefined) throw new Error(`the database did not start: ${holder.refused}`);
  // Its holder stops the server in good order.
  const forget = endWithUs(holder.holderPid, 'SIGTERM');
  const layout = layoutOf(dataDir);
  const pid = () => findPostmaster(layout)?.pid;
  return {
    url: holder.url,
    pid,
    async kill() {
      const postmaster = pid();
      if (postmaster === undefined) return;
      for (const one of [postmaster, ...childrenOf(postmaster)]) signalIfThere(one, 'SIGKILL');
    },
    async [Symbol.asyncDispose]() {
      await holder[Symbol.asyncDispose]();
      forget();
    },
  };
}

/** The processes a process started that still live (Linux). */
export function childrenOf(pid: number): number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
    return text.split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}
