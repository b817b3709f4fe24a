import { type ConnectionOptions, createPostgresBackend, type JobsOptions, Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';

/** A queue that does not answer must not hold anybody: the wake-up fails and sweep finds what it would have woken. */
const answerWithinMs = 2_000;

/** Where BullMQ lives: on Redis when a URL is given, else on the ledger's PostgreSQL. */
export interface QueueSettings {
  databaseUrl: string;
  redisUrl?: string | undefined;
  onError(error: Error): void;
}

interface Drain {
  systemId: string;
  shard: number;
}

export type WakeQueue = Awaited<ReturnType<typeof openQueue>>;

const name = 'deliver';
const jobOptions = { attempts: 1, removeOnComplete: true, removeOnFail: true };

/**
 * The queue only wakes: a job names (system, shard) and nothing else, so losing every job loses no message.
 * Immediate and later wake-ups have ids of their own: with one shared id an immediate one would be swallowed until
 * the delayed one is due.
 */
export async function openQueue(settings: QueueSettings) {
  const { open, close: closeConnections } = connections(settings);
  const queue = open((connection, backend) => new Queue<Drain>(name, { connection }, backend));
  queue.on('error', settings.onError);
  await queue.waitUntilReady();
  let worker: Worker<Drain> | null = null;
  let turn = 0;
  const add = (drain: Drain, options: JobsOptions): Promise<unknown> =>
    within(answerWithinMs, queue.add('drain', drain, { ...jobOptions, ...options }));

  return {
    async wake({ systemId, shard }: Drain): Promise<void> {
      const deduplication = { id: `now-${systemId}-${shard}`, keepLastIfActive: true };
      await add({ systemId, shard }, { deduplication });
    },
    async wakeLater({ systemId, shard }: Drain, delayMs: number): Promise<void> {
      // Two ids in turn: a later job that runs now would swallow the next one of its own id.
      turn = 1 - turn;
      const deduplication = { id: `later-${systemId}-${shard}-${turn}`, replace: true, extend: false };
      const delay = Math.max(1, Math.ceil(delayMs));
      await add({ systemId, shard }, { delay, deduplication });
    },
    /** `sweep` alone: without deduplication, so that a dead holder's id cannot swallow it. */
    async wakeAnyway({ systemId, shard }: Drain): Promise<void> {
      await add({ systemId, shard }, {});
    },
    /** Concurrency is at least the number of (system, shard), so that a slow partner never waits in another's slot. */
    work(drain: (job: Drain) => Promise<void>, concurrency: number): void {
      worker = open(
        (connection, backend) =>
          new Worker<Drain>(
            name,
            (job) => drain(job.data),
            { connection, concurrency, drainDelay: 2 },
            backend,
          ),
      );
      worker.on('error', settings.onError);
      worker.on('failed', (_job, error) => settings.onError(error));
    },
    setConcurrency(concurrency: number): void {
      if (worker) worker.concurrency = concurrency;
    },
    async ping(): Promise<void> {
      await within(answerWithinMs, queue.getJobCounts('waiting'));
    },
    /** Waits for running drains; the caller sets the deadline. */
    async close(): Promise<void> {
      await worker?.close();
      await queue.close();
      await closeConnections();
    },
  };
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('the queue does not answer')), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    // What comes after the deadline, good or bad, is nobody's any more.
    work.catch(() => {});
  }
}

type Open = <T>(make: (connection: ConnectionOptions, backend: undefined) => T) => T;

/** The two back ends differ only here; BullMQ's types know one back end per class, hence the casts. */
function connections({ databaseUrl, redisUrl, onError }: QueueSettings): {
  open: Open;
  close(): Promise<void>;
} {
  if (redisUrl === undefined) {
    const connection = {
      connectionString: databaseUrl,
      migrate: true,
      max: 4,
    } as unknown as ConnectionOptions;
    const backend = createPostgresBackend as unknown as undefined;
    return { open: (make) => make(connection, backend), close: async () => {} };
  }
  const clients: Redis[] = [];
  return {
    open(make) {
      const client = new Redis(redisUrl, { maxRetriesPerRequest: null, enableReadyCheck: true });
      client.on('error', onError);
      clients.push(client);
      return make(client as unknown as ConnectionOptions, undefined);
    },
    async close() {
      for (const client of clients) client.disconnect();
    },
  };
}
