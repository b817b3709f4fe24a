/** The contract that every connector passes. Call it once in the connector's own test file. */
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createSchemas } from '../../src/base/schema.ts';
import type {
  Connector,
  Door,
  DoorRequest,
  DossierView,
  ReceivedFile,
  SendInput,
  WireRequest,
} from '../../src/kit/connector.ts';
import { type FaultMode, faultModes, type Simulator, startSimulator } from '../../src/kit/simulator.ts';
import type { Outcome } from '../../src/model/exchange.ts';
import type { Dossier, Message } from '../../src/model/message.ts';
import type { System } from '../../src/model/system.ts';
import { runSend } from './run-send.ts';

export interface ReceivedFixture {
  name: string;
  /** The door's name. */
  door: string;
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  files?: readonly ReceivedFile[];
  key?: string;
  receivedAt?: string;
  /** For a closing request: what the earlier requests of the assembly were. */
  before?: readonly Omit<ReceivedFixture, 'canonical' | 'lost' | 'before'>[];
  /** The hand-written twin. */
  canonical: readonly Message[];
  /**
   * Dotted paths of the canonical fields that the dialect cannot say back (`dossier.fees`, `note`). `*` when the
   * connector sends no such kind at all.
   */
  lost: readonly string[];
  /** The door that reads what the connector sends, if it is not the same one; null = it has none. */
  readBack?:
    | ((request: WireRequest, step: string) => Omit<ReceivedFixture, 'canonical' | 'lost'> | null)
    | null;
}

export interface SentFixture {
  name: string;
  message: Message;
  dossier?: DossierView;
  /** What each step says, hand-written; `notebook` is what stands in it before the step. */
  steps: readonly { name: string; wire: WireRequest | null; notebook?: Record<string, unknown> }[];
}

export interface ConformanceOptions {
  simulator: Simulator;
  system: System;
  fixtures: { received: readonly ReceivedFixture[]; sent: readonly SentFixture[] };
  /** Presented to the simulator; also handed to it as `settings.secret`. */
  secret?: string;
  simulatorSettings?: Readonly<Record<string, unknown>>;
  /** How many things the simulator has taken, for "sent twice is one"; default: the list `history`. */
  taken?: (memory: Awaited<ReturnType<typeof startSimulator>>['memory']) => number;
  /** Where the dialect differs from the outcomes below. */
  outcomes?: Partial<Record<FaultMode, readonly Outcome[]>>;
  /** Bytes of stored files; default one short text for every id. */
  openFile?: (file: string) => Promise<Readable>;
}

/** Never `delivered` unless the partner has it for sure; never `unavailable` where it may have it. */
const outcomesByFault: Readonly<Record<FaultMode, readonly Outcome[]>> = {
  down: ['unavailable'],
  slow: ['ambiguous', 'unavailable'],
  drip: ['ambiguous', 'unavailable'],
  '500': ['unavailable', 'ambiguous'],
  '429': ['busy'],
  'html-200': ['unavailable', 'ambiguous', 'rejected'],
  'half-response': ['ambiguous', 'unavailable'],
  'ack-then-die': ['ambiguous', 'unavailable'],
  duplicate: ['delivered'],
  'session-expired': ['unavailable', 'rejected'],
  'wrong-schema': ['rejected', 'ambiguous', 'unavailable'],
};

const schemas = createSchemas();
const defaultReceivedAt = '2026-03-02T08:00:00+07:00';

export function conformance(connector: Connector, options: ConformanceOptions): void {
  describe(`connector ${connector.id}`, () => {
    manifest(connector, options);
    for (const fixture of options.fixtures.received) receives(connector, fixture, options);
    for (const fixture of options.fixtures.sent) sends(connector, fixture, options);
    const [first] = options.fixtures.sent;
    if (first !== undefined) failing(connector, first, options);
  });
}

function manifest(connector: Connector, { simulator, system, fixtures }: ConformanceOptions): void {
  it('has a fixture for every door that brings a message, and for every kind it sends', () => {
    const doors = new Set(
      fixtures.received.flatMap(({ door, before = [] }) => [door, ...before.map((one) => one.door)]),
    );
    const silent = connector.doors.filter(({ method }) => method === 'GET').map(({ name }) => name);
    expect(
      connector.doors.map(({ name }) => name).filter((name) => !doors.has(name) && !silent.includes(name)),
    ).toEqual([]);
    const sent = new Set(fixtures.sent.map(({ message }) => message.kind));
    expect(Object.keys(connector.sends).filter((kind) => !sent.has(kind as Message['kind']))).toEqual([]);
  });

  it('has names that belong together: connector, simulator and system', () => {
    expect([simulator.id, system.connector]).toEqual([connector.id, connector.id]);
    expect(new Set(connector.doors.map(({ name }) => name)).size).toBe(connector.doors.length);
  });

  it('accepts the settings of its system and refuses unknown ones', () => {
    expect(schemas.check(connector.settings, system.settings)).toEqual([]);
    expect(schemas.check(connector.settings, { ...system.settings, unheardOf: 1 })).not.toEqual([]);
  });

  it('refuses in a way that is no success', () => {
    for (const status of [400, 401, 403, 404, 413, 415, 422, 503]) {
      const answer = connector.refuse({ status, code: 'message.invalid', message: 'x', findings: [] });
      expect(answer.status).not.toBe(203);
      expect(answer.status < 300 ? JSON.stringify(answer.body) : 'refused').not.toBe('{}');
    }
  });
}

function receives(connector: Connector, fixture: ReceivedFixture, { system }: ConformanceOptions): void {
  describe(`receives ${fixture.name}`, () => {
    it('reads what its hand-written twin says, and the twin is canonical', () => {
      expect(messagesOf(connector, fixture, system)).toEqual(fixture.canonical);
      for (const message of fixture.canonical) expect(schemas.messageFindings(message)).toEqual([]);
    });

    it('names every lost field that the twin has, and no other', () => {
      const paths = fixture.canonical.flatMap((message) => pathsOf(message));
      const unknown = fixture.lost.filter(
        (lost) => lost !== '*' && !paths.some((path) => covers(lost, path)),
      );
      expect(unknown).toEqual([]);
    });

    it('says back every field that is not lost', () => {
      if (fixture.lost.includes('*') || fixture.readBack === undefined || fixture.readBack === null) return;
      for (const message of fixture.canonical) {
        const again = saidBack(connector, { fixture, message, system });
        expect(without(again, fixture.lost)).toEqual(without(message, fixture.lost));
      }
    });
  });
}

function sends(connector: Connector, fixture: SentFixture, options: ConformanceOptions): void {
  describe(`sends ${fixture.name}`, () => {
    const input = inputOf(fixture, options.system);
    const steps = () => connector.sends[fixture.message.kind]?.steps(input) ?? [];

    it('starts from a canonical message', () => {
      expect(schemas.messageFindings(fixture.message)).toEqual([]);
    });

    it('says what its hand-written wire says, step by step, and every body fits its own schema', () => {
      expect(steps().map(({ name }) => name)).toEqual(fixture.steps.map(({ name }) => name));
      for (const [index, step] of steps().entries()) {
        const twin = fixture.steps[index];
        const request = step.request(twin?.notebook ?? {});
        expect(request).toEqual(twin?.wire);
        if (step.schema !== undefined && request !== null) {
          expect(schemas.check(step.schema, valuesOf(request))).toEqual([]);
        }
      }
    });

    it('reaches the partner, and sent twice is one where repeats are dropped', async () => {
      await using partner = await startSimulator(options.simulator, simulatorOptions(options));
      const run = () => runSend(connector, input, { ...runOptions(options), url: partner.url });
      expect(await run()).toMatchObject({ outcome: 'delivered' });
      if (connector.repeats !== 'dropped') return;
      const once = countTaken(partner, options);
      expect(once).toBeGreaterThan(0);
      expect(await run()).toMatchObject({ outcome: 'delivered' });
      expect(countTaken(partner, options)).toBe(once);
    });
  });
}

function failing(connector: Connector, fixture: SentFixture, options: ConformanceOptions): void {
  const expected = { ...outcomesByFault, ...options.outcomes };
  for (const mode of faultModes) {
    it(`ends as ${expected[mode].join(' or ')} when the partner is "${mode}"`, async () => {
      await using partner = await startSimulator(options.simulator, simulatorOptions(options));
      const input = inputOf(fixture, options.system);
      await partner.fail(mode);
      const settings = { ...runOptions(options), url: partner.url, deadlineMs: 400 };
      const result = await runSend(connector, input, settings);
      expect(expected[mode]).toContain(result.outcome);
      if (result.outcome === 'delivered') return;
      expect(result.reason).not.toContain(input.message.dossier.ids[0]?.value ?? 'no id');
      await partner.heal();
      if (connector.repeats !== 'dropped') return;
      expect(await runSend(connector, input, { ...settings, deadlineMs: 2_000 })).toMatchObject({
        outcome: 'delivered',
      });
    });
  }
}

function messagesOf(
  connector: Connector,
  fixture: Omit<ReceivedFixture, 'canonical' | 'lost'>,
  system: System,
): readonly Message[] {
  const reading = read(connector, fixture, system);
  if (reading.type === 'messages') return reading.messages.map(({ message }) => message);
  if (reading.type !== 'closing')
    throw new Error(`${fixture.name}: the door reads a ${reading.type}, no message`);
  const fragments = (fixture.before ?? []).map((one, index) => {
    const part = read(connector, one, system);
    if (part.type !== 'fragment') throw new Error(`${one.name}: the door reads a ${part.type}, no fragment`);
    expect(part.assembly).toBe(reading.assembly);
    const receivedAt = one.receivedAt ?? defaultReceivedAt;
    return { id: String(index + 1), part: part.part, data: structuredClone(part.data), receivedAt };
  });
  return reading.assemble(fragments).map(({ message }) => message);
}

function read(connector: Connector, fixture: Omit<ReceivedFixture, 'canonical' | 'lost'>, system: System) {
  const door = doorOf(connector, fixture.door);
  if (door.schema !== undefined) expect(schemas.check(door.schema, fixture.body)).toEqual([]);
  const request: DoorRequest = {
    system,
    params: fixture.params ?? {},
    query: fixture.query ?? {},
    body: fixture.body,
    files: fixture.files ?? [],
    receivedAt: fixture.receivedAt ?? defaultReceivedAt,
    ...(fixture.key !== undefined && { key: fixture.key }),
  };
  const before = structuredClone(fixture.body);
  const reading = door.read(request);
  expect(fixture.body, 'read must not change the request').toEqual(before);
  return reading;
}

function doorOf(connector: Connector, name: string): Door {
  const door = connector.doors.find((one) => one.name === name);
  if (door === undefined) throw new Error(`connector ${connector.id} has no door "${name}"`);
  return door;
}

function saidBack(
  connector: Connector,
  { fixture, message, system }: { fixture: ReceivedFixture; message: Message; system: System },
): Message | undefined {
  const input = inputOf({ name: fixture.name, message, steps: [] }, system);
  const parts = (connector.sends[message.kind]?.steps(input) ?? []).flatMap((step) => {
    const request = step.request({});
    return (request && fixture.readBack?.(request, step.name)) || [];
  });
  const last = parts.at(-1);
  return last && messagesOf(connector, { ...last, before: parts.slice(0, -1) }, system)[0];
}

function inputOf({ message, dossier }: SentFixture, system: System): SendInput {
  return {
    deliveryId: '0197f3a0-0000-7000-8000-000000000001',
    message,
    dossier: dossier ?? {
      dossier: message.dossier as Dossier,
      status: message.status ?? null,
      statusAt: message.status ? message.occurredAt : null,
    },
    system,
    fileUrl: (file) => `https://gateway.example/files/${file}`,
  };
}

function valuesOf({ body }: WireRequest): unknown {
  if (body === undefined) return {};
  if ('json' in body) return body.json;
  return 'form' in body ? body.form : body.multipart.fields;
}

function simulatorOptions({ system, secret, simulatorSettings }: ConformanceOptions) {
  return { system, settings: { ...(secret !== undefined && { secret }), ...simulatorSettings } };
}

function runOptions({
  secret,
  openFile = async () => Readable.from([Buffer.from('tệp thử')]),
}: ConformanceOptions) {
  return { openFile, ...(secret !== undefined && { secret }) };
}

function countTaken(
  { memory }: Awaited<ReturnType<typeof startSimulator>>,
  { taken = (kept) => kept.list('history').length }: ConformanceOptions,
): number {
  return taken(memory);
}

/** Dotted paths of all leaves; list positions are left out: `dossier.attachments.name`. */
function pathsOf(value: unknown, at = ''): string[] {
  if (typeof value !== 'object' || value === null) return [at];
  return Object.entries(value).flatMap(([key, part]) =>
    pathsOf(part, Array.isArray(value) ? at : at === '' ? key : `${at}.${key}`),
  );
}

function covers(lost: string, path: string): boolean {
  return path === lost || path.startsWith(`${lost}.`);
}

function without(value: unknown, lost: readonly string[], at = ''): unknown {
  if (Array.isArray(value)) return value.map((part) => without(part, lost, at));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, part]) => {
    const path = at === '' ? key : `${at}.${key}`;
    return lost.includes(path) ? [] : [[key, without(part, lost, path)] as const];
  });
  return Object.fromEntries(entries);
}
