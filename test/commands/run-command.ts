import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs `node src/main.ts …` to its end, with nothing of the caller's environment but the PATH. */
export function runCommand(args: readonly string[], env: Record<string, string> = {}): Promise<Ran> {
  return new Promise((resolve) => {
    const options = { cwd: root, env: { PATH: process.env['PATH'] ?? '', ...env }, timeout: 25_000 };
    const child = execFile(process.execPath, ['src/main.ts', ...args], options, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}
