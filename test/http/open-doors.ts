/** The doors on free ports with everything behind them in memory, and a log that remembers its lines. */
import { createHash, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { onTestFinished } from 'vitest';
import { createLog } from '../../src/base/log.ts';
import { createMetrics } from '../../src/base/metrics.ts';
import type { Knock, Needs, RefusedIntake } from '../../src/http/needs.ts';
import { openDoors, type ServerOptions } from '../../src/http/server.ts';
import { BodyTooLarge } from '../../src/model/errors.ts';
import type { Receipt, Submission } from '../../src/model/exchange.ts';
import { error, type Finding } from '../../src/model/finding.ts';
import type { Message } from '../../src/model/message.ts';
import type { System } from '../../src/model/system.ts';

export const key = 'district-1.s3cret';
/** The one lease token that the mailbox of this world knows. */
export const ownLease = '01a20837-8770-73fb-b926-c63530b54c78';
export const bearer = { authorization: `Bearer ${key}` };
export const basic = { authorization: `Basic ${Buffer.from('portal:p4ss').toString('base64')}` };

const secrets: Record<string, string> = {
  'district-key': 's3cret',
  'silent-key': 's3cret',
  'portal-password': 'p4ss',
};

/** A system as the configuration would describe it. */
export function aSystem(id: string, more: Partial<System> = {}): System {
  return {
    id,
    title: { vi: id },
    role: 'district',
    connector: 'standard',
    delivery: 'mailbox',
    agencies: [],
    maySend: ['dossier.submitted'],
    limits: { concurrency: 1, shards: 1, timeoutMs: 1000, ratePerSecond: 0, inlineBytes: 1000 },
    settings: {},
    credentials: { inbound: { type: 'api-key', secret: 'district-key' } },
    allow: [],
    status: 'enabled',
    ...more,
  };
}

export function aMessage(more: object = {}): Message {
  const ids = [{ scheme: 'standard.id', value: '1' }];
  return {
    kind: 'dossier.submitted',
    occurredAt: '2026-01-05T08:00:00+07:00',
    dossier: { ids },
    ...more,
  } as Message;
}

/** Stands for the canonical schema: knows what the tests break. */
function check(value: unknown): Finding[] {
  const say = (code: string, path: string) => [error({ code, vi: 'sai', en: 'wrong' }, path)];
  if (typeof value !== 'object' || value === null) return say('schema.type', '');
  const { kind, dossier } = value as { kind?: unknown; dossier?: { ids?: unknown } };
  return [
    ...(typeof kind === 'string' ? [] : say('schema.kind', '/kind')),
    ...(Array.isArray(dossier?.ids) ? [] : say('schema.ids', '/dossier/ids')),
  ];
}

export interface World {
  url: string;
  port: number;
  operateUrl: string;
  systems: Map<string, System>;
  accepted: Submission[];
  refused: RefusedIntake[];
  knocks: Knock[];
  files: Map<string, Buffer>;
  log: string[];
  needs: Needs;
  close(deadlineMs: number): Promise<void>;
}

export async function openWorld(
  options: Partial<ServerOptions> & { change?: Partial<Needs> } = {},
): Promise<World> {
  const world = memory();
  Object.assign(world.needs, options.change);
  const log = createLog({ level: 'debug', destination: { write: (line) => void world.log.push(line) } });
  const metrics = createMetrics({
    observe: async () => ({
      lanes: [{ system: 'portal', pending: 3, oldestSeconds: 7 }],
      breakers: [{ system: 'portal', open: true }],
    }),
  });
  const { needs } = world;
  const doors = await openDoors({
    needs,
    log,
    metrics,
    host: '127.0.0.1',
    port: 0,
    operatePort: 0,
    ...options,
  });
  onTestFinished(() => doors.close(0));
  return Object.assign(world, {
    port: doors.port,
    url: `http://127.0.0.1:${doors.port}`,
    operateUrl: `http://127.0.0.1:${doors.operatePort}`,
    close: doors.close,
  });
}

function memory(): World {
  const systems = new Map<string, System>();
  const portalLogin = { type: 'basic', secret: 'portal-password' } as const;
  for (const system of [
    aSystem('district-1'),
    aSystem('silent', {
      status: 'sending-disabled',
      delivery: 'push',
      credentials: { inbound: { type: 'api-key', secret: 'silent-key' } },
    }),
    aSystem('portal', { connector: 'legacy', delivery: 'push', credentials: { inbound: portalLogin } }),
  ])
    systems.set(system.id, system);
  const world = {
    systems,
    accepted: [],
    refused: [],
    knocks: [],
    files: new Map(),
    log: [],
  } as unknown as World;
  world.needs = needsOf(world);
  return world;
}

function needsOf(world: World): Needs {
  return {
    systemById: (id) => world.systems.get(id),
    systems: () => world.systems.values(),
    verifySecret: (name, presented) => secrets[name] !== undefined && secrets[name] === presented,
    accept: async (submission) => {
      world.accepted.push(submission);
      return submission.messages.map(receipt);
    },
    check,
    refused: async (intake) => void world.refused.push(intake),
    exchange: async () => null,
    exchangesAfter: async () => [],
    dossier: async () => null,
    mailbox: {
      lease: async () => [],
      ack: async (_system, _delivery, token) => token === ownLease,
      nack: async (_system, _delivery, token) => token === ownLease,
      extend: async (_system, _delivery, token) => token === ownLease,
    },
    storeFile: (_system, _meta, bytes, limitBytes) => store(world, bytes, limitBytes),
    openFile: async (_system, file) => {
      const bytes = world.files.get(file);
      return bytes ? { sizeBytes: bytes.length, fileName: 'Đơn.pdf', stream: Readable.from([bytes]) } : null;
    },
    partnerDoors: new Map([['legacy', legacy]]),
    knock: async (call) => {
      world.knocks.push(call);
      return { status: 200, body: { heard: call.body } };
    },
    ready: async () => ({ ok: true, parts: { database: { ok: true } } }),
  };
}

const legacy: Needs['partnerDoors'] extends ReadonlyMap<string, infer Part> ? Part : never = {
  doors: [
    { name: 'send', method: 'POST', path: '/o/send/:id', body: 'json', limitBytes: 100_000 },
    { name: 'form', method: 'POST', path: '/o/form', body: 'form' },
    { name: 'files', method: 'POST', path: '/o/files', body: 'multipart', limitBytes: 100_000 },
    { name: 'look', method: 'GET', path: '/o/look', body: 'none' },
  ],
  refuse: ({ status, code }) => ({ status, headers: { 'x-dialect': 'legacy' }, body: { errorCode: code } }),
};

function receipt(): Receipt {
  return { exchangeId: randomUUID(), duplicate: false, dossierId: 'd-1', state: 'accepted', reason: null };
}

async function store(world: World, bytes: AsyncIterable<Buffer>, limitBytes: number) {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > limitBytes) throw new BodyTooLarge('too large');
    chunks.push(chunk);
  }
  const whole = Buffer.concat(chunks);
  const file = randomUUID();
  world.files.set(file, whole);
  return { file, sizeBytes: whole.length, sha256: createHash('sha256').update(whole).digest('hex') };
}

export type Body = NonNullable<RequestInit['body']>;

/** POST with the district's key. */
export function post(world: World, path: string, body: Body, headers: Record<string, string> = {}) {
  return fetch(`${world.url}${path}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...bearer, ...headers },
  });
}
