/* Made by `npm run types` from the schema beside this file; do not edit. */

/**
 * This interface was referenced by `Dossier`'s JSON-Schema
 * via the `definition` "Code".
 */
export type Code = string
/**
 * This interface was referenced by `Dossier`'s JSON-Schema
 * via the `definition` "LongText".
 */
export type LongText = string
/**
 * This interface was referenced by `Dossier`'s JSON-Schema
 * via the `definition` "ShortText".
 */
export type ShortText = string
/**
 * This interface was referenced by `Dossier`'s JSON-Schema
 * via the `definition` "Time".
 */
export type Time = string
/**
 * This interface was referenced by `Dossier`'s JSON-Schema
 * via the `definition` "Amount".
 */
export type Amount = number

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
code?: Code
procedure?: Procedure
competentAgency?: Agency
receivingAgency?: Agency
applicant?: Party
contact?: Party
representative?: Party
subject?: LongText
note?: LongText
/**
 * How it was submitted.
 */
channel?: ("direct" | "online" | "post")
/**
 * How the result goes back.
 */
returnMethod?: ("direct" | "online" | "post")
postalReturn?: Party
submittedAt?: Time
receivedAt?: Time
dueAt?: Time
appointedAt?: Time
finishedAt?: Time
returnedAt?: Time
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
code: Code
name?: LongText
sector?: Named
}
/**
 * This interface was referenced by `Dossier`'s JSON-Schema
 * via the `definition` "Named".
 */
export interface Named {
code?: Code
name?: ShortText
}
/**
 * This interface was referenced by `Dossier`'s JSON-Schema
 * via the `definition` "Agency".
 */
export interface Agency {
code: Code
name?: ShortText
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
issuedBy?: ShortText
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
code?: Code
name?: ShortText
}
/**
 * This interface was referenced by `Dossier`'s JSON-Schema
 * via the `definition` "Fee".
 */
export interface Fee {
code?: Code
name?: ShortText
amount: Amount
collectedAt?: ("reception" | "supplement" | "return")
}
/**
 * Thành phần hồ sơ or result. The bytes are a stored `file`, a `url`, or inline `content` (base64) on the way in, which becomes a stored file.
 * 
 * This interface was referenced by `Dossier`'s JSON-Schema
 * via the `definition` "Attachment".
 */
export interface Attachment {
id: Code
role?: ("input" | "result" | "form" | "receipt" | "document")
component?: Named
name?: ShortText
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
comment?: LongText
}
