import { Webhook } from 'standardwebhooks';
import { Misconfigured } from '../model/errors.ts';
import type { System } from '../model/system.ts';

export interface Signed {
  deliveryId: string;
  /** The exact bytes that leave; null where they are streamed and cannot be signed. */
  body: Buffer | null;
  /** Epoch milliseconds. */
  now: number;
}

/**
 * What proves to the system that it is us, as `credentials.outbound` says. `secret` is the value behind its name: the
 * password, the token, or the signing key (`whsec_` and base64). Throws `Misconfigured` when it is missing or unfit.
 */
export function outboundHeaders(
  { credentials: { outbound } }: Pick<System, 'credentials'>,
  secret: string | undefined,
  signed: Signed,
): Record<string, string> {
  if (outbound === undefined || outbound.type === 'none') return {};
  if (!secret) throw new Misconfigured('the secret for calling the system is missing or empty');
  if (outbound.type === 'bearer') return { Authorization: `Bearer ${secret}` };
  if (outbound.type === 'basic') {
    const pair = Buffer.from(`${outbound.username ?? ''}:${secret}`).toString('base64');
    return { Authorization: `Basic ${pair}` };
  }
  return signature(secret, signed);
}

/** Standard Webhooks: the delivery's id is the receiver's key against repeats, the same at every attempt. */
function signature(secret: string, { deliveryId, body, now }: Signed): Record<string, string> {
  if (body === null) throw new Misconfigured('a streamed body cannot be signed');
  const at = new Date(now);
  return {
    'webhook-id': deliveryId,
    'webhook-timestamp': String(Math.floor(now / 1000)),
    'webhook-signature': webhook(secret).sign(deliveryId, at, body),
  };
}

function webhook(secret: string): Webhook {
  try {
    return new Webhook(secret);
  } catch {
    // Its own error is not kept as cause: it may show the key.
    throw new Misconfigured('the signing key must be base64, with or without whsec_ before it');
  }
}
