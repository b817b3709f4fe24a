/** Every error the gateway knows. The class says what happens next; nothing else is read from it. */
import type { Finding } from './finding.ts';

/** reject: the sender repairs it. retry: the sender may repeat it unchanged. stop: the gateway does not start. */
export type Disposition = 'reject' | 'retry' | 'stop';

export interface ErrorDetail {
  findings?: readonly Finding[];
  cause?: unknown;
  retryAfterMs?: number;
}

export abstract class GatewayError extends Error {
  abstract readonly code: string;
  abstract readonly disposition: Disposition;
  /** The HTTP status a door of ours answers with; dialects translate it. */
  abstract readonly status: number;
  readonly findings: readonly Finding[];
  readonly retryAfterMs: number | undefined;

  constructor(message: string, { findings = [], cause, retryAfterMs }: ErrorDetail = {}) {
    super(message, { cause });
    this.name = new.target.name;
    this.findings = findings;
    this.retryAfterMs = retryAfterMs;
  }
}

/** The body cannot be read: not JSON, too deep, a key twice, wrong encoding. */
export class MalformedBody extends GatewayError {
  readonly code = 'body.malformed';
  readonly disposition = 'reject';
  readonly status = 400;
}

/** The message is readable and wrong; `findings` names every problem. */
export class InvalidMessage extends GatewayError {
  readonly code = 'message.invalid';
  readonly disposition = 'reject';
  readonly status = 422;
}

/** Nobody we know, or a wrong secret. */
export class UnknownSender extends GatewayError {
  readonly code = 'sender.unknown';
  readonly disposition = 'reject';
  readonly status = 401;
}

/** Known, but not allowed to do this. */
export class NotGranted extends GatewayError {
  readonly code = 'sender.not-granted';
  readonly disposition = 'reject';
  readonly status = 403;
}

/** Nothing there, or nothing the caller may know of. */
export class NotFound extends GatewayError {
  readonly code = 'not-found';
  readonly disposition = 'reject';
  readonly status = 404;
}

/** The same idempotency key came with another body. */
export class KeyConflict extends GatewayError {
  readonly code = 'key.conflict';
  readonly disposition = 'reject';
  readonly status = 422;
}

/** The first request with this key is still running. */
export class KeyBusy extends GatewayError {
  readonly code = 'key.busy';
  readonly disposition = 'retry';
  readonly status = 409;
}

export class BodyTooLarge extends GatewayError {
  readonly code = 'body.too-large';
  readonly disposition = 'reject';
  readonly status = 413;
}

export class WrongContentType extends GatewayError {
  readonly code = 'body.wrong-type';
  readonly disposition = 'reject';
  readonly status = 415;
}

/** The ledger cannot commit now; nothing was accepted. */
export class LedgerUnavailable extends GatewayError {
  readonly code = 'ledger.unavailable';
  readonly disposition = 'retry';
  readonly status = 503;
}

/** The canonical message cannot be said in the receiver's words; a developer must look. */
export class MappingGap extends GatewayError {
  readonly code = 'mapping.gap';
  readonly disposition = 'reject';
  readonly status = 500;
}

/** The configuration is wrong; `findings` names every fault with file and path. Exit code 78. */
export class Misconfigured extends GatewayError {
  readonly code = 'config.invalid';
  readonly disposition = 'stop';
  readonly status = 500;
}
