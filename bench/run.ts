import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Contender, contenders, startContender } from './contenders.ts';
import { type BenchGround, describeMachine, openGround } from './ground.ts';
import { type Measured, measure } from './measure.ts';
import { median } from './percentile.ts';

/**
 * `node bench/run.ts [--seconds 8] [--repeats 3] [--only a,b,c] [--backend postgres|redis]`: the three contenders in
 * turns, so that a slow minute of the machine hits all of them. `--backend` is the gateway's; the plain jobs always
 * have the faster one, Redis, where there is one.
 */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '8' },
    repeats: { type: 'string', default: '3' },
    only: { type: 'string', default: 'a,b,c' },
    backend: { type: 'string', default: 'postgres' },
  },
});
const chosen = values.only.split(',').filter((one): one is Contender => one in contenders);
const seconds = Number(values.seconds);

interface Round {
  full: Measured;
  steady: Measured;
}

const say = (line: string) => process.stdout.write(`${line}\n`);
const rounds: Record<Contender, Round[]> = { a: [], b: [], c: [] };
await using ground = await openGround();
say(describeMachine());
say(`2 KB messages, 64 connections, 2,000 dossiers; gateway queue in ${values.backend}`);
for (let repeat = 1; repeat <= Number(values.repeats); repeat += 1) {
  for (const which of chosen) {
    const round = await play(which, ground, repeat);
    rounds[which].push(round);
    say(`${repeat} ${contenders[which].padEnd(20)} ${Math.round(round.full.perSecond)}/s`);
    if (round.full.failed > 0) say(`  ${round.full.failed} failed: ${round.full.firstFailure}`);
  }
}
say(`\n${table()}`);

async function play(which: Contender, { folder, postgres, redis, sinkPort }: BenchGround, repeat: number) {
  const wantsRedis = which === 'c' || values.backend === 'redis';
  await using started = await startContender(which, {
    folder: join(folder, `${which}-${repeat}`),
    databaseUrl: postgres.url,
    redisUrl: wantsRedis ? redis?.url : undefined,
    sinkPort,
  });
  const servers = { postgres: postgres.pid(), redis: redis?.pid() };
  const course = { sinkPort, servers, connections: 64 };
  // The first seconds belong to the compiler.
  await measure(started, { ...course, seconds: 2 });
  const full = await measure(started, { ...course, seconds });
  const steady = await measure(started, { ...course, seconds: Math.min(seconds, 5), perSecond: 200 });
  return { full, steady };
}

function table(): string {
  const head = [
    '',
    'msgs/s',
    'node us',
    'pg us',
    'redis us',
    'p50 ms',
    'p99 ms',
    'failed',
    'lost',
    'dup',
    'reord',
  ];
  const rows = chosen.map((which) => row(which));
  const ratios = [ratio('b', 'a'), ratio('b', 'c')].filter((line) => line !== '');
  const lines = [head, ...rows].map((cells) =>
    cells.map((cell, index) => (index === 0 ? cell.padEnd(22) : cell.padStart(9))).join(''),
  );
  const legend =
    'CPU per message at full load; p50/p99 from send to receipt at 200/s; medians of the repeats';
  return [...lines, ...ratios, legend].join('\n');
}

function row(which: Contender): string[] {
  const full = rounds[which].map((round) => round.full);
  const steady = rounds[which].map((round) => round.steady);
  const all = [...full, ...steady];
  const middle = (pick: (one: Measured) => number, of = full) => median(of.map(pick));
  const sum = (pick: (one: Measured) => number) => String(all.reduce((total, one) => total + pick(one), 0));
  return [
    `${which} ${contenders[which]}`,
    middle((one) => one.perSecond).toFixed(0),
    ...['node', 'postgres', 'redis'].map((name) => middle((one) => one.cpuMicros[name] ?? 0).toFixed(0)),
    middle((one) => one.p50Ms, steady).toFixed(2),
    middle((one) => one.p99Ms, steady).toFixed(2),
    sum((one) => one.failed),
    sum((one) => one.lost),
    sum((one) => one.duplicated),
    sum((one) => one.reordered),
  ];
}

/** Paired by repeat: both halves of each had the same minute. */
function ratio(over: Contender, under: Contender): string {
  const pairs = rounds[over].map((round, index) => {
    return round.full.perSecond / (rounds[under][index]?.full.perSecond ?? Number.NaN);
  });
  if (pairs.length === 0 || pairs.some(Number.isNaN)) return '';
  return `${over}/${under} ${median(pairs).toFixed(2)} (${pairs.map((one) => one.toFixed(2)).join(', ')})`;
}
