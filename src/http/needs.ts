/** What the doors need from the parts behind them; the composition root hands it over. */
import type { Readable } from 'node:stream';
import type { DeliveryState, ExchangeState, Outcome, Receipt, Submission } from '../model/exchange.ts';
import type { Finding } from '../model/finding.ts';
import type { Kind, Message, State } from '../model/message.ts';
import type { System } from '../model/system.ts';

/** Who calls. */
export interface Identity {
  system: System;
}

export interface Needs {
  systemById(id: string): System | undefined;
  systems(): Iterable<System>;
  /**
   * Compares in constant time; a name it does not know (also '') costs the same and is false. `presented` is the
   * secret part of the API key `<systemId>.<secret>`, or the password of HTTP Basic.
   */
  verifySecret(secretName: string, presented: string): boolean;
  /** One receipt per message, in order. Throws `KeyConflict`, `KeyBusy`, `InvalidMessage`, `LedgerUnavailable`. */
  accept(submission: Submission): Promise<Receipt[]>;
  /** Canonical schema and rules of the field; paths start at the message. */
  check(value: unknown): Finding[];
  /** Keeps a refused body for 30 days as an intake that operators can find. */
  refused(intake: RefusedIntake): Promise<void>;
  /** Only what this system sent. */
  exchange(systemId: string, exchangeId: string): Promise<ExchangeView | null>;
  /** What this system sent after the given exchange, oldest first. */
  exchangesAfter(systemId: string, after: string | null, limit: number): Promise<ExchangeView[]>;
  /** By any code of the dossier, for participants only. */
  dossier(systemId: string, code: string): Promise<DossierTimeline | null>;
  mailbox: Mailbox;
  /** Committed before it resolves; throws `BodyTooLarge`. When `bytes` throws, nothing may remain. */
  storeFile(
    systemId: string,
    meta: FileMeta,
    bytes: AsyncIterable<Buffer>,
    limitBytes: number,
  ): Promise<StoredFile>;
  /** For participants only. */
  openFile(systemId: string, file: string): Promise<OpenFile | null>;
  /** By connector id; connectors are code, so this does not change while the gateway runs. */
  partnerDoors: ReadonlyMap<string, PartnerDoors>;
  /** A request at a connector's door, read and authenticated; not yet checked against the door's schema. */
  knock(call: Knock): Promise<WireAnswer>;
  ready(): Promise<Readiness>;
}

export interface RefusedIntake {
  systemId: string | null;
  /** `POST /v1/messages`; for partner doors `POST /o/rest/v2/dossiers/:id/files`. */
  door: string;
  raw: Buffer;
  mediaType: string;
  status: number;
  code: string;
  findings: readonly Finding[];
}

/** One accepted message as its sender may see it. Times are RFC 3339. */
export interface ExchangeView {
  exchangeId: string;
  kind: Kind;
  dossierId: string;
  state: ExchangeState;
  reason: string | null;
  acceptedAt: string;
  deliveries: readonly DeliveryView[];
}

export interface DeliveryView {
  system: string;
  state: DeliveryState;
  attempts: number;
  /** When it is tried next; null when it is over or waits for a person. */
  dueAt: string | null;
  deliveredAt: string | null;
  lastOutcome: Outcome | null;
  reason: string | null;
}

/** Where a dossier stands and what was said about it, oldest first. */
export interface DossierTimeline {
  dossierId: string;
  code: string | null;
  state: State | null;
  statusAt: string | null;
  events: readonly {
    exchangeId: string;
    kind: Kind;
    from: string;
    occurredAt: string;
    acceptedAt: string;
    state: State | null;
  }[];
}

/** A delivery in the hands of the system that fetched it. */
export interface LeasedDelivery {
  deliveryId: string;
  leaseToken: string;
  leasedUntil: string;
  exchangeId: string;
  dossierId: string;
  attempt: number;
  message: Message;
}

/** `false` everywhere: the lease is no longer this caller's. */
export interface Mailbox {
  lease(systemId: string, max: number, leaseMs: number): Promise<LeasedDelivery[]>;
  ack(systemId: string, deliveryId: string, leaseToken: string): Promise<boolean>;
  /** `reject` parks it with this reason (the receiver will never take it); else it comes again after `delayMs`. */
  nack(
    systemId: string,
    deliveryId: string,
    leaseToken: string,
    how: { delayMs?: number; reject?: string },
  ): Promise<boolean>;
  extend(systemId: string, deliveryId: string, leaseToken: string, leaseMs: number): Promise<boolean>;
}

export interface FileMeta {
  fileName?: string;
  mediaType?: string;
}

export interface StoredFile {
  file: string;
  sizeBytes: number;
  sha256: string;
}

export interface OpenFile extends FileMeta {
  sizeBytes: number;
  stream: Readable;
}

/** The doors of one connector and how its dialect refuses. */
export interface PartnerDoors {
  doors: readonly DoorLike[];
  refuse(refusal: Refusal): WireAnswer;
}

/** The part of a connector's door that HTTP must know; the same object comes back in `knock`. */
export interface DoorLike {
  name: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  body: 'none' | 'json' | 'form' | 'multipart';
  limitBytes?: number;
}

export interface Refusal {
  status: number;
  code: string;
  message: string;
  findings: readonly Finding[];
  retryAfterMs?: number;
}

/** Sent as JSON; no body when `body` is undefined. */
export interface WireAnswer {
  status: number;
  headers?: Record<string, string>;
  body: unknown;
}

/** An uploaded file, already stored. */
export interface ReceivedFile extends StoredFile {
  field: string;
  fileName?: string;
  mediaType?: string;
}

export interface Knock {
  system: System;
  door: DoorLike;
  params: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string>>;
  body: unknown;
  /** Without content coding; for multipart the parts without the files' bytes, as JSON. */
  raw: Buffer;
  mediaType: string;
  files: readonly ReceivedFile[];
  /** RFC 3339 */
  receivedAt: string;
}

export interface Readiness {
  ok: boolean;
  parts: Record<string, { ok: boolean; detail?: string }>;
}
