/* Made by `npm run types` from the schema beside this file; do not edit. */

/**
 * Settings of one OpenCPS installation; codes and statuses are laid over the connector's defaults.
 */
export interface OpenCpsSettings {
/**
 * Liferay site id, a header of every call.
 */
groupId: (string | number)
/**
 * How it is told about progress.
 */
statusBy?: ("action" | "publish")
/**
 * What an action code it sends means.
 */
actions?: {
[k: string]: {
kind: ("dossier.submitted" | "dossier.status-changed" | "dossier.progressed" | "supplement.requested" | "supplement.provided" | "payment.requested" | "payment.confirmed" | "result.issued" | "dossier.withdrawn" | "dossier.transferred")
state?: ("submitted" | "rejected-at-reception" | "accepted" | "in-progress" | "consulting" | "supplement-requested" | "payment-required" | "suspended" | "stopped" | "withdrawn" | "result-ready" | "returned")
}
}
/**
 * The action code it understands, by state or kind.
 */
sendActions?: {
[k: string]: string
}
/**
 * The state of each of its dossierStatus words.
 */
statuses?: {
[k: string]: "submitted" | "rejected-at-reception" | "accepted" | "in-progress" | "consulting" | "supplement-requested" | "payment-required" | "suspended" | "stopped" | "withdrawn" | "result-ready" | "returned"
}
/**
 * Its dossierStatus word for each state.
 */
sendStatuses?: {
[k: string]: string
}
/**
 * dossierTemplateNo by procedure code, * for all others.
 */
templates?: {
[k: string]: string
}
/**
 * paymentStatus that says paid.
 */
paidStatus?: string
/**
 * Beginnings of dossierPartNo that mean a result.
 */
resultParts?: string[]
/**
 * Level-1 agency code, H55.
 */
provinceCode?: string
}
