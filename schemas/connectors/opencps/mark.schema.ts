/* Made by `npm run types` from the schema beside this file; do not edit. */

/**
 * POST /dossiers/{id}/marks/{partNo}
 */
export interface OpenCpsMarkForm {
fileMark?: string
fileCheck?: string
fileComment?: string
[k: string]: string | undefined
}
