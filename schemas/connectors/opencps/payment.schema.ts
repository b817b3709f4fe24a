/* Made by `npm run types` from the schema beside this file; do not edit. */

/**
 * POST /dossiers/{id}/payment: amounts are VND.
 */
export interface OpenCpsPaymentForm {
referenceUid?: string
govAgencyCode?: string
govAgencyName?: string
applicantName?: string
applicantIdNo?: string
paymentFee?: string
paymentNote?: string
paymentMethod?: string
invoiceNo?: string
paymentStatus?: string
paymentAmount: string
feeAmount?: string
serviceAmount?: string
shipAmount?: string
advanceAmount?: string
[k: string]: string | undefined
}
