import type { Log } from '../base/log.ts';
import type { Metrics } from '../base/metrics.ts';
import type { Due } from '../ledger/claim.ts';
import type { Ending } from '../ledger/outcomes.ts';
import type { Receipt, Submission } from '../model/exchange.ts';

/** What happens in the gateway, told once: here it becomes a record, a figure, and a line for whoever watches. */
export interface Facts {
  accepted(submission: Submission, receipts: readonly Receipt[]): void;
  attempted(due: Due, ending: Ending, systemId: string): void;
  breakerOpened(systemId: string, reason: string): void;
  breakerClosed(systemId: string): void;
  error(error: Error): void;
}

/** Facts as pino records and Prometheus figures. */
export function createFacts(log: Log, metrics: Metrics): Facts {
  return {
    accepted({ systemId, door, messages }, receipts) {
      for (const [index, receipt] of receipts.entries()) {
        const kind = messages[index]?.message.kind;
        if (kind === undefined) continue;
        const { exchangeId, dossierId, state, duplicate } = receipt;
        metrics.exchange({ system: systemId, kind, outcome: duplicate ? 'duplicate' : state });
        const fact = duplicate ? 'exchange.repeated' : (`exchange.${state}` as const);
        log.info({ systemId, door, kind, exchangeId, dossierId, state }, fact);
      }
    },
    attempted(due, { attempt, outcome, durationMs, next }, systemId) {
      metrics.delivery({ system: systemId, outcome });
      if (outcome === 'delivered')
        metrics.deliverySeconds.observe((Date.now() - due.acceptedAt.getTime()) / 1000);
      const { id: deliveryId, exchangeId, kind } = due;
      const fields = { systemId, deliveryId, exchangeId, kind, attempt, outcome, ms: Math.round(durationMs) };
      if (next.to === 'parked') log.warn(fields, 'delivery.parked');
      else log.info(fields, 'delivery.attempted');
    },
    breakerOpened: (systemId, code) => log.warn({ systemId, code }, 'breaker.opened'),
    breakerClosed: (systemId) => log.info({ systemId }, 'breaker.closed'),
    error: (error) => log.error({ error }, 'gateway.fault'),
  };
}

/** The same facts to several listeners. */
export function shareFacts(...listeners: readonly Partial<Facts>[]): Facts {
  const tell =
    <Name extends keyof Facts>(name: Name) =>
    (...args: Parameters<Facts[Name]>): void => {
      for (const listener of listeners)
        (listener[name] as ((...told: typeof args) => void) | undefined)?.(...args);
    };
  return {
    accepted: tell('accepted'),
    attempted: tell('attempted'),
    breakerOpened: tell('breakerOpened'),
    breakerClosed: tell('breakerClosed'),
    error: tell('error'),
  };
}
