import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startContender } from './contenders.ts';
import { describeMachine, openGround } from './ground.ts';
import { measure } from './measure.ts';

/**
 * `node bench/latency.ts [--seconds 20] [--rate 50]`: from sent to received through the gateway, connector `standard`
 * on both sides.
 */
const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '20' }, rate: { type: 'string', default: '50' } },
});
const say = (line: string) => process.stdout.write(`${line}\n`);
await using ground = await openGround();
say(describeMachine());
const { sinkPort } = ground;
const place = { folder: join(ground.folder, 'gateway'), databaseUrl: ground.postgres.url, sinkPort };
await using started = await startContender('b', { ...place, redisUrl: undefined });
const course = { sinkPort, servers: {}, connections: 64, perSecond: Number(values.rate) };
await measure(started, { ...course, seconds: 3 });
const result = await measure(started, { ...course, seconds: Number(values.seconds) });
say(
  `standard at ${values.rate}/s: p50 ${result.p50Ms.toFixed(2)} ms, p99 ${result.p99Ms.toFixed(2)} ms; ` +
    `${result.received} received, ${result.lost} lost, ${result.duplicated} duplicated, ${result.reordered} reordered`,
);
