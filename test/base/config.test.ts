import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { describe as describeConfig } from '../../src/base/config/describe.ts';
import { describeEnvironment, readEnvironment } from '../../src/base/config/environment.ts';
import { createConfigHolder } from '../../src/base/config/holder.ts';
import { loadConfig, secretsNamed } from '../../src/base/config/load.ts';
import { createSchemas } from '../../src/base/schema.ts';
import { openSecrets } from '../../src/base/secrets.ts';
import { Misconfigured } from '../../src/model/errors.ts';

const limits = { concurrency: 4, shards: 1, timeoutMs: 30_000, ratePerSecond: 0, inlineBytes: 20_971_520 };
const connectors = ['opencps', 'standard'].map((id) => ({
  id,
  settings: {
    type: 'object',
    additionalProperties: false,
    properties: { pin: { type: 'string', writeOnly: true }, groupId: {}, templates: {} },
  },
  repeats: 'dropped' as const,
  limits,
}));
const { check } = createSchemas();
const shipped = path.resolve(import.meta.dirname, '../../config');
let dir = '';

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'config-'));
  cpSync(shipped, dir, { recursive: true });
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const load = (profile = 'thai-nguyen-2018') => loadConfig({ dir, profile, connectors, check });

// biome-ignore lint/suspicious/noExplicitAny: the test damages files of every shape
function change(file: string, edit: (data: any) => void): void {
  const full = path.join(dir, file);
  const data = JSON.parse(readFileSync(full, 'utf8'));
  edit(data);
  writeFileSync(full, JSON.stringify(data));
}

function faultsOf(run: () => unknown): string[] {
  try {
    run();
  } catch (cause) {
    if (cause instanceof Misconfigured) return cause.findings.map(({ code, path: at }) => `${code} ${at}`);
    throw cause;
  }
  return [];
}

describe.each(['thai-nguyen-2018', 'thai-nguyen-2025'])('the shipped profile %s', (profile) => {
  test('is whole and frozen', () => {
    expect(faultsOf(() => load(profile))).toEqual([]);
    const config = load(profile);
    expect(config.version).toMatch(/^[0-9a-f]{12}$/);
    expect(Object.isFrozen(config.settings.retry.waitsMs)).toBe(true);
    expect(config.systems.get('commune-05443')?.connector).toBe('opencps');
    expect(config.systems.get('commune-05503')).toMatchObject({ connector: 'standard', delivery: 'mailbox' });
    expect(config.systems.get('department-health')).toMatchObject({
      connector: 'standard',
      delivery: 'push',
    });
  });
});

test('the province as planned has a portal, a one-stop system, 5 departments, 9 districts and 15 communes', () => {
  const roles = [...load().systems.values()].map(({ role }) => role);
  const count = (role: string) => roles.filter((one) => one === role).length;
  expect(['portal', 'provincial', 'department', 'district', 'commune'].map(count)).toEqual([1, 1, 5, 9, 15]);
});

test('all faults of all files come at once, each with file and pointer', () => {
  const p = 'thai-nguyen-2018';
  change(`${p}/systems.json`, ({ systems }) => {
    systems[0].connector = 'nobody';
    systems[1].agencies = ['nowhere'];
    delete systems[2].baseUrl;
    systems[3].maySend = 'no-such-grant';
    systems[4].id = systems[3].id;
    systems[5].settings = { odd: 1 };
  });
  change(`${p}/routes.json`, ({ routes }) =>
    routes.push({ kinds: '*', to: [{ system: 'ghost' }, { role: 'post' }] }),
  );
  change(`${p}/directory.json`, ({ agencies }) => {
    agencies[1].successorIds = ['nobody-there'];
    agencies[2].successorIds = [agencies[3].id];
    agencies[3].successorIds = [agencies[2].id];
    agencies[4].codes[1].code = agencies[5].codes[1].code;
    agencies[6].validTo = '2000-01-01';
  });
  change(`${p}/gateway.json`, (data) => Object.assign(data, { retry: { waitsMs: [1000] } }));
  expect(faultsOf(() => load())).toEqual(
    expect.arrayContaining([
      `config.unknown-connector ${p}/systems.json#/systems/0/connector`,
      `config.unknown-agency ${p}/systems.json#/systems/1/agencies/0`,
      `config.base-url-missing ${p}/systems.json#/systems/2/baseUrl`,
      `config.unknown-grant ${p}/systems.json#/systems/3/maySend`,
      `config.twice ${p}/systems.json#/systems/4/id`,
      expect.stringContaining(`${p}/systems.json#/systems/5/settings`),
      `config.unknown-system ${p}/routes.json#/routes/6/to/0/system`,
      `config.role-empty ${p}/routes.json#/routes/6/to/1/role`,
      `config.unknown-successor ${p}/directory.json#/agencies/1/successorIds/0`,
      `config.successor-cycle ${p}/directory.json#/agencies/2/successorIds`,
      `config.successor-cycle ${p}/directory.json#/agencies/3/successorIds`,
      `config.code-overlap ${p}/directory.json#/agencies/5/codes/1/code`,
      `config.dates-reversed ${p}/directory.json#/agencies/6/validTo`,
      `config.retry-too-short ${p}/gateway.json#/retry/waitsMs`,
    ]),
  );
  expect(faultsOf(() => load())).toHaveLength(14);
});

test('an unknown kind or role is named with its place', () => {
  change('thai-nguyen-2018/systems.json', ({ systems }) => {
    systems[0].role = 'king';
    systems[1].maySend = ['dossier.eaten'];
  });
  const faults = faultsOf(() => load()).join('\n');
  expect(faults).toContain('thai-nguyen-2018/systems.json#/systems/0/role');
  expect(faults).toContain('thai-nguyen-2018/systems.json#/systems/1/maySend');
});

test('a profile that does not exist is refused', () => {
  expect(faultsOf(() => load('nowhere'))).toEqual(['config.profile nowhere#']);
});

test('a fault at reload keeps the old version whole', () => {
  const holder = createConfigHolder(load);
  const before = holder.current();
  writeFileSync(path.join(dir, 'thai-nguyen-2018/routes.json'), '{');
  expect(holder.reload()).toMatchObject({ ok: false, findings: [{ code: 'config.not-json' }] });
  expect(holder.current()).toBe(before);
  cpSync(shipped, dir, { recursive: true });
  change('thai-nguyen-2018/gateway.json', (data) => Object.assign(data, { drain: { sweepMs: 500 } }));
  expect(holder.reload()).toMatchObject({ ok: true });
  expect(holder.current().settings.drain.sweepMs).toBe(500);
  expect(holder.current().version).not.toBe(before.version);
});

test('the description masks secret names and what a connector calls writeOnly', () => {
  change('thai-nguyen-2018/systems.json', ({ systems }) =>
    Object.assign(systems[0], { settings: { pin: '4711' } }),
  );
  const text = JSON.stringify(describeConfig(load()));
  expect(text).not.toMatch(/4711|provincial-portal-inbound/);
  expect(text).toContain('sync.provincial-portal');
});

test('demo secrets are made once, private, and prove the caller; inbound ones are stored hashed', () => {
  const place = path.join(dir, 'secrets');
  const secrets = openSecrets({ dir: place, env: {} });
  const config = load();
  const strict = () => loadConfig({ dir, profile: 'thai-nguyen-2018', connectors, check, secrets });
  expect(faultsOf(strict)[0]).toBe(
    'config.secret-missing thai-nguyen-2018/systems.json#/systems/0/credentials/inbound/secret',
  );
  secrets.ensureDemo(secretsNamed(config));
  expect(faultsOf(strict)).toEqual([]);
  const plain = readFileSync(path.join(place, 'provincial-portal-inbound.plain'), 'utf8').trim();
  expect(secrets.read('provincial-portal-inbound')).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(secrets.verify('provincial-portal-inbound', plain)).toBe(true);
  expect(secrets.verify('provincial-portal-inbound', `${plain}x`)).toBe(false);
  expect(secrets.verify('nobody', '')).toBe(false);
  expect(statSync(path.join(place, 'provincial-portal-outbound')).mode & 0o777).toBe(0o600);
  secrets.ensureDemo(secretsNamed(config));
  expect(secrets.verify('provincial-portal-inbound', plain)).toBe(true);
});

test('the environment names every fault at once and hides passwords', () => {
  expect(
    faultsOf(() => readEnvironment({ PORT: 'x', LOG_LEVEL: 'loud', REDIS_URL: 'http://r' })),
  ).toHaveLength(3);
  const environment = readEnvironment({ DATABASE_URL: 'postgres://u:hush@db/x', PORT: '' });
  expect(environment).toMatchObject({ port: 8080, operatePort: 8081, profile: 'thai-nguyen-2018' });
  expect(JSON.stringify(describeEnvironment(environment))).not.toContain('hush');
});
