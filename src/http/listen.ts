/** One listener with the bounds that keep slow and greedy callers from holding it. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { problemText } from './problem-texts.ts';

/** Milliseconds and bytes; see `http.createServer`. */
export interface ServerBounds {
  connectionsCheckingInterval: number;
  headersTimeout: number;
  requestTimeout: number;
  keepAliveTimeout: number;
  maxHeaderSize: number;
}

export const defaultBounds: ServerBounds = {
  connectionsCheckingInterval: 2000,
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  keepAliveTimeout: 5000,
  maxHeaderSize: 16_384,
};

export interface Listener {
  port: number;
  /** Stops accepting, lets running requests finish until the deadline, then cuts what is left. */
  close(deadlineMs: number): Promise<void>;
}

/** Port 0 takes a free one. Rejects when the port is taken. */
export async function listen(
  app: RequestListener,
  { host, port, bounds }: { host: string; port: number; bounds: ServerBounds },
): Promise<Listener> {
  const server = createServer({ ...bounds }, app);
  server.on('clientError', answerBroken);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen({ host, port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address() as AddressInfo;
  return { port: address.port, close: (deadlineMs) => closeWithin(server, deadlineMs) };
}

async function closeWithin(server: Server, deadlineMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A kept-alive connection becomes idle only after its last answer.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const deadline = setTimeout(() => server.closeAllConnections(), deadlineMs);
  await closed;
  clearInterval(idle);
  clearTimeout(deadline);
}

const brokenStatus: Record<string, string> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** What is no HTTP, or came too slowly, never reaches the app. */
function answerBroken(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy();
  const status = brokenStatus[error.code ?? ''] ?? '400 Bad Request';
  const { vi, en } = problemText('body.malformed');
  const body = JSON.stringify({
    type: 'urn:one-stop-gateway:problem:request.broken',
    title: status.slice(4),
    status: Number.parseInt(status, 10),
    detail: `${vi} / ${en}`,
    code: 'request.broken',
    errors: [],
  });
  const headers = `Content-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}`;
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n${headers}\r\n\r\n${body}`);
}
