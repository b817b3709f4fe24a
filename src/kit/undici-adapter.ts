/** axios on top of undici: no redirects, no proxies, the decompressed size capped, and the moment of sending known. */
import type { Readable } from 'node:stream';
import zlib from 'node:zlib';
import { AxiosHeaders, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios';
import { buildConnector, type Dispatcher, Pool } from 'undici';

export interface CallOptions {
  maxResponseBytes: number;
  /** Called when the request is handed to a connected socket: from here on the partner may have it. */
  onSending(): void;
}

/** The partner's address is not one it may have. Nothing was sent. */
class AddressRefused extends Error {
  readonly code = 'ADDRESS_REFUSED';
}

/** The answer is larger than allowed, or packed in a way that cannot be read. */
class UnreadableAnswer extends Error {
  readonly code = 'UNREADABLE_ANSWER';
}

const unpackers: Readonly<Record<string, () => NodeJS.ReadWriteStream>> = {
  gzip: zlib.createGunzip,
  'x-gzip': zlib.createGunzip,
  deflate: zlib.createInflate,
  br: zlib.createBrotliDecompress,
};

/** The pool of one system. Connections to an address that `isAllowed` refuses end before anything is sent. */
export function createPool(
  origin: string,
  { connectTimeoutMs, isAllowed }: { connectTimeoutMs: number; isAllowed: (address: string) => boolean },
): Pool {
  const connectSocket = buildConnector({ timeout: connectTimeoutMs, allowH2: false });
  return new Pool(origin, {
    allowH2: false,
    // The total deadline is the caller's signal; these two would let a drip live (design 3.6).
    headersTimeout: 0,
    bodyTimeout: 0,
    connect(options, callback) {
      connectSocket(options, (error, socket) => {
        if (error !== null) return callback(error, null);
        if (isAllowed(socket.remoteAddress ?? '')) return callback(null, socket);
        socket.destroy();
        callback(new AddressRefused('the address is not among those allowed for this system'), null);
      });
    },
  });
}

/** The adapter of one call. */
export function undiciAdapter(pool: Pool, { maxResponseBytes, onSending }: CallOptions) {
  const dispatcher = pool.compose(watching(onSending));
  return async (config: InternalAxiosRequestConfig): Promise<AxiosResponse> => {
    const url = new URL(config.url ?? '');
    const answer = await dispatcher.request({
      path: url.pathname + url.search,
      method: (config.method ?? 'GET').toUpperCase() as Dispatcher.HttpMethod,
      headers: headersOf(config.headers),
      body: (config.data ?? null) as Buffer | Readable | null,
      signal: config.signal as AbortSignal,
    });
    const data = await bodyOf(answer, maxResponseBytes);
    const headers = new AxiosHeaders(answer.headers as Record<string, string | string[]>);
    return { data, status: answer.statusCode, statusText: '', headers, config };
  };
}

function watching(onSending: () => void): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) =>
    dispatch(options, {
      onRequestStart(controller, context) {
        onSending();
        handler.onRequestStart?.(controller, context);
      },
      onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
      onResponseStart: (...args) => handler.onResponseStart?.(...args),
      onResponseData: (...args) => handler.onResponseData?.(...args),
      onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
      onResponseError: (...args) => handler.onResponseError?.(...args),
    });
}

async function bodyOf({ body, headers }: Dispatcher.ResponseData, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let total = 0;
  for await (const chunk of unpacked(body, String(headers['content-encoding'] ?? 'identity'))) {
    total += chunk.length;
    if (total > maxBytes) {
      body.destroy();
      throw new UnreadableAnswer('the answer is larger than allowed');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function unpacked(body: Readable, encoding: string): AsyncIterable<Buffer> {
  const name = encoding.trim().toLowerCase();
  if (name === 'identity' || name === '') return body;
  const unpacker = unpackers[name]?.();
  if (unpacker === undefined) {
    body.on('error', () => {}).destroy();
    throw new UnreadableAnswer('the answer is packed in an unknown way');
  }
  // An error of the body must end the unpacker too; `pipe` alone would leave the reader waiting for ever.
  body.on('error', (error) => (unpacker as unknown as Readable).destroy(error));
  return body.pipe(unpacker) as unknown as AsyncIterable<Buffer>;
}

function headersOf(headers: InternalAxiosRequestConfig['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers.toJSON()).map(([name, value]) => [name, String(value)]));
}
