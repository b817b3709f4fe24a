import type { Ledger } from '../ledger/ledger.ts';
import type { Unnoticed } from '../ledger/sweep.ts';
import type { Submission } from '../model/exchange.ts';
import type { Message } from '../model/message.ts';
import { textOfReason } from './reasons.ts';

/** The gateway as a sender of notices. */
export const gatewayId = 'gateway';

/** Tells the sender of each message that parked or was quarantined: once, in its mailbox or its dialect. */
export function createTellSenders(
  ledger: Pick<Ledger, 'unnoticed' | 'markNoticed' | 'accept'>,
  onError: (error: Error) => void,
) {
  const tell = async (one: Unnoticed): Promise<void> => {
    if (one.source !== gatewayId) await ledger.accept(submissionOf(one));
    await ledger.markNoticed(one);
  };
  return async (): Promise<void> => {
    for (const one of await ledger.unnoticed()) {
      // One that cannot be told must not silence the others.
      await tell(one).catch(onError);
    }
  };
}

function submissionOf(one: Unnoticed): Submission {
  const message = noticeOf(one);
  return {
    systemId: gatewayId,
    door: 'notice',
    raw: Buffer.from(JSON.stringify(message)),
    mediaType: 'application/json',
    messages: [{ message, identity: `notice:${one.deliveryId ?? one.about}`, findings: [] }],
  };
}

function noticeOf(one: Unnoticed): Message {
  return {
    kind: 'notice.raised',
    occurredAt: new Date().toISOString(),
    dossier: { ids: [one.alias] },
    notice: {
      about: one.about,
      code: one.deliveryId ? 'delivery.parked' : `exchange.quarantined.${one.reason || 'unknown'}`,
      text: textOfReason(one.deliveryId ? 'parked' : one.reason),
    },
    extensions: { [gatewayId]: { to: one.source, ...(one.systemId && { receiver: one.systemId }) } },
  };
}
