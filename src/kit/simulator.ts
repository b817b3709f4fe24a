/** Runs a simulated partner on this machine: what a connector is tested against, and `simulate` shows people. */
import http from 'node:http';
import busboy from 'busboy';
import express, { type Express, type Request } from 'express';
import type { System } from '../model/system.ts';
import {
  type Answer,
  answerWith,
  type FaultMode,
  type FaultOptions,
  type Struck,
} from './simulator-faults.ts';
import { createMemory, type SimulatorMemory } from './simulator-memory.ts';
import { close, listen, type Received, receive, startInner } from './simulator-server.ts';

export type { Express, Request, Response } from 'express';
export { faultModes } from './simulator-faults.ts';
export type { Answer, FaultMode, FaultOptions, Received, SimulatorMemory };

export interface Simulator {
  /** The connector's id. */
  id: string;
  /** Adds the partner's routes. `request.body` is a Buffer of the raw bytes; `readJson` and its like read it. */
  mount(app: Express, memory: SimulatorMemory, context: SimulatorContext): void;
  /** How the dialect words a fault; without an entry plain HTTP. */
  faults?: Partial<Record<FaultMode, Answer>>;
  /** What the partner does of its own accord, by name: `submit`. */
  act?: Readonly<Record<string, Act>>;
}

export interface SimulatorContext {
  /** What the test or operator sets: secrets, oddities switched on. */
  settings: Readonly<Record<string, unknown>>;
  system?: System;
}

/** One thing the partner does at the gateway's doors; gives back what it was told. */
export type Act = (target: ActTarget) => Promise<ActAnswer>;

export interface ActTarget {
  /** `http://127.0.0.1:8080` */
  gatewayUrl: string;
  /** Its id in the gateway: the door is `/in/<systemId>`. */
  systemId: string;
  credentials: { apiKey?: string; username?: string; password?: string };
  /** What to say; each act has its own default. */
  input?: unknown;
  memory: SimulatorMemory;
}

export interface ActAnswer {
  status: number;
  body: unknown;
}

export interface SimulatorOptions {
  port?: number;
  /** Where the memory is kept; without it the partner forgets when it ends. */
  dataDir?: string;
  system?: System;
  settings?: Readonly<Record<string, unknown>>;
}

export interface RunningSimulator extends AsyncDisposable {
  url: string;
  port: number;
  memory: SimulatorMemory;
  /** Every request that came in whole, also those that met a fault. */
  received: readonly Received[];
  /** Calls the listener at each request before it is processed; gives back the way to stop that. */
  onReceive(listener: (received: Received) => void): () => void;
  /** Fails from now on in this way; replaces an earlier fault. */
  fail(mode: FaultMode, options?: FaultOptions): Promise<void>;
  /** All is well again, on the same port. */
  heal(): Promise<void>;
  /** Does something of its own accord. Throws when it knows no such act. */
  act(name: string, target: Omit<ActTarget, 'memory'>): Promise<ActAnswer>;
}

/** Starts the partner on 127.0.0.1; stop it with `await using` or by disposing of it. */
export async function startSimulator(
  simulator: Simulator,
  { port: wantedPort = 0, dataDir, system, settings = {} }: SimulatorOptions = {},
): Promise<RunningSimulator> {
  const memory = createMemory(dataDir);
  const inner = await startInner(partnerApp(simulator, memory, { settings, ...(system && { system }) }));
  const received: Received[] = [];
  const listeners = new Set<(one: Received) => void>();
  const closing = new AbortController();
  const faults = createFaults();

  async function handle(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const one = await receive(request);
    const struck = faults.strike(one);
    if (struck !== undefined) one.fault = struck.mode;
    received.push(one);
    for (const listener of listeners) listener(one);
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const signal = AbortSignal.any([closing.signal, gone.signal]);
    const process = () => inner.process(one);
    await answerWith(struck, { response, process, answers: simulator.faults ?? {}, signal });
  }

  const outer = http.createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  const port = await listen(outer, wantedPort);

  return {
    ...{ url: `http://127.0.0.1:${port}`, port, memory, received },
    onReceive(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async fail(mode, options = {}) {
      faults.set({ mode, options });
      await (mode === 'down' ? close(outer) : listen(outer, port));
    },
    async heal() {
      faults.set(undefined);
      await listen(outer, port);
    },
    act: (name, target) => actOf(simulator, name)({ ...target, memory }),
    async [Symbol.asyncDispose]() {
      closing.abort();
      await Promise.all([close(outer), inner.stop()]);
    },
  };
}

function createFaults() {
  let fault: Struck | undefined;
  let left = 0;
  return {
    set(next: Struck | undefined): void {
      fault = next;
      left = next?.options.times ?? Number.POSITIVE_INFINITY;
    },
    strike({ method, path }: Received): Struck | undefined {
      if (fault === undefined || left <= 0) return undefined;
      if (fault.options.match !== undefined && !fault.options.match.test(`${method} ${path}`))
        return undefined;
      left -= 1;
      return fault;
    },
  };
}

function actOf(simulator: Simulator, name: string): Act {
  const act = simulator.act?.[name];
  if (act === undefined) throw new Error(`simulator ${simulator.id} knows no act "${name}"`);
  return act;
}

function partnerApp(simulator: Simulator, memory: SimulatorMemory, context: SimulatorContext): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(express.raw({ type: () => true, limit: '200mb' }));
  app.use((request: Request, _response, next) => {
    if (!Buffer.isBuffer(request.body)) request.body = Buffer.alloc(0);
    next();
  });
  simulator.mount(app, memory, context);
  return app;
}

/** The body as JSON; `undefined` when it is none. */
export function readJson(request: Request): unknown {
  try {
    return JSON.parse((request.body as Buffer).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** The fields of a form, whatever content type it claims (OpenCPS clients send none). */
export function readForm(request: Request): Record<string, string> {
  return Object.fromEntries(new URLSearchParams((request.body as Buffer).toString('utf8')));
}

export interface Multipart {
  fields: Record<string, string>;
  files: { field: string; fileName: string; mediaType: string; bytes: Buffer }[];
}

/** Fields and files of a multipart body. Rejects when it is none or broken. */
export function readMultipart(request: Request): Promise<Multipart> {
  return new Promise((resolve, reject) => {
    const read: Multipart = { fields: {}, files: [] };
    const parser = busboy({ headers: request.headers, defParamCharset: 'utf8' });
    parser.on('field', (name, value) => {
      read.fields[name] = value;
    });
    parser.on('file', (field, stream, { filename: fileName, mimeType: mediaType }) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => read.files.push({ field, fileName, mediaType, bytes: Buffer.concat(chunks) }));
    });
    parser.on('close', () => resolve(read));
    parser.on('error', reject);
    parser.end(request.body as Buffer);
  });
}
