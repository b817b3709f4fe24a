/** The sockets of a simulated partner: the listener that may fail, and the way to the partner's own code behind it. */
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer, FaultMode } from './simulator-faults.ts';

export interface Received {
  /** Epoch milliseconds. */
  at: number;
  method: string;
  /** With the query string. */
  path: string;
  headers: http.IncomingHttpHeaders;
  /** `webhook-id`, where the dialect has one. */
  deliveryId?: string;
  /** `bytes` as UTF-8. */
  body: string;
  bytes: Buffer;
  /** The fault this request met. */
  fault?: FaultMode;
}

/** Reads one request to its end. */
export async function receive(request: http.IncomingMessage): Promise<Received> {
  const { method = 'GET', url: path = '/', headers } = request;
  const bytes = await bytesOf(request);
  const deliveryId = headers['webhook-id'];
  return {
    at: Date.now(),
    method,
    path,
    headers,
    ...(typeof deliveryId === 'string' && { deliveryId }),
    body: bytes.toString('utf8'),
    bytes,
  };
}

/** The partner's own code on a socket of its own: it never knows that its answers are spoilt. */
export async function startInner(handler: http.RequestListener) {
  const server = http.createServer(handler);
  const port = await listen(server, 0);
  const agent = new http.Agent({ keepAlive: true });

  async function process({ method, path, headers, bytes }: Received): Promise<Answer> {
    const call = http.request({ host: '127.0.0.1', port, agent, method, path, headers: passedOn(headers) });
    call.setHeader('content-length', bytes.length);
    call.end(bytes);
    const [answer] = (await once(call, 'response')) as [http.IncomingMessage];
    const body = await bytesOf(answer);
    return { status: answer.statusCode ?? 500, headers: passedOn(answer.headers), body };
  }

  async function stop(): Promise<void> {
    agent.destroy();
    await close(server);
  }

  return { process, stop };
}

/** Listens on 127.0.0.1 unless it does already; gives back the port. */
export async function listen(server: http.Server, port: number): Promise<number> {
  if (!server.listening) {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  }
  return (server.address() as AddressInfo).port;
}

/** Refuses new connections and cuts the open ones. */
export async function close(server: http.Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

/** Without what belongs to one connection only. */
function passedOn(headers: http.IncomingHttpHeaders): http.OutgoingHttpHeaders {
  const hopByHop = ['transfer-encoding', 'connection', 'keep-alive', 'expect', 'date', 'content-length'];
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.includes(name)));
}

async function bytesOf(stream: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
