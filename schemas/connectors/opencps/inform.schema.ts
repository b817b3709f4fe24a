/* Made by `npm run types` from the schema beside this file; do not edit. */

/**
 * PUT /dossiers/inform/{referenceUid}: the dossier was accepted and has its number.
 */
export interface OpenCpsInformForm {
referenceUid?: string
dossierNo: string
receiveDate?: string
dueDate?: string
dvcqgIntegration?: string
[k: string]: string | undefined
}
