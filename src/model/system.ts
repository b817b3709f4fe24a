/** One installation of a partner's software, as the configuration describes it. */
import type { Kind } from './message.ts';

export type Role =
  | 'portal'
  | 'provincial'
  | 'department'
  | 'district'
  | 'commune'
  | 'national-portal'
  | 'ministry'
  | 'national-database'
  | 'payment'
  | 'post'
  | 'trust'
  | 'archive'
  | 'vertical-agency';

/** A secret by name: the name of a file under SECRETS_DIR or of an environment variable; never the secret itself. */
export interface SecretName {
  secret: string;
}

export interface System {
  /** Also the queue, lane and URL name: `district-164`. Never renamed. */
  id: string;
  title: { vi: string; en?: string };
  role: Role;
  /** The connector's id: the dialect this installation speaks. */
  connector: string;
  /** push: the gateway calls it. mailbox: it fetches its deliveries. none: it only sends. */
  delivery: 'push' | 'mailbox' | 'none';
  baseUrl?: string;
  /** Agencies this system serves, by directory id. */
  agencies: readonly string[];
  /** Kinds it may send; empty = it may send nothing (deny by default). */
  maySend: readonly Kind[];
  limits: SystemLimits;
  /** Settings of the dialect; their schema is the connector's `settings`. */
  settings: Readonly<Record<string, unknown>>;
  /** How it proves itself at our doors: the stored hash's secret name per way. */
  credentials: SystemCredentials;
  /** CIDR ranges its address must lie in; empty = only what `baseUrl` literally names. */
  allow: readonly string[];
  /** enabled: normal; paused: its deliveries are kept; sending-disabled: its messages are refused, tracking goes on. */
  status: 'enabled' | 'paused' | 'sending-disabled';
}

export interface SystemLimits {
  concurrency: number;
  shards: number;
  timeoutMs: number;
  /** Deliveries per second when draining; 0 = no bound. */
  ratePerSecond: number;
  inlineBytes: number;
}

export interface SystemCredentials {
  /** Secret holding the scrypt/sha256 hash of its API key (Bearer) or HTTP Basic password. */
  inbound?: { type: 'api-key' | 'basic'; username?: string; secret: string };
  /** What we present to it. */
  outbound?: { type: 'basic' | 'bearer' | 'webhook-signature' | 'none'; username?: string; secret?: string };
}
