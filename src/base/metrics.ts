/** The only file that knows prom-client. Names and labels are fixed: others build dashboards and alarms on them. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Outcome } from '../model/exchange.ts';
import type { Kind } from '../model/message.ts';

/** What the gauges show; read from the ledger at each scrape. */
export interface Observation {
  lanes: readonly { system: string; pending: number; oldestSeconds: number }[];
  breakers: readonly { system: string; open: boolean }[];
}

export interface Metrics {
  registry: Registry;
  exchanges: Counter<'system' | 'kind' | 'outcome'>;
  deliveries: Counter<'system' | 'outcome'>;
  /** Accept to delivered. */
  deliverySeconds: Histogram;
  /** `outcome`: accepted | held | quarantined | duplicate. */
  exchange(labels: { system: string; kind: Kind; outcome: string }): void;
  delivery(labels: { system: string; outcome: Outcome }): void;
  /** The Prometheus text, with gauges read now; when they cannot be read they are absent, not old. */
  scrape(): Promise<{ contentType: string; text: string }>;
  close(): void;
}

const deliveryBuckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600, 21_600, 86_400, 259_200];

/** `observe` is asked once per scrape and given `observeTimeoutMs` (2 s). */
export function createMetrics({
  observe,
  observeTimeoutMs = 2000,
}: {
  observe: () => Promise<Observation>;
  observeTimeoutMs?: number;
}): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counters = createCounters(registry);
  const show = createGauges(registry);

  async function scrape() {
    show(await within(observeTimeoutMs, observe).catch(() => ({ lanes: [], breakers: [] })));
    return { contentType: registry.contentType, text: await registry.metrics() };
  }

  return {
    registry,
    ...counters,
    exchange: (labels) => counters.exchanges.inc(labels),
    delivery: (labels) => counters.deliveries.inc(labels),
    scrape,
    close: () => registry.clear(),
  };
}

function createCounters(registry: Registry) {
  const registers = [registry];
  return {
    exchanges: new Counter({
      name: 'gateway_exchanges_total',
      help: 'Messages taken in, by what became of them.',
      labelNames: ['system', 'kind', 'outcome'] as const,
      registers,
    }),
    deliveries: new Counter({
      name: 'gateway_deliveries_total',
      help: 'Attempts of deliveries, by outcome.',
      labelNames: ['system', 'outcome'] as const,
      registers,
    }),
    deliverySeconds: new Histogram({
      name: 'gateway_delivery_seconds',
      help: 'Seconds from accept to delivered.',
      buckets: deliveryBuckets,
      registers,
    }),
  };
}

function createGauges(registry: Registry): (observation: Observation) => void {
  const gauge = (name: string, help: string) =>
    new Gauge({ name, help, labelNames: ['system'] as const, registers: [registry] });
  const pending = gauge('gateway_pending_deliveries', 'Deliveries waiting for this system.');
  const oldest = gauge('gateway_oldest_pending_seconds', 'Age of the oldest waiting delivery.');
  const breaker = gauge('gateway_breaker_open', '1 while calls to this system are held back.');
  return ({ lanes, breakers }) => {
    for (const each of [pending, oldest, breaker]) each.reset();
    for (const lane of lanes) {
      pending.set({ system: lane.system }, lane.pending);
      oldest.set({ system: lane.system }, lane.oldestSeconds);
    }
    for (const { system, open } of breakers) breaker.set({ system }, open ? 1 : 0);
  };
}

async function within<T>(timeoutMs: number, work: () => Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('too late')), timeoutMs);
  try {
    return await Promise.race([work(), promise]);
  } finally {
    clearTimeout(timer);
  }
}
