import { createServer } from 'node:http';
import { nowMicros } from './message.ts';
import { percentile } from './percentile.ts';

/**
 * The receiving end, a process of its own: `node sink.ts <port>`. POST /messages counts, GET /tally tells, POST /reset
 * forgets.
 */
export interface Tally {
  /** First receipts. */
  received: number;
  duplicated: number;
  /** First receipts behind one of a higher sequence of the same dossier. */
  reordered: number;
  /** Unix time, ms. */
  lastAt: number;
  /** From the first byte sent by the load generator to the receipt, ms. */
  p50Ms: number;
  p99Ms: number;
}

let seen = new Set<string>();
let highest = new Map<string, number>();
let waits: number[] = [];
let tally = empty();

createServer((request, response) => {
  if (request.url === '/tally') {
    response.end(JSON.stringify({ ...tally, p50Ms: percentile(waits, 50), p99Ms: percentile(waits, 99) }));
    return;
  }
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.once('end', () => {
    if (request.url === '/messages') receive(Buffer.concat(chunks).toString());
    if (request.url === '/reset') reset();
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"accepted"}');
  });
}).listen(Number(process.argv[2]), '127.0.0.1');
process.once('SIGTERM', () => process.exit(0));

/** Reads by pattern: a full parse would cost the contenders a core they share. */
function receive(text: string): void {
  const [, dossier = '', sequence = ''] = /"id":"(bench-[a-z0-9-]+)-(\d+)"/.exec(text) ?? [];
  const [, sentAt = '0'] = /"note":"(\d+) /.exec(text) ?? [];
  const id = `${dossier}-${sequence}`;
  if (seen.has(id)) {
    tally.duplicated += 1;
    return;
  }
  seen.add(id);
  const before = highest.get(dossier) ?? 0;
  if (Number(sequence) < before) tally.reordered += 1;
  else highest.set(dossier, Number(sequence));
  tally.received += 1;
  tally.lastAt = Date.now();
  waits.push((nowMicros() - Number(sentAt)) / 1000);
}

function reset(): void {
  seen = new Set();
  highest = new Map();
  waits = [];
  tally = empty();
}

function empty(): Tally {
  return { received: 0, duplicated: 0, reordered: 0, lastAt: 0, p50Ms: 0, p99Ms: 0 };
}
