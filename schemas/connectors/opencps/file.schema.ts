/* Made by `npm run types` from the schema beside this file; do not edit. */

/**
 * POST /dossiers/{id}/files: the fields beside the file.
 */
export interface OpenCpsFileForm {
referenceUid: string
modifiedDate?: string
dossierPartNo?: string
displayName?: string
dossierTemplateNo?: string
fileTemplateNo?: string
formData?: string
fileType?: string
isSync?: string
removed?: string
eForm?: string
[k: string]: string | undefined
}
