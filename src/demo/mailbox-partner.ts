/** A commune behind a home router: it fetches its messages from the mailbox and answers by `/v1`. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Message } from '../model/message.ts';

export interface MailboxPartner {
  stop(): Promise<void>;
}

export interface MailboxOptions {
  gatewayUrl: string;
  apiKey: string;
  /** Asks for new messages this often. */
  everyMs: number;
  onError(error: Error): void;
}

interface Letter {
  deliveryId: string;
  leaseToken: string;
  message: Message;
}

/** Leases, answers, acknowledges, until stopped. */
export function startMailboxPartner({
  gatewayUrl,
  apiKey,
  everyMs,
  onError,
}: MailboxOptions): MailboxPartner {
  const over = new AbortController();

  async function post(path: string, body: unknown, more: Record<string, string> = {}): Promise<unknown> {
    const answer = await fetch(new URL(path, gatewayUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}`, ...more },
      body: JSON.stringify(body),
      signal: over.signal,
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
    return answer.json();
  }

  async function work({ deliveryId, leaseToken, message }: Letter): Promise<void> {
    const answer = message.kind === 'dossier.submitted' ? acceptance(message, new Date()) : null;
    if (answer) await post('/v1/messages', answer, { 'idempotency-key': `accept-${deliveryId}` });
    await post('/v1/mailbox/ack', { deliveryId, leaseToken });
  }

  async function run(): Promise<void> {
    while (!over.signal.aborted) {
      const { deliveries } = (await post('/v1/mailbox/lease', { max: 10, leaseMs: 30_000 })) as {
        deliveries: Letter[];
      };
      for (const letter of deliveries) await work(letter);
      await pause(everyMs, undefined, { signal: over.signal });
    }
  }

  async function keepOn(): Promise<void> {
    while (!over.signal.aborted) {
      await run().catch((error: Error) => over.signal.aborted || onError(error));
      await pause(everyMs, undefined, { signal: over.signal }).catch(() => {});
    }
  }

  const done = keepOn();
  return {
    async stop() {
      over.abort();
      await done;
    },
  };
}

/** "We have it": the status that follows a submission. */
function acceptance({ dossier }: Message, now: Date): Message {
  return {
    kind: 'dossier.status-changed',
    occurredAt: now.toISOString(),
    dossier: { ids: dossier.ids },
    status: { state: 'accepted' },
  };
}
