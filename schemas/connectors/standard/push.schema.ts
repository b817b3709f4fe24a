/* Made by `npm run types` from the schema beside this file; do not edit. */

/**
 * A canonical message (message.schema.json).
 */
export type Message = (DossierSubmitted | StatusChanged | DossierProgressed | SupplementRequested | SupplementProvided | PaymentRequested | PaymentConfirmed | ResultIssued | DossierWithdrawn | DossierTransferred | NoticeRaised)
export type DossierSubmitted = (Base & {
kind: "dossier.submitted"
dossier?: {
[k: string]: unknown
}
})
export type State = ("submitted" | "rejected-at-reception" | "accepted" | "in-progress" | "consulting" | "supplement-requested" | "payment-required" | "suspended" | "stopped" | "withdrawn" | "result-ready" | "returned")
export type StatusChanged = (Base & {
kind: "dossier.status-changed"
})
/**
 * A step of the process, for the control slip (rules 2.2, form 05/06); the status may stay the same.
 */
export type DossierProgressed = (Base & {
kind: "dossier.progressed"
step: ProcessStep
})
export type SupplementRequested = (Base & {
kind: "supplement.requested"
supplement: SupplementRequest
})
export type SupplementProvided = (Base & {
kind: "supplement.provided"
supplementId?: string
})
export type PaymentRequested = (Base & {
kind: "payment.requested"
payment: Payment
})
export type PaymentConfirmed = (Base & {
kind: "payment.confirmed"
payment: Payment
})
export type ResultIssued = (Base & {
kind: "result.issued"
result: Result
})
export type DossierWithdrawn = (Base & {
kind: "dossier.withdrawn"
reason?: string
})
/**
 * Liên thông: the dossier goes on to another agency; the citizen's term does not start again (rules R-25).
 */
export type DossierTransferred = (Base & {
kind: "dossier.transferred"
transfer: Transfer
})
/**
 * From the gateway to the sender of a message that parked or was quarantined.
 */
export type NoticeRaised = (Base & {
kind: "notice.raised"
notice: Notice
})

/**
 * What the gateway posts to a system that speaks the standard API.
 */
export interface StandardPush {
/**
 * The same at every attempt; drop what was seen before.
 */
deliveryId: string
message: Message
}
export interface Base {
/**
 * The sender's own id of this message, for ever unique within the sender.
 */
id?: string
/**
 * When it happened at the source.
 */
occurredAt: string
dossier: Dossier
status?: Status
officer?: Officer
note?: string
/**
 * Systems this message already went through.
 * 
 * @maxItems 8
 */
hops?: string[]
/**
 * What a dialect says that canonical words do not, by connector; kept so that a system of the same dialect loses nothing.
 */
extensions?: {
[k: string]: {
[k: string]: unknown
}
}
}
/**
 * What is known of one dossier, in canonical words. Every field but `ids` may be missing: a system says what it knows. Codes and identity numbers are strings, amounts are integers in VND, times are RFC 3339 with an offset. competentAgency signs, receivingAgency receives and answers to the citizen (rules 1.3); dueAt is computed by law, appointedAt is promised to the citizen (rules 5.3); code is the mã hồ sơ, issued at reception (rules 2.3).
 */
export interface Dossier {
/**
 * The ids by which systems know this dossier; any one of them finds it again (hazard 24).
 * 
 * @minItems 1
 * @maxItems 16
 */
ids: Alias[]
/**
 * This interface was referenced by `Dossier`'s JSON-Schema
 * via the `definition` "Code".
 */
code?: string
procedure?: Procedure
competentAgency?: Agency
receivingAgency?: Agency
applicant?: Party
contact?: Party
representative?: Party
/**
 * This interface was referenced by `Dossier`'s JSON-Schema
 * via the `definition` "LongText".
 */
subject?: string
/**
 * This interface was referenced by `Dossier`'s JSON-Schema
 * via the `definition` "LongText".
 */
note?: string
/**
 * How it was submitted.
 */
channel?: ("direct" | "online" | "post")
/**
 * How the result goes back.
 */
returnMethod?: ("direct" | "online" | "post")
postalReturn?: Party
/**
 * This interface was referenced by `Dossier`'s JSON-Schema
 * via the `definition` "Time".
 */
submittedAt?: string
/**
 * This interface was referenced by `Dossier`'s JSON-Schema
 * via the `definition` "Time".
 */
receivedAt?: string
/**
 * This interface was referenced by `Dossier`'s JSON-Schema
 * via the `definition` "Time".
 */
dueAt?: string
/**
 * This interface was referenced by `Dossier`'s JSON-Schema
 * via the `definition` "Time".
 */
appointedAt?: string
/**
 * This interface was referenced by `Dossier`'s JSON-Schema
 * via the `definition` "Time".
 */
finishedAt?: string
/**
 * This interface was referenced by `Dossier`'s JSON-Schema
 * via the `definition` "Time".
 */
returnedAt?: string
/**
 * @maxItems 200
 */
fees?: Fee[]
/**
 * @maxItems 500
 */
attachments?: Attachment[]
}
/**
 * This interface was referenced by `Dossier`'s JSON-Schema
 * via the `definition` "Alias".
 */
export interface Alias {
/**
 * Who made the id, as `connector.name`: `opencps.reference-uid`, `dossier-code`, `standard.id`.
 */
scheme: string
value: string
}
/**
 * This interface was referenced by `Dossier`'s JSON-Schema
 * via the `definition` "Procedure".
 */
export interface Procedure {
/**
 * This interface was referenced by `Dossier`'s JSON-Schema
 * via the `definition` "Code".
 */
code: string
/**
 * This interface was referenced by `Dossier`'s JSON-Schema
 * via the `definition` "LongText".
 */
name?: string
sector?: Named
}
/**
 * This interface was referenced by `Dossier`'s JSON-Schema
 * via the `definition` "Named".
 */
export interface Named {
/**
 * This interface was referenced by `Dossier`'s JSON-Schema
 * via the `definition` "Code".
 */
code?: string
/**
 * This interface was referenced by `Dossier`'s JSON-Schema
 * via the `definition` "ShortText".
 */
name?: string
}
/**
 * This interface was referenced by `Dossier`'s JSON-Schema
 * via the `definition` "Agency".
 */
export interface Agency {
/**
 * This interface was referenced by `Dossier`'s JSON-Schema
 * via the `definition` "Code".
 */
code: string
/**
 * This interface was referenced by `Dossier`'s JSON-Schema
 * via the `definition` "ShortText".
 */
name?: string
}
/**
 * This interface was referenced by `Dossier`'s JSON-Schema
 * via the `definition` "Party".
 */
export interface Party {
type?: ("citizen" | "business" | "organization" | "state-body" | "other")
name?: string
identity?: Identity
/**
 * Year, year-month or full date (rules 8.6).
 */
birthDate?: string
sex?: ("male" | "female" | "other")
phone?: string
email?: string
address?: Address
}
/**
 * This interface was referenced by `Dossier`'s JSON-Schema
 * via the `definition` "Identity".
 */
export interface Identity {
type?: ("personal-id" | "old-id" | "passport" | "tax" | "other")
number: string
issuedOn?: string
/**
 * This interface was referenced by `Dossier`'s JSON-Schema
 * via the `definition` "ShortText".
 */
issuedBy?: string
}
/**
 * This interface was referenced by `Dossier`'s JSON-Schema
 * via the `definition` "Address".
 */
export interface Address {
line?: string
/**
 * Administrative units from the largest to the smallest, however many tiers there are.
 * 
 * @maxItems 6
 */
units?: AddressUnit[]
}
export interface AddressUnit {
tier: ("province" | "district" | "commune")
/**
 * This interface was referenced by `Dossier`'s JSON-Schema
 * via the `definition` "Code".
 */
code?: string
/**
 * This interface was referenced by `Dossier`'s JSON-Schema
 * via the `definition` "ShortText".
 */
name?: string
}
/**
 * This interface was referenced by `Dossier`'s JSON-Schema
 * via the `definition` "Fee".
 */
export interface Fee {
/**
 * This interface was referenced by `Dossier`'s JSON-Schema
 * via the `definition` "Code".
 */
code?: string
/**
 * This interface was referenced by `Dossier`'s JSON-Schema
 * via the `definition` "ShortText".
 */
name?: string
/**
 * This interface was referenced by `Dossier`'s JSON-Schema
 * via the `definition` "Amount".
 */
amount: number
collectedAt?: ("reception" | "supplement" | "return")
}
/**
 * Thành phần hồ sơ or result. The bytes are a stored `file`, a `url`, or inline `content` (base64) on the way in, which becomes a stored file.
 * 
 * This interface was referenced by `Dossier`'s JSON-Schema
 * via the `definition` "Attachment".
 */
export interface Attachment {
/**
 * This interface was referenced by `Dossier`'s JSON-Schema
 * via the `definition` "Code".
 */
id: string
role?: ("input" | "result" | "form" | "receipt" | "document")
component?: Named
/**
 * This interface was referenced by `Dossier`'s JSON-Schema
 * via the `definition` "ShortText".
 */
name?: string
fileName?: string
mediaType?: string
sizeBytes?: number
sha256?: string
/**
 * Id of the stored file.
 */
file?: string
url?: string
/**
 * Base64, only on the way in.
 */
content?: string
/**
 * E-form data as the source's JSON text.
 */
data?: string
copy?: ("original" | "copy" | "electronic")
removed?: boolean
check?: AttachmentCheck
}
/**
 * What the officer found when comparing the paper (OpenCPS marks).
 */
export interface AttachmentCheck {
mark?: string
checked?: string
/**
 * This interface was referenced by `Dossier`'s JSON-Schema
 * via the `definition` "LongText".
 */
comment?: string
}
export interface Status {
state: State
source?: SourceStatus
reason?: string
}
/**
 * The source's own code and text: an outbound status is never derived from an already mapped inbound one alone (formats 9.1).
 */
export interface SourceStatus {
code?: string
text?: string
subCode?: string
subText?: string
}
export interface Officer {
id?: string
name?: string
position?: string
unit?: string
}
export interface ProcessStep {
id?: string
name?: string
actionCode?: string
startedAt?: string
dueAt?: string
endedAt?: string
}
export interface SupplementRequest {
id?: string
/**
 * Mandatory on form 02 (rules R-03).
 */
reason: string
/**
 * @maxItems 200
 */
items?: string[]
dueAt?: string
}
/**
 * Amounts are integers in VND; the lines sum up to the amount (rules 4.8).
 */
export interface Payment {
id: string
/**
 * This interface was referenced by `Dossier`'s JSON-Schema
 * via the `definition` "Amount".
 */
amount: number
purpose?: string
/**
 * @maxItems 200
 */
lines?: Fee[]
method?: string
paidAt?: string
receipt?: string
url?: string
}
export interface Result {
number?: string
decision?: ("granted" | "refused")
issuedAt?: string
}
export interface Transfer {
from?: Agency
to: Agency
dueAt?: string
}
export interface Notice {
/**
 * The exchange that is meant.
 */
about: string
code: string
text: NoticeText
}
export interface NoticeText {
vi: string
en: string
}
