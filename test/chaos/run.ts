import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type ChaosResult, runChaos } from './harness/chaos.ts';
import { type Target, targets } from './harness/kill-plan.ts';
import { endAllOnSignal } from './harness/processes.ts';
import { holds } from './judge.ts';

/**
 * The long kill test: `node test/chaos/run.ts [--kills 20] [--accepted 10000] [--backend postgres|redis]
 * [--two-workers] [--kill gateway,postgres,redis] [--rate 200] [--seed n] [--keep]`. Exit 0 when every promise held,
 * 1 when one did not (the histories are then kept), 2 on a wrong option.
 */
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    accepted: { type: 'string', default: '10000' },
    backend: { type: 'string', default: 'postgres' },
    'two-workers': { type: 'boolean', default: false },
    kill: { type: 'string', default: 'gateway' },
    rate: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    keep: { type: 'boolean', default: false },
  },
});

endAllOnSignal();
const say = (line: string) => process.stdout.write(`${line}\n`);
const backend = oneOf(values.backend, ['postgres', 'redis'] as const);
const victims = values.kill.split(',').map((target) => oneOf(target, targets));
const messages = Number(values.accepted);
const folder = await mkdtemp(join(tmpdir(), 'one-stop-chaos-'));
say(`seed ${values.seed}, back end ${backend}, killing ${victims.join(', ')}, files in ${folder}`);

const result = await runChaos({
  folder: join(folder, 'run'),
  seed: Number(values.seed),
  kills: Number(values.kills),
  targets: victims,
  messages,
  perSecond: Number(values.rate),
  backend,
  twoWorkers: values['two-workers'],
  say,
});
const good = holds(result.verdict) && result.verdict.accepted >= messages;
say(table(result));
if (good && !values.keep) await rm(folder, { recursive: true, force: true });
else say(`histories and logs: ${folder}`);
process.exitCode = good ? 0 : 1;

function oneOf<Name extends string>(text: string, names: readonly Name[]): Name {
  const found = names.find((name) => name === text);
  if (found !== undefined) return found;
  process.stderr.write(`${text}: expected one of ${names.join(', ')}\n`);
  process.exit(2);
}

function table({ verdict, kills, crashes, stubborn, drainMs, seconds }: ChaosResult): string {
  const { lost, reordered, strangers, phantoms, altered, mistreated, confused } = verdict;
  const lists = { lost, reordered, strangers, phantoms, altered, mistreated, confused };
  const killed = (Object.keys(kills) as Target[]).map((target) => `${target} ${kills[target]}`);
  const rows: [string, string | number][] = [
    ['kills', killed.join(', ')],
    ['accepted', verdict.accepted],
    ['delivered', verdict.delivered],
    ...Object.entries(lists).map(([name, list]): [string, string] => [name, brief(list)]),
    ['duplicates, same delivery id', verdict.duplicates],
    ['gateways that ended by themselves', crashes],
    ['gateways that did not stop on SIGTERM', stubborn],
    ['time to drain', `${(drainMs / 1000).toFixed(1)} s`],
    ['whole run', `${seconds.toFixed(1)} s`],
  ];
  return rows.map(([name, value]) => `${name.padEnd(38)} ${value}`).join('\n');
}

function brief(list: readonly string[]): string {
  return list.length === 0 ? '0' : `${list.length}: ${list.slice(0, 5).join('; ')}`;
}
