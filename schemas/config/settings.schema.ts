/* Made by `npm run types` from the schema beside this file; do not edit. */

/**
 * Settings of the gateway: config/defaults.json says every one, a profile's gateway.json only those that differ.
 */
export interface SettingsFile {
/**
 * The schema of this file, for editors.
 */
$schema?: string
/**
 * What happens to a delivery that failed as a message while others of its system succeed.
 */
retry?: {
/**
 * Upper bound of each wait before the next attempt, in milliseconds; the real wait is drawn between zero and it (full jitter). On average they add up to at least three days; after the last one the delivery parks.
 * 
 * @minItems 1
 * @maxItems 100
 */
waitsMs?: number[]
/**
 * A receiver's Retry-After is raised to this.
 */
retryAfterMinMs?: number
/**
 * A receiver's Retry-After is cut to this.
 */
retryAfterMaxMs?: number
/**
 * First wait when the whole system is unavailable; doubles up to unavailableMaxMs. Costs no attempt.
 */
unavailableMinMs?: number
/**
 * Longest wait between two looks at an unavailable system.
 */
unavailableMaxMs?: number
}
/**
 * Taking messages in.
 */
accept?: {
/**
 * How long a message without a legal status path is held before it is quarantined.
 */
heldForMs?: number
/**
 * How long an Idempotency-Key of /v1 is remembered.
 */
idempotencyKeptMs?: number
/**
 * How long an equal body is a repeat where the dialect has no id of its own.
 */
equalBodyMs?: number
/**
 * Bodies over this size are committed on their own.
 */
batchBodyBytes?: number
/**
 * Most systems one message may go through.
 */
hops?: number
}
/**
 * Limits of every door before a dialect's own.
 */
doors?: {
/**
 * Largest body without files.
 */
bodyBytes?: number
/**
 * Deepest nesting of JSON.
 */
jsonDepth?: number
/**
 * Most keys in one JSON body.
 */
jsonKeys?: number
/**
 * Time to send the headers.
 */
headersTimeoutMs?: number
/**
 * Time to send the whole request.
 */
requestTimeoutMs?: number
}
/**
 * Messages that come in several requests.
 */
assembly?: {
/**
 * How long fragments wait for the closing request before operators see them as overdue.
 */
deadlineMs?: number
}
/**
 * Sending.
 */
drain?: {
/**
 * How long a drain owns its system without renewing, by the database's clock.
 */
leaseMs?: number
/**
 * How often a running drain renews its lease.
 */
renewMs?: number
/**
 * Longest time a busy drain goes without looking for new deliveries.
 */
reloadMs?: number
/**
 * How long a drain with nothing to do waits before it ends.
 */
lingerMs?: number
/**
 * Deliveries loaded at once.
 */
page?: number
/**
 * How often what is due without a living owner is woken.
 */
sweepMs?: number
}
/**
 * When a receiving system counts as unavailable, per system and operation.
 */
breaker?: {
/**
 * Share of failed calls that opens it.
 */
failurePercent?: number
/**
 * Calls within the window before it may open.
 */
volumeThreshold?: number
/**
 * Length of the window.
 */
windowMs?: number
/**
 * Time until one delivery may probe an open one.
 */
resetMs?: number
}
/**
 * Systems that fetch their deliveries.
 */
mailbox?: {
/**
 * How long a leased delivery waits for its ack.
 */
leaseMs?: number
/**
 * Most deliveries in one lease.
 */
page?: number
}
/**
 * Facts about identity numbers that change with time (rules 8).
 */
identity?: {
/**
 * First three digits of personal numbers that are known.
 */
knownProvinces?: string[]
/**
 * Last day on which a 9-digit CMND was a valid identity.
 */
oldIdAcceptedUntil?: string
}
/**
 * How much one message may carry.
 */
attachments?: {
/**
 * Attachments of one message.
 */
count?: number
/**
 * Decoded size of one attachment sent inside the message.
 */
inlineBytes?: number
/**
 * Size of one stored file.
 */
fileBytes?: number
/**
 * Longest file name.
 */
fileNameCodePoints?: number
/**
 * Endings (lower case, no dot) of programs.
 */
refusedEndings?: string[]
}
/**
 * How long things are kept.
 */
retention?: {
/**
 * Raw bytes of refused requests.
 */
refusedRawMs?: number
}
}
