/* Made by `npm run types` from the schema beside this file; do not edit. */

/**
 * Lower case, digits, hyphens; never renamed: it is also a queue, a lane and a part of URLs.
 * 
 * This interface was referenced by `DirectoryFile`'s JSON-Schema
 * via the `definition` "Id".
 */
export type Id = string
/**
 * First day it holds.
 */
export type Day = string
/**
 * Last day it holds; missing: still in force.
 */
export type Day1 = string
/**
 * First day it holds.
 */
export type Day2 = string
/**
 * Last day it holds; missing: still in force.
 */
export type Day3 = string
/**
 * A local calendar day, YYYY-MM-DD.
 * 
 * This interface was referenced by `DirectoryFile`'s JSON-Schema
 * via the `definition` "Day".
 */
export type Day4 = string
/**
 * A local calendar day, YYYY-MM-DD.
 */
export type Day5 = string
/**
 * A local calendar day, YYYY-MM-DD.
 */
export type Day6 = string
/**
 * Lower case, digits, hyphens; never renamed: it is also a queue, a lane and a part of URLs.
 */
export type Id1 = string

/**
 * Agencies with their codes and successors in time. A code without its dates names nobody: codes were re-used with another meaning on 1 July 2025 (rules 3.5, 6).
 */
export interface DirectoryFile {
/**
 * The schema of this file, for editors.
 */
$schema?: string
/**
 * Where the data is from and what is uncertain.
 */
note?: string
/**
 * @maxItems 20000
 */
agencies: Agency[]
}
/**
 * One agency (rules 6). Its endpoint is the system that lists it in `agencies`; that it is dissolved follows from validTo.
 * 
 * This interface was referenced by `DirectoryFile`'s JSON-Schema
 * via the `definition` "Agency".
 */
export interface Agency {
id: Id
/**
 * What sort of body it is: people-committee, department, one-stop-centre, ministry, …; data, not code.
 */
kind: string
/**
 * Level it stands on: province, district, commune, …; data: tiers come and go.
 */
tier: string
parentId?: Id
/**
 * Names in time.
 * 
 * @minItems 1
 */
names: DatedName[]
/**
 * Agency codes in time, old and new form.
 */
codes: DatedCode[]
adminUnit?: AdminUnit
validFrom: Day5
validTo?: Day6
/**
 * Who took over its dossiers; more than one is for a person to decide.
 */
successorIds?: Id[]
calendarId?: Id1
}
export interface DatedName {
name: string
validFrom: Day
validTo?: Day1
}
export interface DatedCode {
/**
 * qcvn102: 000.07.31.H55. qd20: H55.31.07.
 */
scheme: ("qcvn102" | "qd20")
code: string
validFrom: Day2
validTo?: Day3
/**
 * Made up for want of an official list; replace before production.
 */
synthetic?: boolean
}
/**
 * The administrative unit: a code means something only with the day it began.
 */
export interface AdminUnit {
/**
 * 2 digits province, 3 district, 5 commune (rules 3.5).
 */
code: string
validFrom: Day4
}
