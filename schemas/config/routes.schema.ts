/* Made by `npm run types` from the schema beside this file; do not edit. */

/**
 * A kind of canonical message.
 * 
 * This interface was referenced by `RoutesFile`'s JSON-Schema
 * via the `definition` "Kind".
 */
export type Kind = ("dossier.submitted" | "dossier.status-changed" | "dossier.progressed" | "supplement.requested" | "supplement.provided" | "payment.requested" | "payment.confirmed" | "result.issued" | "dossier.withdrawn" | "dossier.transferred" | "notice.raised")
/**
 * What the installation is in the province's network.
 * 
 * This interface was referenced by `RoutesFile`'s JSON-Schema
 * via the `definition` "Role".
 */
export type Role = ("portal" | "provincial" | "department" | "district" | "commune" | "national-portal" | "ministry" | "national-database" | "payment" | "post" | "trust" | "archive" | "vertical-agency")
/**
 * Lower case, digits, hyphens; never renamed: it is also a queue, a lane and a part of URLs.
 * 
 * This interface was referenced by `RoutesFile`'s JSON-Schema
 * via the `definition` "Id".
 */
export type Id = string
/**
 * This interface was referenced by `RoutesFile`'s JSON-Schema
 * via the `definition` "Target".
 */
export type Target = (Resolved | ToSystem | ToRole)
/**
 * competent-agency, receiving-agency: the system that serves the dossier's agency. transfer-target: the one that serves the agency it goes on to. participants: systems that already take part in the dossier.
 */
export type Resolved = ("competent-agency" | "receiving-agency" | "transfer-target" | "participants")

/**
 * Who hears what. All matching rules add up; a message never goes back to its source nor to a system it already went through.
 */
export interface RoutesFile {
/**
 * The schema of this file, for editors.
 */
$schema?: string
/**
 * @maxItems 2000
 */
routes: Route[]
}
/**
 * One rule.
 * 
 * This interface was referenced by `RoutesFile`'s JSON-Schema
 * via the `definition` "Route".
 */
export interface Route {
/**
 * Why the rule is there, for people.
 */
note?: string
/**
 * Kinds the rule is for; "*" is every kind.
 */
kinds: ("*" | Kind[])
from?: From
/**
 * National procedure codes; a message that names no procedure does not match.
 * 
 * @minItems 1
 */
procedures?: string[]
/**
 * Who receives it.
 * 
 * @minItems 1
 */
to: Target[]
}
/**
 * Sources the rule is for; roles and systems both hold when both are given.
 * 
 * This interface was referenced by `RoutesFile`'s JSON-Schema
 * via the `definition` "From".
 */
export interface From {
/**
 * @minItems 1
 */
roles?: Role[]
/**
 * @minItems 1
 */
systems?: Id[]
}
export interface ToSystem {
system: Id
}
export interface ToRole {
role: Role
}
