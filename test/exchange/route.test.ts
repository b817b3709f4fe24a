import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Config } from '../../src/base/config/config.ts';
import { loadConfig } from '../../src/base/config/load.ts';
import { createSchemas } from '../../src/base/schema.ts';
import { route } from '../../src/exchange/route.ts';
import type { Message } from '../../src/model/message.ts';

const { check } = createSchemas();
const dir = path.resolve(import.meta.dirname, '../../config');
const limits = { concurrency: 1, shards: 1, timeoutMs: 1000, ratePerSecond: 0, inlineBytes: 0 };
const connectors = ['opencps', 'standard'].map((id) => ({
  id,
  settings: {},
  repeats: 'dropped' as const,
  limits,
}));
const old = loadConfig({ dir, profile: 'thai-nguyen-2018', connectors, check });
const now = loadConfig({ dir, profile: 'thai-nguyen-2025', connectors, check });

function submitted(agency: string, more: object = {}): Message {
  return {
    kind: 'dossier.submitted',
    occurredAt: '2026-11-17T21:33:00+07:00',
    dossier: {
      ids: [{ scheme: 'standard.id', value: 'a' }],
      procedure: { code: '1.001193.000.00.00.H55' },
      competentAgency: { code: agency },
      applicant: { name: 'A' },
    },
    ...more,
  } as Message;
}

function send(config: Config, from: string, message: Message, participants: string[] = []) {
  const source = config.systems.get(from);
  if (source === undefined) throw new Error(`no system ${from}`);
  const routed = route({ message, source, participants, config });
  return 'targets' in routed ? routed.targets : `${routed.reason}: ${routed.findings[0]?.code}`;
}

const said = (kind: string, more: object = {}) =>
  ({
    kind,
    occurredAt: '2026-11-18T08:00:00+07:00',
    dossier: { ids: [{ scheme: 'standard.id', value: 'a' }] },
    ...more,
  }) as unknown as Message;

test.each([
  ['as planned', old],
  ['with two tiers', now],
])('a submission reaches the competent commune and the provincial copy, %s', (_, config) => {
  expect(send(config, 'provincial-portal', submitted('H55.31.07'))).toEqual([
    'commune-05443',
    'provincial-one-stop',
  ]);
});

describe('after the cut-over', () => {
  test.each([
    ['2025-06-30T23:59:00+07:00', 'H55.31.09', ['commune-05443', 'provincial-one-stop']],
    ['2025-07-02T08:00:00+07:00', 'H55.31.09', ['commune-05443', 'provincial-one-stop']],
    ['2025-06-30T08:00:00+07:00', 'H55.31', 'unknown-agency: agency-split'],
    ['2025-06-30T16:59:59Z', 'H55.209', 'unknown-agency: agency-unknown'],
    ['2025-06-30T17:00:00Z', 'H55.238', ['commune-05443', 'provincial-one-stop']],
    ['2025-06-30T16:59:59Z', 'H55.238', 'unknown-agency: agency-unknown'],
    ['2026-01-01T08:00:00+07:00', 'H55.240', 'no-receiver: agency-unserved'],
  ])('at %s the code %s leads to %j', (occurredAt, code, expected) => {
    expect(send(now, 'provincial-portal', submitted(code, { occurredAt }))).toEqual(expected);
  });
});

test('an unknown or closed procedure waits for a coordinator', () => {
  const with_ = (code: string) => {
    const message = submitted('H55.31.07');
    return { ...message, dossier: { ...message.dossier, procedure: { code } } } as Message;
  };
  expect(send(old, 'provincial-portal', with_('9.999999'))).toBe('unknown-procedure: procedure-unknown');
  expect(send(old, 'provincial-portal', with_('1.003650.01'))).toBe(
    'unknown-procedure: procedure-not-allowed',
  );
});

test('what a one-stop says goes to who takes part, never back to itself', () => {
  const everyone = ['provincial-portal', 'commune-05443', 'provincial-one-stop'];
  expect(send(old, 'commune-05443', said('dossier.status-changed'), everyone)).toEqual([
    'provincial-portal',
    'provincial-one-stop',
  ]);
  const hopped = said('dossier.status-changed', { hops: ['provincial-portal'] });
  expect(send(old, 'commune-05443', hopped, everyone)).toEqual(['provincial-one-stop']);
});

test('a supplement without an agency reaches who takes part', () => {
  expect(send(old, 'provincial-portal', said('supplement.provided'), ['commune-05443'])).toEqual([
    'commune-05443',
  ]);
});

test('a status that nobody waits for is accepted without receivers', () => {
  expect(send(old, 'provincial-one-stop', said('dossier.status-changed'))).toEqual([]);
});

test('a transferred dossier reaches the next agency, and waits when there is none', () => {
  const to = (code: string) => said('dossier.transferred', { transfer: { to: { code } } });
  expect(send(old, 'commune-05443', to('000.00.11.H55'), ['provincial-portal'])).toEqual([
    'provincial-portal',
    'provincial-one-stop',
    'department-justice',
  ]);
  expect(send(old, 'commune-05443', to('H55.99'))).toBe('unknown-agency: agency-unknown');
});

test('a submission that no rule covers has no receiver', () => {
  expect(send({ ...old, routes: [] }, 'provincial-portal', submitted('H55.31.07'))).toBe(
    'no-receiver: no-receiver',
  );
});
