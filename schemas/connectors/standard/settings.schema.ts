/* Made by `npm run types` from the schema beside this file; do not edit. */

export interface StandardSettings {
/**
 * Where messages are posted, below the base URL; default /messages.
 */
path?: string
/**
 * A harmless GET that answers 2xx while the system is there.
 */
healthPath?: string
}
