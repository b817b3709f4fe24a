/* Made by `npm run types` from the schema beside this file; do not edit. */

/**
 * POST /dossiers/{id}/eforms/{partNo}
 */
export interface OpenCpsEformForm {
formData: string
[k: string]: string
}
