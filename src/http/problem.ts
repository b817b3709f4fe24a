/** The only file that turns an error into a response: RFC 9457 on `/v1`, the dialect's own refusal at partner doors. */
import type { ErrorRequestHandler, Request, Response } from 'express';
import type { Log } from '../base/log.ts';
import { GatewayError, UnknownSender } from '../model/errors.ts';
import { error as asError, type Fault } from '../model/finding.ts';
import { linger, SenderGone } from './body.ts';
import type { Needs, Refusal } from './needs.ts';
import { problemText } from './problem-texts.ts';
import { MethodNotAllowed } from './refusals.ts';
import { type Visit, visitOf } from './visit.ts';

const badUrl: Fault = { code: 'url.encoding', vi: 'Địa chỉ mã hóa sai', en: 'The URL is wrongly encoded' };

/** What the sender of an unreadable body must repair; operators find these among the refused intakes. */
const keptCodes = new Set(['body.malformed', 'body.wrong-type', 'message.invalid']);

/** The last handler: no error leaves in another way, and none leaves as HTML or with a stack. */
export function answerErrors({ needs, log }: { needs: Needs; log: Log }): ErrorRequestHandler {
  return async (error: unknown, request, response, _next) => {
    const visit = visitOf(response);
    if (error instanceof SenderGone) return void request.destroy();
    const refusal = refusalOf(error);
    visit.code = refusal.code;
    if (refusal.status >= 500) log.error({ ...idsOf(visit), code: refusal.code, error }, 'request.failed');
    if (response.headersSent) return void response.destroy();
    await keep({ needs, log }, visit, refusal);
    linger(request);
    setHeaders(error, refusal, response);
    send({ visit, refusal, log }, request, response);
  };
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof GatewayError) {
    const { status, code, findings, retryAfterMs } = error;
    const message = textOf(code);
    return { status, code, message, findings, ...(retryAfterMs !== undefined && { retryAfterMs }) };
  }
  if (isStoreAway(error)) {
    const code = 'ledger.unavailable';
    return { status: 503, code, message: textOf(code), findings: [], retryAfterMs: 5_000 };
  }
  const code = isBadUrl(error) ? 'body.malformed' : 'internal';
  const findings = isBadUrl(error) ? [asError(badUrl, '')] : [];
  return { status: isBadUrl(error) ? 400 : 500, code, message: textOf(code), findings };
}

/** The database does not answer, whoever asked it: nothing is known to be wrong with the request. */
function isStoreAway(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return /^(57|08|53|55P03|ECONN|EPIPE|ENOENT|ETIMEDOUT)/.test(code) || /timeout|terminated/i.test(message);
}

/** Express decodes path parameters itself. */
function isBadUrl(error: unknown): boolean {
  return error instanceof URIError;
}

function textOf(code: string): string {
  const { vi, en } = problemText(code);
  return `${vi} / ${en}`;
}

async function keep({ needs, log }: { needs: Needs; log: Log }, visit: Visit, refusal: Refusal) {
  const { received, systemId = null, door = '' } = visit;
  if (received === undefined || systemId === null || !keptCodes.has(refusal.code)) return;
  const { status, code, findings } = refusal;
  try {
    await needs.refused({ systemId, door, ...received, status, code, findings });
  } catch (error) {
    // The sender is told what to repair all the same.
    log.error({ ...idsOf(visit), error }, 'refusal.not-kept');
  }
}

function setHeaders(error: unknown, { status, retryAfterMs }: Refusal, response: Response): void {
  if (error instanceof MethodNotAllowed) response.set('allow', error.allow);
  if (error instanceof UnknownSender) {
    response.set('www-authenticate', visitOf(response).challenge ?? 'Bearer realm="gateway"');
  }
  const waitMs = retryAfterMs ?? (status === 503 ? 5000 : undefined);
  if (waitMs !== undefined) response.set('retry-after', String(Math.ceil(waitMs / 1000)));
}

function send(
  { visit, refusal, log }: { visit: Visit; refusal: Refusal; log: Log },
  request: Request,
  response: Response,
): void {
  const answer = visit.refuse && dialectAnswer(visit, refusal, log);
  if (answer) {
    response.status(answer.status).set(answer.headers ?? {});
    return void (answer.body === undefined ? response.end() : response.json(answer.body));
  }
  response.status(refusal.status).type('application/problem+json');
  response.send(request.method === 'HEAD' ? '' : JSON.stringify(problem(visit, refusal)));
}

function dialectAnswer(visit: Visit, refusal: Refusal, log: Log) {
  try {
    return visit.refuse?.(refusal);
  } catch (error) {
    log.error({ ...idsOf(visit), error }, 'refusal.not-said');
    return undefined;
  }
}

/** RFC 9457; `errors` names every problem with a JSON pointer. */
function problem(visit: Visit, { status, code, findings }: Refusal) {
  const { vi, en } = problemText(code);
  return {
    type: `urn:one-stop-gateway:problem:${code}`,
    title: vi,
    status,
    detail: `${vi} / ${en}`,
    code,
    errors: findings
      .filter(({ level }) => level === 'error')
      .map((finding) => ({ path: finding.path, code: finding.code, text: finding.text })),
    instance: `urn:uuid:${visit.requestId}`,
  };
}

function idsOf({ requestId, systemId, door }: Visit) {
  return { requestId, systemId, door };
}
