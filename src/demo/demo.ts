/** The whole province on this machine: the gateway, every partner simulated, and dossiers on their way. */
import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Config } from '../base/config/config.ts';
import type { Environment } from '../base/config/environment.ts';
import { createLog, type Log } from '../base/log.ts';
import type { Secrets } from '../base/secrets.ts';
import { openConfiguration } from '../commands/configuration.ts';
import { openDatabase } from '../commands/database.ts';
import { openGateway } from '../gateway.ts';
import { type Board, createBoard } from './board.ts';
import { freePort } from './free-port.ts';
import { startMailboxPartner } from './mailbox-partner.ts';
import { type Partners, startPartners } from './partners.ts';
import { createScreen, type Output } from './screen.ts';
import { credentialsOf } from './simulators.ts';
import { farewell, welcome } from './speech.ts';
import { answerSupplements, type Sent, sendDossiers } from './traffic.ts';

export interface DemoOptions {
  environment: Environment;
  output: Output;
  /** Resolves when the demonstration is to end. */
  stopped: Promise<void>;
  /** How many dossiers citizens submit, and how often. */
  count: number;
  everyMs: number;
}

/** Runs until `stopped`; everything it started has ended when this resolves. */
export async function runDemo({ environment: given, output, stopped, ...pace }: DemoOptions): Promise<void> {
  const environment = await withFreePorts(given);
  mkdirSync(environment.dataDir, { recursive: true });
  const file = createWriteStream(path.join(environment.dataDir, 'gateway.log'), { flags: 'a' });
  const log = createLog({ level: 'info', destination: file });
  await using ending = new AsyncDisposableStack();
  ending.defer(() => new Promise<void>((resolve) => file.end(resolve)));
  const over = new AbortController();
  void stopped.then(() => over.abort());

  const database = await openDatabase(environment, log);
  ending.defer(database.stop);
  const gatewayUrl = `http://127.0.0.1:${environment.port}`;
  const first = openConfiguration(environment, { demoSecrets: true });
  const partners = await startPartners({
    ...{ systems: first.current().systems.values(), secrets: first.secrets },
    ...{ dataDir: environment.dataDir, gatewayUrl },
  });
  ending.use(partners);
  const { current, secrets } = openConfiguration(environment, {
    demoSecrets: true,
    baseUrls: partners.baseUrls,
  });

  const title = (id: string) => current().systems.get(id)?.title.vi ?? id;
  const board: Board = createBoard({ title, onRow: (row) => screen.event(row) });
  const screen = createScreen(output, () => board);
  const gateway = await openGateway({
    ...{ environment, databaseUrl: database.url, config: current, secrets, log },
    watch: board.facts,
  });
  ending.defer(() => gateway.stop(5_000));
  await gateway.serve();
  gateway.work();
  output.write(welcome({ given, environment, systems: partners.all.length }));
  const about = { config: current(), secrets, partners, gatewayUrl, signal: over.signal, log };
  ending.defer(playPartners(about));
  const sent = await sendAll({ ...about, ...pace });
  await settled(board, over.signal);
  screen.end();
  if (!over.signal.aborted)
    output.write(farewell({ environment, sent, gatewayUrl, systems: current().systems }));
  await stopped;
}

async function withFreePorts(environment: Environment): Promise<Environment> {
  const port = await freePort(environment.port);
  return {
    ...environment,
    host: '127.0.0.1',
    port,
    operatePort: await freePort(environment.operatePort, [port]),
  };
}

interface Playing {
  config: Config;
  secrets: Secrets;
  partners: Partners;
  gatewayUrl: string;
  signal: AbortSignal;
  log: Log;
}

/** The parts nobody calls: the commune that fetches, the citizen who answers. Gives back the way to end them. */
function playPartners({ config, secrets, partners, gatewayUrl, signal, log }: Playing): () => Promise<void> {
  const onError = (error: Error) => log.warn({ error }, 'demo.fault');
  const fetchers = [...config.systems.values()]
    .filter(({ delivery }) => delivery === 'mailbox')
    .flatMap((system) => {
      const { apiKey } = credentialsOf(system, secrets);
      return apiKey === undefined
        ? []
        : [startMailboxPartner({ gatewayUrl, apiKey, everyMs: 1_000, onError })];
    });
  const portal = partners.all.find(({ system }) => system.role === 'portal');
  const quiet = portal && answerSupplements({ secrets, portal, gatewayUrl, signal, onError });
  return async () => {
    quiet?.();
    await Promise.all(fetchers.map(({ stop }) => stop()));
  };
}

async function sendAll(playing: Playing & { count: number; everyMs: number }): Promise<Sent[]> {
  const portal = playing.partners.all.find(({ system }) => system.role === 'portal');
  if (portal === undefined) return [];
  return sendDossiers({ ...playing, portal, onError: (error) => playing.log.warn({ error }, 'demo.fault') });
}

/** Until nothing has moved for five seconds; a minute at most. */
async function settled(board: Board, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + 60_000;
  let before = '';
  for (let quietSince = Date.now(); Date.now() < deadline && !signal.aborted; ) {
    const now = JSON.stringify(board.totals());
    if (now !== before) quietSince = Date.now();
    before = now;
    if (Date.now() - quietSince > 5_000) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
