import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { createServer } from 'node:net';

export interface Program {
  /** A `.ts` file for Node, or the name of a program. */
  file: string;
  args?: readonly string[];
  env?: Readonly<Record<string, string>>;
  /** Where its output goes; every restart appends. */
  log: string;
}

/** Who must not outlive this process, and how each is told: minus the pid for a whole group. */
const living = new Map<number, NodeJS.Signals>();

/** Has a process told by a signal when this one is interrupted; returns how to forget it. */
export function endWithUs(pid: number, signal: NodeJS.Signals): () => void {
  living.set(pid, signal);
  return () => void living.delete(pid);
}

/** For commands: Ctrl-C and SIGTERM end everything that was started. Called once, at the start. */
export function endAllOnSignal(): void {
  const end = () => {
    for (const [pid, signal] of living) signalIfThere(pid, signal);
    process.exit(130);
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
}

export function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Starts a program as the head of a process group of its own, so that a signal can reach it and its children. */
export function launch({ file, args = [], env = {}, log }: Program): ChildProcess {
  const output = openSync(log, 'a');
  const [program, all] = file.endsWith('.ts') ? [process.execPath, [file, ...args]] : [file, args];
  const { PATH = '', HOME = '/' } = process.env;
  const child = spawn(program, all, {
    stdio: ['ignore', output, output],
    detached: true,
    // Nothing of the caller's own settings may reach the program.
    env: { PATH, HOME, ...env },
  });
  if (child.pid !== undefined) child.once('exit', endWithUs(-child.pid, 'SIGKILL'));
  return child;
}

export const isAlive = (child: ChildProcess): boolean =>
  child.pid !== undefined && child.exitCode === null && child.signalCode === null;

/** kill -9 to the whole group; resolves when its head is gone. */
export async function killGroup(child: ChildProcess): Promise<void> {
  if (!isAlive(child)) return;
  const exited = once(child, 'exit');
  process.kill(-(child.pid ?? 0), 'SIGKILL');
  await exited;
}

/** SIGTERM to the head, which ends its children itself; kill -9 to all after the patience. Returns whether it had to. */
export async function stopGroup(child: ChildProcess, patienceMs = 15_000): Promise<boolean> {
  if (!isAlive(child)) return false;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGKILL'), patienceMs);
  const [, signal] = await exited;
  clearTimeout(timer);
  return signal === 'SIGKILL';
}

/** Ports that nobody listens on now; all held open until all are known, so that they differ. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
