import type { Ending } from '../ledger/outcomes.ts';

/** Records endings in batches: what ended while the last batch was written is written together. */
export function createRecorder(needs: {
  /** False = the lease was lost and nothing was written. */
  record(endings: readonly Ending[]): Promise<boolean>;
  onRecorded(endings: readonly Ending[], kept: boolean): void;
  onError(error: Error): void;
  /** Resolves when it is time to try a failed write again. */
  pause(): Promise<void>;
}) {
  let waiting: Ending[] = [];
  let running: Promise<void> | null = null;

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      needs.onRecorded(batch, await recordUntilDone(batch));
    }
    running = null;
  }
  /** What was sent is sent: its record is tried until the ledger takes it or says that the lease is gone. */
  async function recordUntilDone(batch: readonly Ending[]): Promise<boolean> {
    for (;;)
      try {
        return await needs.record(batch);
      } catch (error) {
        needs.onError(error as Error);
        await needs.pause();
      }
  }
  return {
    add(ending: Ending): void {
      waiting.push(ending);
      running ??= Promise.resolve().then(run);
    },
    async idle(): Promise<void> {
      while (running) await running;
    },
  };
}
