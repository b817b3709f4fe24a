/** A request's bytes: counted while they arrive, decompressed under the same cap, kept as they came. */
import type { IncomingMessage } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { BodyTooLarge, MalformedBody, WrongContentType } from '../model/errors.ts';
import { error, type Fault } from '../model/finding.ts';

const lingerMs = 2000;

const faults = {
  coding: {
    code: 'body.coding',
    vi: 'Chỉ nhận content-encoding identity hoặc gzip',
    en: 'Only content-encoding identity or gzip is accepted',
  },
  gzip: { code: 'body.gzip', vi: 'Dữ liệu gzip bị hỏng', en: 'The gzip data is damaged' },
} satisfies Record<string, Fault>;

/** The sender went away before its request was complete; nobody is left to answer. */
export class SenderGone extends Error {}

/** The body without its content coding, at most `limitBytes` before and after decompression (413). */
export function openBody(request: IncomingMessage, limitBytes: number): AsyncIterable<Buffer> {
  const coding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (coding !== 'identity' && coding !== 'gzip') {
    throw new WrongContentType('unknown content coding', { findings: [error(faults.coding, '')] });
  }
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) throw new BodyTooLarge('too many bytes');
  const bytes = capped(incoming(request), limitBytes);
  return coding === 'gzip' ? capped(gunzipped(bytes), limitBytes) : bytes;
}

/** The whole body in memory. */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of openBody(request, limitBytes)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/**
 * Reads away what a refused request still sends, for two seconds: closing at once would reset the connection and the
 * sender would never see why.
 */
export function linger(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return;
  const timer = setTimeout(() => request.socket.destroy(), lingerMs);
  const done = () => clearTimeout(timer);
  request.once('end', done).once('close', done);
  request.on('error', done);
  request.resume();
}

/** Stops without destroying the request: its socket must still carry the answer. */
async function* incoming(request: IncomingMessage): AsyncGenerator<Buffer> {
  try {
    yield* request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  } catch (cause) {
    throw new SenderGone('the request ended early', { cause });
  }
}

async function* capped(bytes: AsyncIterable<Buffer>, limitBytes: number): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > limitBytes) throw new BodyTooLarge('too many bytes');
    yield chunk;
  }
}

async function* gunzipped(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  pipeline(Readable.from(bytes), gunzip, () => {});
  try {
    yield* gunzip as AsyncIterable<Buffer>;
  } catch (cause) {
    if (cause instanceof SenderGone || cause instanceof BodyTooLarge) throw cause;
    throw new MalformedBody('damaged gzip', { cause, findings: [error(faults.gzip, '')] });
  }
}
