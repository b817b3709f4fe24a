import path from 'node:path';
import { parseArgs } from 'node:util';
import { readEnvironment } from '../base/config/environment.ts';
import { expectedOf, simulatorOf } from '../demo/simulators.ts';
import { type FaultMode, faultModes, startSimulator } from '../kit/simulator.ts';
import { openConfiguration } from './configuration.ts';
import { untilStopped } from './until-stopped.ts';

/** `simulate <system> [--port n] [--fail mode]`: the simulator of one configured system, until Ctrl-C. */
export async function simulate(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { port: { type: 'string', default: '0' }, fail: { type: 'string' } },
    allowPositionals: true,
  });
  const environment = readEnvironment(process.env);
  const { current, secrets } = openConfiguration(environment, { demoSecrets: true });
  const system = current().systems.get(positionals[0] ?? '');
  const fail = faultModes.find((mode) => mode === values.fail);
  if (
    system === undefined ||
    (values.fail !== undefined && fail === undefined) ||
    !/^\d{1,5}$/.test(values.port)
  )
    return usage([...current().systems.keys()]);
  const stopped = untilStopped();
  await using simulator = await startSimulator(simulatorOf(system), {
    ...{ port: Number(values.port), system },
    dataDir: path.join(environment.dataDir, 'simulators', system.id),
    settings: expectedOf(system, secrets),
  });
  if (fail !== undefined) await simulator.fail(fail);
  process.stdout.write(`${system.title.vi}: ${simulator.url}${failing(fail)}\n`);
  simulator.onReceive(({ method, path: called, fault }) => {
    process.stdout.write(`${method} ${called}${fault === undefined ? '' : ` [${fault}]`}\n`);
  });
  await stopped;
  return 0;
}

const failing = (mode: FaultMode | undefined): string =>
  mode === undefined ? '' : `  (lỗi giả · fails: ${mode})`;

function usage(systems: readonly string[]): number {
  process.stderr.write(
    `simulate <hệ thống · system> [--port n] [--fail ${faultModes.join('|')}]\n  ${systems.join('\n  ')}\n`,
  );
  return 64;
}
