/** One caller's item and the way to answer it. */
interface Waiting<T, R> {
  item: T;
  resolve(result: R): void;
  reject(error: unknown): void;
}

interface BatchOptions<T> {
  max: number;
  /** Items that would hold up the others travel alone. */
  alone?(item: T): boolean;
  /** Whether the failure concerns the store, not one item: then nobody is tried alone. */
  isGeneral(error: unknown): boolean;
}

/**
 * Micro-batching: what queued up while the last flush ran is flushed together, so an idle caller never waits.
 * A failing batch is halved until the culprit stands alone; its neighbours succeed.
 */
export function createBatch<T, R>(flush: (items: T[]) => Promise<R[]>, options: BatchOptions<T>) {
  const queue: Waiting<T, R>[] = [];
  let running: Promise<void> | null = null;

  async function run(): Promise<void> {
    while (queue.length > 0) await settle(take());
    running = null;
  }
  function take(): Waiting<T, R>[] {
    const big = options.alone ? queue.findIndex(({ item }) => options.alone?.(item)) : -1;
    if (big === 0) return queue.splice(0, 1);
    return queue.splice(0, Math.min(options.max, big === -1 ? queue.length : big));
  }
  async function settle(batch: Waiting<T, R>[]): Promise<void> {
    try {
      const results = await flush(batch.map(({ item }) => item));
      for (const [index, waiting] of batch.entries()) waiting.resolve(results[index] as R);
    } catch (error) {
      await split(batch, error);
    }
  }
  async function split(batch: Waiting<T, R>[], error: unknown): Promise<void> {
    if (batch.length === 1 || options.isGeneral(error)) {
      for (const waiting of batch) waiting.reject(error);
      return;
    }
    const middle = batch.length >> 1;
    await settle(batch.slice(0, middle));
    await settle(batch.slice(middle));
  }

  return {
    add(item: T): Promise<R> {
      return new Promise<R>((resolve, reject) => {
        queue.push({ item, resolve, reject });
        // After the current turn, so that callers of the same turn share a flush.
        running ??= Promise.resolve().then(run);
      });
    },
    /** Resolves when nothing is queued or running. */
    async idle(): Promise<void> {
      while (running) await running;
    },
  };
}
