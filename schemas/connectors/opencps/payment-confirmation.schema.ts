/* Made by `npm run types` from the schema beside this file; do not edit. */

/**
 * PUT /dossiers/{id}/payments/{referenceUid}/confirmfile
 */
export interface OpenCpsPaymentConfirmationForm {
paymentAmount?: string
paymentMethod?: string
invoiceNo?: string
confirmNote?: string
[k: string]: string | undefined
}
