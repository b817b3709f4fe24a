/** Bounds of the mailbox's requests. */
export const mailboxLimitBytes = 64 * 1024;
export const leaseMs = { min: 1000, max: 3_600_000, fallback: 60_000 };
export const delayMs = { min: 0, max: 86_400_000, fallback: 0 };
export const mostLeased = { min: 1, max: 100, fallback: 10 };
export const idText = { max: 36, pattern: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i };
export const reasonText = { max: 500 };
