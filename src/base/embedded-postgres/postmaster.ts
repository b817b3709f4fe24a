import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Address } from './address.ts';
import type { Layout } from './layout.ts';
import { isTaken, processStart } from './process-identity.ts';

/** A server process. `started` tells it from a later process with the same pid. */
export interface Postmaster {
  readonly pid: number;
  readonly started: string;
}

/** Whether this very server still lives. */
export const lives = ({ pid, started }: Postmaster): boolean => processStart(pid) === started;

/** The server that runs on this data folder now, as its `postmaster.pid` says and the process table confirms. */
export function findPostmaster(layout: Layout): Postmaster | undefined {
  const pid = readPid(layout.pidFile);
  if (pid === undefined) return undefined;
  const started = processStart(pid);
  return started !== undefined && servesCluster(pid, layout.cluster) ? { pid, started } : undefined;
}

/**
 * Where the running server listens. The file's lines: pid, folder, start, port, socket folder, address. Undefined
 * while the server has not written them yet.
 */
export function readAddress(layout: Layout): Address | undefined {
  const lines = (readOrUndefined(layout.pidFile) ?? '').split('\n');
  const port = Number(lines[3]);
  if (!Number.isInteger(port) || port <= 0 || lines.length < 6) return undefined;
  return lines[4] ? { folder: lines[4], port } : { port };
}

/** Whether the server with this pid has written that it takes clients (line 8 of its pid file). */
export function saysReady(layout: Layout, pid: number): boolean {
  const lines = (readOrUndefined(layout.pidFile) ?? '').split('\n');
  return lines[0] === String(pid) && lines[7]?.trim() === 'ready';
}

/**
 * Removes lock files whose pid is taken by another program, or by the zombie of a killed server that its parent is
 * slow to bury: PostgreSQL only sees that the pid exists and would refuse to start. Children of that server that
 * still live are found by PostgreSQL all the same, by the shared memory they hold. Files of a free pid are left to it.
 */
export function removeDeadLocks(layout: Layout): void {
  const socketLock = join(layout.home, '.s.PGSQL.5432.lock');
  for (const file of [layout.pidFile, socketLock]) {
    const pid = readPid(file);
    if (pid === undefined || !isTaken(pid)) continue;
    if (processStart(pid) !== undefined && servesCluster(pid, layout.cluster)) continue;
    rmSync(file, { force: true });
  }
}

/** The postmaster's working directory is its data folder; where that cannot be read, its command line names it. */
function servesCluster(pid: number, cluster: string): boolean {
  if (process.platform !== 'linux') return commandLine(pid).includes(cluster);
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster);
  } catch {
    return commandLine(pid).includes(cluster);
  }
}

function commandLine(pid: number): string {
  const fromProc = readOrUndefined(`/proc/${pid}/cmdline`);
  if (fromProc !== undefined) return fromProc.replaceAll('\0', ' ');
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

function readPid(file: string): number | undefined {
  const pid = Number.parseInt(readOrUndefined(file) ?? '', 10);
  return pid > 0 ? pid : undefined;
}

function readOrUndefined(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
