import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { contentHash, openHistory, type ReceivedLine } from './harness/history.ts';

/**
 * Four communes in a process of its own: `node receiver.ts '<ReceiverOptions as JSON>'`. Each listens on its own port,
 * writes down every receipt before it answers 200, and drops nothing. Ends on SIGTERM.
 */
export interface ReceiverOptions {
  history: string;
  /** System id to port. */
  ports: Record<string, number>;
  /** Longest time between the receipt and the answer, drawn anew each time: where kills leave deliveries in doubt. */
  answerMs: number;
}

const options = JSON.parse(process.argv[2] ?? '') as ReceiverOptions;
const history = openHistory<ReceivedLine>(options.history);

const servers = Object.entries(options.ports).map(([receiver, port]) =>
  createServer((request, response) => receive(receiver, request, response)).listen(port, '127.0.0.1'),
);
await Promise.all(servers.map((server) => new Promise((resolve) => server.once('listening', resolve))));
process.stdout.write('ready\n');
process.once('SIGTERM', () => process.exit(0));

function receive(receiver: string, request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  // A request cut off by a kill of its sender never ends, so it is no receipt.
  request.once('end', () => {
    if (request.method !== 'POST' || request.url !== '/messages') {
      response.writeHead(request.method === 'POST' ? 404 : 200).end();
      return;
    }
    history.append(lineOf(receiver, request, Buffer.concat(chunks)));
    const answer = () =>
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"accepted"}');
    setTimeout(answer, Math.random() * options.answerMs);
  });
}

function lineOf(receiver: string, request: IncomingMessage, body: Buffer): ReceivedLine {
  const deliveryId = String(request.headers['webhook-id'] ?? '');
  const { message } = JSON.parse(body.toString());
  return { receiver, deliveryId, messageId: message.id ?? '', hash: contentHash(message), at: Date.now() };
}
