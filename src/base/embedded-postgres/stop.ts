import { setTimeout as pause } from 'node:timers/promises';
import { lives, type Postmaster } from './postmaster.ts';

const POLL_MS = 20;

/**
 * Stops a server: fast shutdown first (open transactions are rolled back, everything is flushed), and if that hangs
 * for `patienceMs`, immediate shutdown (the next start recovers from its log; nothing committed is lost).
 */
export async function stopPostmaster(postmaster: Postmaster, patienceMs = 8000): Promise<void> {
  signal(postmaster, 'SIGINT');
  if (await diesWithin(postmaster, patienceMs)) return;
  signal(postmaster, 'SIGQUIT');
  if (await diesWithin(postmaster, 6000)) return;
  signal(postmaster, 'SIGKILL');
  await diesWithin(postmaster, 1000);
}

function signal(postmaster: Postmaster, name: NodeJS.Signals): void {
  if (!lives(postmaster)) return;
  try {
    process.kill(postmaster.pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function diesWithin(postmaster: Postmaster, timeoutMs: number): Promise<boolean> {
  const giveUpAt = Date.now() + timeoutMs;
  while (lives(postmaster)) {
    if (Date.now() > giveUpAt) return false;
    await pause(POLL_MS);
  }
  return true;
}
