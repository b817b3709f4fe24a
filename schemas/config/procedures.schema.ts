/* Made by `npm run types` from the schema beside this file; do not edit. */

/**
 * Procedures the gateway carries; a dossier of any other is accepted and waits for a coordinator.
 */
export interface ProceduresFile {
/**
 * The schema of this file, for editors.
 */
$schema?: string
/**
 * Where the data is from.
 */
note?: string
/**
 * @maxItems 20000
 */
procedures: ProcedureEntry[]
}
/**
 * This interface was referenced by `ProceduresFile`'s JSON-Schema
 * via the `definition` "Procedure".
 */
export interface ProcedureEntry {
/**
 * National part of the code (rules 3.4).
 */
code: string
name: string
/**
 * Tier of the competent agency, as in the directory.
 */
tier: string
/**
 * Whether dossiers of it may travel.
 */
allowed: boolean
}
