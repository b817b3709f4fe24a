/** How a partner fails: what it does to one request and its answer. */
import type http from 'node:http';

export const faultModes = [
  'down',
  'slow',
  'drip',
  '500',
  '429',
  'html-200',
  'half-response',
  'ack-then-die',
  'duplicate',
  'session-expired',
  'wrong-schema',
] as const;

/**
 * down: nobody listens. slow: the work is done, the answer comes too late. drip: the answer comes byte by byte.
 * 500, 429, html-200, session-expired, wrong-schema: answered without doing the work. half-response: the work is done,
 * the answer breaks off. ack-then-die: the work is done, the connection ends without an answer. duplicate: a proxy
 * repeats the request, and the answer to the repeat comes back.
 */
export type FaultMode = (typeof faultModes)[number];

export interface FaultOptions {
  /** How many requests fail; without it all until `heal`. `down` has no count. */
  times?: number;
  /** Only requests whose `METHOD path` matches. `down` strikes all. */
  match?: RegExp;
  /** `slow`: how late; default 60 s. `drip`: between two bytes; default 100 ms. */
  delayMs?: number;
  /** `429`: the Retry-After header; default `1`. */
  retryAfter?: string;
}

/** A whole answer of the partner, before a fault touches it. */
export interface Answer {
  status: number;
  headers: http.OutgoingHttpHeaders;
  body: Buffer;
}

export interface Struck {
  mode: FaultMode;
  options: FaultOptions;
}

/** Hands the request on to the partner's own code; each call is one more processing of it. */
type Process = () => Promise<Answer>;

export interface FaultCase {
  response: http.ServerResponse;
  process: Process;
  /** How the dialect itself says it, where it differs from plain HTTP. */
  answers: Partial<Record<FaultMode, Answer>>;
  /** Ends when the simulator closes or the caller is gone. */
  signal: AbortSignal;
}

/** Answers one request under a fault; without one, plainly. */
export async function answerWith(struck: Struck | undefined, one: FaultCase): Promise<void> {
  const { response, process, answers, signal } = one;
  const mode = struck?.mode;
  if (mode === 'slow') {
    const answer = await process();
    return await later(struck?.options.delayMs ?? 60_000, signal, () => send(response, answer));
  }
  if (mode === 'ack-then-die') {
    await process();
    response.destroy();
    return;
  }
  if (mode === 'half-response') return breakOff(response, await process());
  if (mode === 'drip') return await drip(one, await process(), struck?.options.delayMs ?? 100);
  if (mode === 'duplicate') await process();
  if (mode === undefined || mode === 'duplicate') return send(response, await process());
  if (mode === 'down') return void response.destroy();
  send(response, answers[mode] ?? plainAnswer(mode, struck?.options));
}

function plainAnswer(mode: Exclude<FaultMode, 'down'>, options: FaultOptions | undefined): Answer {
  if (mode === '429')
    return json(429, { error: 'too many requests' }, { 'retry-after': options?.retryAfter ?? '1' });
  if (mode === '500') return json(500, { error: 'internal error' });
  if (mode === 'session-expired') return json(401, { error: 'session expired' });
  if (mode === 'wrong-schema') return json(200, { unexpected: ['shape'] });
  const page = '<!doctype html><html><body>Hệ thống đang bảo trì</body></html>';
  return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: Buffer.from(page) };
}

function json(status: number, value: unknown, headers: http.OutgoingHttpHeaders = {}): Answer {
  const body = Buffer.from(JSON.stringify(value));
  return { status, headers: { 'content-type': 'application/json', ...headers }, body };
}

function send(response: http.ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { ...headers, 'content-length': body.length }).end(body);
}

/** At least one byte is promised and never sent, even of an empty answer. */
function breakOff(response: http.ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status === 204 ? 200 : status, { ...headers, 'content-length': body.length + 1 });
  response.write(body.subarray(0, Math.ceil(body.length / 2)), () => response.destroy());
  if (body.length === 0) response.flushHeaders();
}

async function drip({ response, signal }: FaultCase, answer: Answer, delayMs: number): Promise<void> {
  const { status, headers, body } = answer;
  // Padded, so that even a short answer outlasts any deadline.
  const padded = Buffer.concat([body, Buffer.alloc(4096, ' ')]);
  response.writeHead(status === 204 ? 200 : status, { ...headers, 'content-length': padded.length });
  for (const byte of padded) {
    if (signal.aborted) return;
    response.write(Buffer.of(byte));
    await later(delayMs, signal, () => {});
  }
  response.end();
}

function later(delayMs: number, signal: AbortSignal, run: () => void): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      if (!signal.aborted) run();
      resolve();
    };
    const timer = setTimeout(done, delayMs);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
}
