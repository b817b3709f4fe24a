/**
 * What becomes of a message inside the gateway.
 *
 * intake = one request as received; exchange = one accepted canonical message; delivery = one exchange to one
 * receiving system; lane = (receiving system, dossier), strict first in first out; attempt = one try of a delivery.
 */

import type { Finding } from './finding.ts';
import type { Message } from './message.ts';

/** accepted: its deliveries travel. held: no legal status path yet. quarantined: a person must look. */
export type ExchangeState = 'accepted' | 'held' | 'quarantined';

/** superseded: an older status that a newer one overtook before it could travel. */
export type DeliveryState = 'pending' | 'in-flight' | 'delivered' | 'parked' | 'cancelled' | 'superseded';

/** How one attempt ended; a closed set (design 5, Delivery outcomes). */
export type Outcome = 'delivered' | 'rejected' | 'busy' | 'unavailable' | 'ambiguous' | 'mapping-gap';

/** What the receiver does with the same delivery sent twice; decides whether an ambiguous call may be repeated. */
export type Repeats = 'dropped' | 'detectable' | 'duplicated';

/** What the sender is told about one message. */
export interface Receipt {
  exchangeId: string;
  duplicate: boolean;
  dossierId: string;
  state: ExchangeState;
  reason: string | null;
}

/** Why a message was not simply accepted; a closed set, each with a text in `model/reasons.ts`. */
export type Reason =
  | 'no-path-yet'
  | 'held-too-long'
  | 'unknown-procedure'
  | 'unknown-agency'
  | 'no-receiver'
  | 'not-a-participant'
  | 'kind-not-granted'
  | 'identity-conflict'
  | 'too-many-hops'
  | 'unknown-dossier'
  | 'already-closed';

/** One request as it came in, with the canonical messages read from it. */
export interface Submission {
  systemId: string;
  /** `POST /v1/messages`, `POST /o/rest/v2/dossiers/:id/actions`. */
  door: string;
  /** The bytes as received; for multipart the parts without the files' bytes. */
  raw: Buffer;
  mediaType: string;
  /** The caller's Idempotency-Key, if the door has one: one key covers the whole request. */
  idempotencyKey?: string;
  messages: readonly ReadMessage[];
  /** Fragments that this request closes, marked as used in the same transaction. */
  fragmentIds?: readonly string[];
}

export interface ReadMessage {
  message: Message;
  /** The dialect's own id of what was said, kept for ever; null = an equal body within ten minutes is a repeat. */
  identity: string | null;
  findings: readonly Finding[];
}
