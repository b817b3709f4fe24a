import { readEnvironment } from '../base/config/environment.ts';
import { runDemo } from '../demo/demo.ts';
import { openConfiguration } from './configuration.ts';
import { run } from './run.ts';
import { untilStopped } from './until-stopped.ts';

/**
 * `npm start`: the gateway with every configured system simulated. `--no-demo` serves without simulators; the secrets
 * that are missing are made there too, so that a fresh clone starts (`all`, for real use, refuses instead).
 */
export async function start(args: readonly string[]): Promise<number> {
  const unknown = args.find((arg) => arg !== '--no-demo');
  if (unknown !== undefined) {
    process.stderr.write(`start [--no-demo]: không hiểu / unknown: ${unknown}\n`);
    return 64;
  }
  const environment = readEnvironment(process.env);
  if (args.includes('--no-demo')) {
    openConfiguration(environment, { demoSecrets: true });
    await run('all');
    return 0;
  }
  const stopped = untilStopped();
  // A closed terminal ends the demonstration too; nothing may stay behind, and nobody reads what is still written.
  process.on('SIGHUP', () => process.emit('SIGTERM'));
  process.stdout.on('error', () => {});
  await runDemo({ environment, output: process.stdout, stopped, count: 6, everyMs: 1_500 });
  return 0;
}
