/* Made by `npm run types` from the schema beside this file; do not edit. */

/**
 * POST /o/rest/v2_1/dossiers/{id}/documents: the fields beside the file.
 */
export interface OpenCpsDocumentForm {
referenceUid: string
documentType?: string
documentName?: string
documentCode?: string
[k: string]: string | undefined
}
