/* Made by `npm run types` from the schema beside this file; do not edit. */

/**
 * POST /dossiers/{id}/actions: payload, assignUsers, payment and createDossiers are JSON texts.
 */
export interface OpenCpsActionForm {
actionCode: string
actionUser?: string
actionNote?: string
payload?: string
assignUsers?: string
security?: string
payment?: string
createDossiers?: string
[k: string]: string | undefined
}
