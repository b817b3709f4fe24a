import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { processStart } from '../../src/base/embedded-postgres/process-identity.ts';
import { stopPostmaster } from '../../src/base/embedded-postgres/stop.ts';

const PROGRAM = fileURLToPath(new URL('./hold-database.ts', import.meta.url));

/** What the held database said when it was up, or why it was not. */
interface Said {
  readonly url: string;
  readonly pid: number;
  readonly adopted: boolean;
  readonly refused?: string;
}

/** A separate process that holds an embedded database, as a gateway does; `prefix` runs it behind another command. */
export async function holdDatabase(dataDir: string, prefix: readonly string[] = []): Promise<Holder> {
  const [file = '', ...args] = [...prefix, process.execPath, PROGRAM, dataDir];
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  const said = JSON.parse(await firstLine(child)) as Said;
  const started = said.refused === undefined ? processStart(said.pid) : undefined;
  return {
    ...said,
    holderPid: child.pid ?? 0,
    end: (signal) => end(child, signal),
    async [Symbol.asyncDispose]() {
      await end(child, 'SIGTERM');
      // A failed test may leave a server that nobody took over.
      if (started !== undefined) await stopPostmaster({ pid: said.pid, started });
    },
  };
}

export interface Holder extends Said, AsyncDisposable {
  readonly holderPid: number;
  /** Ends the holder by a signal and waits for it; SIGTERM stops the database too, SIGKILL leaves it behind. */
  end(signal: NodeJS.Signals): Promise<void>;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}

async function firstLine(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    if (text.includes('\n')) return text.slice(0, text.indexOf('\n'));
  }
  throw new Error(`the holder ended without a word: ${text}`);
}
