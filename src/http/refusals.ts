/** Refusals that only HTTP knows, of the same family as all others. */
import { GatewayError } from '../model/errors.ts';

/** The path exists, not with this method; `allow` names those that do. */
export class MethodNotAllowed extends GatewayError {
  readonly code = 'method.not-allowed';
  readonly disposition = 'reject';
  readonly status = 405;
  readonly allow: string;

  constructor(allow: string) {
    super('method not allowed');
    this.allow = allow;
  }
}

/** The delivery is no longer leased to the caller: too late, or never was. */
export class LeaseLost extends GatewayError {
  readonly code = 'lease.lost';
  readonly disposition = 'reject';
  readonly status = 409;
}
