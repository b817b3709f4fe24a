import { describe } from '../base/config/describe.ts';
import { describeEnvironment, readEnvironment } from '../base/config/environment.ts';
import { openConfiguration } from './configuration.ts';

/** `check`: the effective configuration as JSON, secrets masked; every fault at once ends in exit code 78. */
export async function check(): Promise<number> {
  const environment = readEnvironment(process.env);
  const { current } = openConfiguration(environment);
  const whole = { environment: describeEnvironment(environment), ...describe(current()) };
  process.stdout.write(`${JSON.stringify(whole, null, 2)}\n`);
  return 0;
}
