import CircuitBreaker from 'opossum';

export interface BreakerSettings {
  /** Calls in the window before it may open. */
  volumeThreshold: number;
  errorThresholdPercentage: number;
  windowMs: number;
  /** Wait before the first probe; it doubles with every failed one, up to a minute. */
  resetMs: number;
}

class SystemFailed extends Error {
  readonly result: unknown;
  constructor(result: unknown) {
    super('the system failed');
    this.result = result;
  }
}

/** Watches the calls to one system; what a partner says about one message does not count. */
export function createBreaker({ volumeThreshold, errorThresholdPercentage, windowMs }: BreakerSettings) {
  const circuit = new CircuitBreaker<[() => Promise<unknown>], unknown>((call) => call(), {
    // Its own timeout aborts every concurrent call: each call carries a deadline of its own instead.
    timeout: false,
    volumeThreshold,
    errorThresholdPercentage,
    rollingCountTimeout: windowMs,
    // The ledger says when to probe.
    resetTimeout: 2 ** 31 - 1,
  });
  return {
    get opened(): boolean {
      return circuit.opened;
    },
    /** Runs a call and counts it; `failed` says whether the whole system is to blame. While open it answers `refused`. */
    async run<T>(call: () => Promise<T>, failed: (result: T) => boolean, refused: T): Promise<T> {
      if (circuit.opened) return refused;
      try {
        return (await circuit.fire(async () => {
          const result = await call();
          if (failed(result)) throw new SystemFailed(result);
          return result;
        })) as T;
      } catch (error) {
        if (error instanceof SystemFailed) return error.result as T;
        throw error;
      }
    },
    close(): void {
      circuit.close();
    },
    shutdown(): void {
      circuit.shutdown();
    },
  };
}

/** How long an open breaker waits before its next probe. */
export function probeDelayMs(openings: number, { resetMs }: BreakerSettings): number {
  return Math.min(resetMs * 2 ** openings, Math.max(60_000, resetMs));
}
