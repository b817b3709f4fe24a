/** All payload, canonical and file bytes pass this pair on their way in and out; the identity until encryption is built. */
export const seal = (bytes: Buffer): Buffer => bytes;
export const open = (bytes: Buffer): Buffer => bytes;

/** A JSON value, sealed. */
export const sealJson = (value: unknown): Buffer => seal(Buffer.from(JSON.stringify(value)));
export const openJson = <T>(bytes: Buffer): T => JSON.parse(open(bytes).toString()) as T;
