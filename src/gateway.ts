/** The composition root: the only file that knows every part. No container, no globals. */
import type { Config } from './base/config/config.ts';
import type { Environment } from './base/config/environment.ts';
import { createLog, type Log } from './base/log.ts';
import { createMetrics } from './base/metrics.ts';
import { createSchemas } from './base/schema.ts';
import type { Secrets } from './base/secrets.ts';
import { doorNeeds } from './compose/door-needs.ts';
import { createFacts, type Facts, shareFacts } from './compose/facts.ts';
import { createPartnerCalls } from './compose/partner-calls.ts';
import { connectors } from './connectors/index.ts';
import { createAccept } from './exchange/accept.ts';
import { checkMessage } from './exchange/check-message.ts';
import { createDecide } from './exchange/decide.ts';
import { createDrains } from './exchange/drains.ts';
import { mayFound } from './exchange/may-found.ts';
import { openQueue } from './exchange/queue.ts';
import { createReceive } from './exchange/receive.ts';
import { route } from './exchange/route.ts';
import { drainables, startSweep } from './exchange/sweep.ts';
import { createTellSenders } from './exchange/tell-senders.ts';
import { type Doors, openDoors } from './http/server.ts';
import { openLedger } from './ledger/ledger.ts';
import { hasError } from './model/finding.ts';
import type { Message } from './model/message.ts';

export interface GatewayOptions {
  environment: Environment;
  databaseUrl: string;
  config(): Config;
  secrets: Secrets;
  log?: Log;
  /** Somebody who watches: the demo, a test. */
  watch?: Partial<Facts>;
}

export type Gateway = Awaited<ReturnType<typeof openGateway>>;

/** Opens all parts on a migrated database; nothing listens or drains before `serve` and `work`. */
export async function openGateway({
  environment,
  databaseUrl,
  config,
  secrets,
  watch = {},
  ...rest
}: GatewayOptions) {
  const log = rest.log ?? createLog({ level: logLevel(environment) });
  const schemas = createSchemas();
  const system = (id: string) => config().systems.get(id);
  let observe: Parameters<typeof createMetrics>[0]['observe'] = async () => ({ lanes: [], breakers: [] });
  const metrics = createMetrics({ observe: () => observe() });
  const facts = shareFacts(createFacts(log, metrics), watch);

  const ledger = await openLedger(databaseUrl, {
    decide: createDecide({
      system,
      mayFound: (sender, message) => mayFound(sender, message, config()),
      canSay: ({ connector }, kind) => connectors.get(connector)?.sends[kind] !== undefined,
      route: (message, source, participants) => route({ message, source, participants, config: config() }),
    }),
    onError: facts.error,
  });
  observe = () => observation(ledger);
  const queue = await openQueue({ databaseUrl, redisUrl: environment.redisUrl, onError: facts.error }).catch(
    async (error: Error) => {
      await ledger.close();
      throw error;
    },
  );
  const calls = createPartnerCalls({ ledger, secrets });
  const publicUrl = () => environment.publicUrl ?? `http://127.0.0.1:${environment.port}`;
  const drains = createDrains({
    ledger,
    queue,
    system,
    connector: (id) => connectors.get(id),
    call: calls.call,
    check: schemas.check,
    fileUrl: (file) => `${publicUrl()}/v1/files/${file}`,
    settings: () => drainSettings(config()),
    facts,
  });
  const accept = createAccept({ ledger, system, queue, poke: drains.poke, facts });
  const check = (value: unknown) => {
    const findings = schemas.messageFindings(value);
    return hasError(findings)
      ? findings
      : [...findings, ...checkMessage(value as Message, config().settings)];
  };
  const receive = createReceive({
    connector: (id) => connectors.get(id),
    ledger,
    accept,
    checkWire: schemas.check,
    checkMessage: check,
  });
  const needs = doorNeeds({
    config,
    secrets,
    ledger,
    connectors,
    accept,
    receive,
    checkMessage: check,
    ready,
  });

  async function ready() {
    const parts = { database: await probe(ledger.ping), queue: await probe(queue.ping) };
    return { ok: parts.database.ok, parts };
  }

  let doors: Doors | null = null;
  let sweep: ReturnType<typeof startSweep> | null = null;
  return {
    accept,
    ledger,
    log,
    metrics,
    /** Opens the operate door, and unless told otherwise the partner doors. */
    async serve({ partnerDoors = true } = {}): Promise<Pick<Doors, 'port' | 'operatePort'>> {
      const { port, operatePort, host } = environment;
      doors = await openDoors({ needs, log, metrics, host, port: partnerDoors ? port : null, operatePort });
      return doors;
    },
    /** Starts draining and sweeping. */
    work(): void {
      queue.work(drains.drain, concurrency(config()));
      sweep = startSweep({
        ledger,
        queue,
        systems: () => config().systems.values(),
        settings: () => sweepSettings(config()),
        tellSenders: createTellSenders(ledger, facts.error),
        onError: facts.error,
      });
    },
    /** After a reload: a system that was added needs a slot of its own. */
    refresh(): void {
      secrets.refresh();
      queue.setConcurrency(concurrency(config()));
    },
    /** In this order: doors, drains, outcomes; the database is stopped by whoever started it. */
    async stop(deadlineMs = 8_000): Promise<void> {
      await doors?.close(Math.min(deadlineMs, 5_000));
      await sweep?.stop();
      await drains.stop();
      await queue.close();
      await calls.close();
      await ledger.close();
      metrics.close();
    },
  };
}

/** More than one per (system, shard), so that no drain waits in another's slot. */
const concurrency = (config: Config): number => drainables(config.systems.values()).length + 10;

/** Never shorter, whatever the schedule says (design 5). */
const minimumRetryMs = 3 * 86_400_000;

function drainSettings({ settings: { retry, breaker, drain } }: Config) {
  return {
    retry: { scheduleMs: retry.waitsMs, minimumMs: minimumRetryMs, unavailableMs: retry.unavailableMinMs },
    breaker: {
      volumeThreshold: breaker.volumeThreshold,
      errorThresholdPercentage: breaker.failurePercent,
      windowMs: breaker.windowMs,
      resetMs: breaker.resetMs,
    },
    leaseMs: drain.leaseMs,
  };
}

const sweepSettings = ({ settings }: Config) => ({
  sweepMs: settings.drain.sweepMs,
  heldForMs: settings.accept.heldForMs,
  refusedForMs: settings.retention.refusedRawMs,
});

async function observation(ledger: Awaited<ReturnType<typeof openLedger>>) {
  const [lanes, breakers] = await Promise.all([ledger.backlog(), ledger.breakers.all()]);
  return {
    lanes: lanes.map(({ systemId, pending, oldestMs }) => ({
      system: systemId,
      pending,
      oldestSeconds: oldestMs / 1000,
    })),
    breakers: breakers.map(({ systemId, state }) => ({ system: systemId, open: state !== 'closed' })),
  };
}

async function probe(ping: () => Promise<void>): Promise<{ ok: boolean; detail?: string }> {
  try {
    await ping();
    return { ok: true };
  } catch (error) {
    return { ok: false, detail: (error as Error).name };
  }
}

function logLevel({ logLevel: level }: Environment): 'debug' | 'info' | 'warn' | 'error' | 'silent' {
  if (level === 'trace') return 'debug';
  return level === 'fatal' ? 'error' : level;
}
