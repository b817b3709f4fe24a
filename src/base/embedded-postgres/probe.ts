import { connect } from 'node:net';
import { type Address, connectOptions } from './address.ts';
import { DATABASE, ROLE } from './layout.ts';

/** What a server says at the door: ready for a password, up but not yet (or no longer) taking clients, or nothing. */
export type Readiness = 'ready' | 'not-yet' | 'silent';

const PROTOCOL_3 = 196_608;
const ANSWER_TIMEOUT_MS = 2000;
/** SQLSTATE cannot_connect_now: starting up, recovering after a crash, or shutting down. */
const CANNOT_CONNECT_NOW = 'C57P03\0';

/** Knocks as a client would, without a driver: sends the first packet of the protocol and reads the first answer. */
export function probe(address: Address): Promise<Readiness> {
  const { promise, resolve } = Promise.withResolvers<Readiness>();
  const socket = connect(connectOptions(address));
  const finish = (readiness: Readiness) => {
    socket.destroy();
    resolve(readiness);
  };
  socket.setTimeout(ANSWER_TIMEOUT_MS, () => finish('silent'));
  socket.once('error', () => finish('silent'));
  socket.once('close', () => finish('silent'));
  socket.once('connect', () => socket.write(hello()));
  socket.once('data', (answer) => finish(meaning(answer)));
  return promise;
}

function hello(): Buffer {
  const body = Buffer.from(`user\0${ROLE}\0database\0${DATABASE}\0\0`);
  const head = Buffer.alloc(8);
  head.writeInt32BE(head.length + body.length, 0);
  head.writeInt32BE(PROTOCOL_3, 4);
  return Buffer.concat([head, body]);
}

function meaning(answer: Buffer): Readiness {
  const isError = answer.subarray(0, 1).toString() === 'E';
  return isError && answer.includes(CANNOT_CONNECT_NOW) ? 'not-yet' : 'ready';
}
