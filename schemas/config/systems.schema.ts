/* Made by `npm run types` from the schema beside this file; do not edit. */

/**
 * A kind of canonical message.
 * 
 * This interface was referenced by `SystemsFile`'s JSON-Schema
 * via the `definition` "Kind".
 */
export type Kind = ("dossier.submitted" | "dossier.status-changed" | "dossier.progressed" | "supplement.requested" | "supplement.provided" | "payment.requested" | "payment.confirmed" | "result.issued" | "dossier.withdrawn" | "dossier.transferred" | "notice.raised")
/**
 * Lower case, digits, hyphens; never renamed: it is also a queue, a lane and a part of URLs.
 * 
 * This interface was referenced by `SystemsFile`'s JSON-Schema
 * via the `definition` "Id".
 */
export type Id = string
/**
 * What the installation is in the province's network.
 * 
 * This interface was referenced by `SystemsFile`'s JSON-Schema
 * via the `definition` "Role".
 */
export type Role = ("portal" | "provincial" | "department" | "district" | "commune" | "national-portal" | "ministry" | "national-database" | "payment" | "post" | "trust" | "archive" | "vertical-agency")
/**
 * A secret by name: a file under SECRETS_DIR (`provincial-portal-inbound`) or an environment variable (`env:PORTAL_KEY`). Never the secret itself.
 * 
 * This interface was referenced by `SystemsFile`'s JSON-Schema
 * via the `definition` "Secret".
 */
export type Secret = string

/**
 * Every installation of a partner's software that takes part.
 */
export interface SystemsFile {
/**
 * The schema of this file, for editors.
 */
$schema?: string
/**
 * Named lists of kinds, so that systems of one sort share what they may send.
 */
grants?: {
[k: string]: Kind[]
}
/**
 * @minItems 1
 * @maxItems 2000
 */
systems: SystemEntry[]
}
/**
 * One installation of a partner's software.
 * 
 * This interface was referenced by `SystemsFile`'s JSON-Schema
 * via the `definition` "System".
 */
export interface SystemEntry {
id: Id
title: Title
role: Role
/**
 * The connector's id: the dialect this installation speaks.
 */
connector: string
/**
 * push: the gateway calls it. mailbox: it fetches its deliveries. none: it only sends.
 */
delivery: ("push" | "mailbox" | "none")
/**
 * Where it is reached; needed for push. No credentials in it.
 */
baseUrl?: string
/**
 * Agencies this system serves, by directory id. Default: none.
 */
agencies?: Id[]
/**
 * Kinds it may send, or the name of a list in `grants`. Default: nothing.
 */
maySend?: (string | Kind[])
limits?: Limits
/**
 * Settings of the dialect; their schema is the connector's.
 */
settings?: {
[k: string]: unknown
}
credentials?: Credentials
/**
 * CIDR ranges its address must lie in. Default: only what `baseUrl` literally names.
 */
allow?: string[]
/**
 * enabled (default); paused: its deliveries are kept; sending-disabled: its messages are refused, tracking goes on.
 */
status?: ("enabled" | "paused" | "sending-disabled")
}
/**
 * What people read.
 * 
 * This interface was referenced by `SystemsFile`'s JSON-Schema
 * via the `definition` "Title".
 */
export interface Title {
vi: string
en?: string
}
/**
 * What this installation bears; each one not named is the connector's default.
 * 
 * This interface was referenced by `SystemsFile`'s JSON-Schema
 * via the `definition` "Limits".
 */
export interface Limits {
/**
 * Lanes sent at the same time.
 */
concurrency?: number
/**
 * Independent drains for one hot receiver.
 */
shards?: number
/**
 * Total deadline of one call, in milliseconds.
 */
timeoutMs?: number
/**
 * Deliveries per second when draining; 0 = no bound.
 */
ratePerSecond?: number
/**
 * Largest file carried inside a message, in bytes.
 */
inlineBytes?: number
}
/**
 * How it proves itself at our doors, and we at its.
 * 
 * This interface was referenced by `SystemsFile`'s JSON-Schema
 * via the `definition` "Credentials".
 */
export interface Credentials {
inbound?: Inbound
outbound?: Outbound
}
/**
 * What it presents at our doors; the secret holds a hash or a random key.
 * 
 * This interface was referenced by `SystemsFile`'s JSON-Schema
 * via the `definition` "Inbound".
 */
export interface Inbound {
/**
 * api-key: Bearer. basic: HTTP Basic.
 */
type: ("api-key" | "basic")
/**
 * For basic.
 */
username?: string
secret: Secret
}
/**
 * What we present to it.
 * 
 * This interface was referenced by `SystemsFile`'s JSON-Schema
 * via the `definition` "Outbound".
 */
export interface Outbound {
/**
 * How we prove ourselves when we call it.
 */
type: ("basic" | "bearer" | "webhook-signature" | "none")
/**
 * For basic.
 */
username?: string
secret?: Secret
}
