import type { Ledger } from '../ledger/ledger.ts';
import { type BreakerSettings, createBreaker, probeDelayMs } from './breaker.ts';
import type { Performed } from './perform.ts';

/** open: nothing in the way. probe: one delivery may show whether the system is back. shut: not before the next probe. */
export type Gate = 'open' | 'probe' | 'shut';

export interface GatesNeeds {
  ledger: { breakers: Pick<Ledger['breakers'], 'one' | 'open' | 'close'> };
  settings(): BreakerSettings;
  facts: {
    breakerOpened(systemId: string, reason: string): void;
    breakerClosed(systemId: string): void;
    error(error: Error): void;
  };
}

const notTried: Performed = { outcome: 'unavailable', scope: 'system', reason: 'breaker-open' };

/** The system is to blame, not the message: everybody would get this answer, or nobody gets any. */
const isOfSystem = ({ outcome, scope, reason }: Performed): boolean =>
  reason !== 'gateway-fault' &&
  (outcome === 'ambiguous' || (scope === 'system' && outcome !== 'delivered' && outcome !== 'busy'));

/** Never sent: says nothing about the system. */
const saysNothing = ({ outcome, reason }: Performed): boolean =>
  outcome === 'mapping-gap' || reason === 'lease-lost' || reason === 'gateway-fault';

/** One gate per system: our own calls move it, the ledger shares it with the other processes and the operators. */
export function createGates({ ledger, settings, facts }: GatesNeeds) {
  const breakers = new Map<string, ReturnType<typeof createBreaker>>();
  const gates = new Map<string, Gate>();
  const opening = new Map<string, Promise<void>>();

  const breakerOf = (systemId: string) => {
    const known = breakers.get(systemId) ?? createBreaker(settings());
    breakers.set(systemId, known);
    return known;
  };

  async function open(systemId: string, reason: string): Promise<void> {
    gates.set(systemId, 'shut');
    const row = await ledger.breakers.one(systemId);
    if (row?.state === 'open' && (row.probeInMs ?? 0) > 0) return;
    await ledger.breakers.open(systemId, reason, probeDelayMs(row?.failures ?? 0, settings()));
    facts.breakerOpened(systemId, reason);
  }

  return {
    now: (systemId: string): Gate => gates.get(systemId) ?? 'open',
    /** Reads the shared state before a drain starts. */
    async look(systemId: string): Promise<Gate> {
      const row = await ledger.breakers.one(systemId);
      const closed = !row || row.state === 'closed';
      const gate: Gate = closed ? 'open' : (row.probeInMs ?? 0) > 0 ? 'shut' : 'probe';
      if (closed && breakerOf(systemId).opened) breakerOf(systemId).close();
      gates.set(systemId, gate);
      return gate;
    },
    /** One attempt through the gate, which moves by how it ended. */
    async pass(systemId: string, attempt: () => Promise<Performed>): Promise<Performed> {
      const probing = gates.get(systemId) === 'probe';
      const performed = probing
        ? await attempt()
        : await breakerOf(systemId).run(attempt, isOfSystem, notTried);
      // What the call did is done, whatever becomes of the gate.
      await move(systemId, performed).catch(facts.error);
      return performed;
    },
    stop(): void {
      for (const breaker of breakers.values()) breaker.shutdown();
    },
  };

  async function move(systemId: string, performed: Performed): Promise<void> {
    const { outcome, reason } = performed;
    const failed = isOfSystem(performed);
    const probing = gates.get(systemId) === 'probe';
    if (failed && (probing || breakerOf(systemId).opened)) {
      const already =
        opening.get(systemId) ?? open(systemId, reason ?? outcome).finally(() => opening.delete(systemId));
      opening.set(systemId, already);
      await already;
    }
    if (!failed && !saysNothing(performed) && probing) {
      gates.set(systemId, 'open');
      breakerOf(systemId).close();
      await ledger.breakers.close(systemId);
      facts.breakerClosed(systemId);
    }
  }
}
