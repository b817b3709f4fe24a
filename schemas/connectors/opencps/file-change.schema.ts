/* Made by `npm run types` from the schema beside this file; do not edit. */

/**
 * PUT /dossiers/{id}/files/{referenceUid}: only what changes.
 */
export interface OpenCpsFileChangeForm {
dossierPartNo?: string
displayName?: string
formData?: string
removed?: string
eForm?: string
modifiedDate?: string
[k: string]: string | undefined
}
