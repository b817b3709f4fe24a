/** One request while it is in the house: what its log record and its refusal need to know. */
import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import type { Log } from '../base/log.ts';
import type { Refusal, WireAnswer } from './needs.ts';

export interface Visit {
  requestId: string;
  /** Known only after its credential was checked. */
  systemId?: string;
  /** Method and path pattern, never the URL: that may carry a person's number. */
  door?: string;
  /** The body as read, for the intake of a refusal. */
  received?: { raw: Buffer; mediaType: string };
  /** Set at partner doors. */
  refuse?: (refusal: Refusal) => WireAnswer;
  challenge?: string;
  /** Of the refusal, if there was one. */
  code?: string;
}

/** Gives the request its id, answers it with `x-request-id` and logs it when it is over. */
export function beginVisit(log: Log, level: 'info' | 'debug' = 'info'): RequestHandler {
  return (_request, response, next) => {
    const visit: Visit = { requestId: randomUUID() };
    const startedAt = performance.now();
    response.locals['visit'] = visit;
    response.set({
      'x-request-id': visit.requestId,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    response.once('close', () => {
      const { requestId, systemId, door, code } = visit;
      const status = response.writableFinished ? response.statusCode : 499;
      const ms = Math.round(performance.now() - startedAt);
      (status < 400 ? log.debug : log[level])(
        { requestId, systemId, door, status, code, ms },
        'request.answered',
      );
    });
    next();
  };
}

/** The visit that `beginVisit` began. */
export function visitOf(response: Response): Visit {
  return response.locals['visit'] as Visit;
}
