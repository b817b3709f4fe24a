import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kinds } from '../../../src/model/message.ts';
import { agencyOf, PROCEDURE } from '../load.ts';

/** A receiving system and where it listens. */
export interface Receiver {
  id: string;
  port: number;
  /** Lanes it takes at the same time. */
  concurrency?: number;
}

/** Where the gateway finds what was written, and the key that the sender shows. */
export interface WrittenConfig {
  configDir: string;
  secretsDir: string;
  profile: string;
  senderKey: string;
}

const PROFILE = 'chaos';
const SENDER = 'sender';
const DEFAULTS = fileURLToPath(new URL('../../../config/defaults.json', import.meta.url));

/** A configuration of one portal that sends and communes that are pushed; the defaults are the project's own. */
export function writeConfig(folder: string, receivers: readonly Receiver[]): WrittenConfig {
  const [configDir, secretsDir] = [join(folder, 'config'), join(folder, 'secrets')];
  mkdirSync(join(configDir, PROFILE), { recursive: true });
  mkdirSync(secretsDir, { mode: 0o700 });
  copyFileSync(DEFAULTS, join(configDir, 'defaults.json'));
  const files = {
    gateway: {},
    systems: { systems: [sender(), ...receivers.map(commune)] },
    routes: { routes: [{ kinds: '*', from: { roles: ['portal'] }, to: ['competent-agency'] }] },
    directory: { agencies: receivers.map(agency) },
    procedures: {
      procedures: [{ code: PROCEDURE, name: 'Thủ tục thử', tier: 'commune', allowed: true }],
    },
  };
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(configDir, PROFILE, `${name}.json`), JSON.stringify(content, null, 2));
  }
  const secret = randomBytes(24).toString('base64url');
  const senderKey = `${SENDER}.${secret}`;
  writeFileSync(join(secretsDir, inbound(SENDER)), secret, { mode: 0o600 });
  for (const { id } of receivers) {
    const signingKey = `whsec_${randomBytes(24).toString('base64')}`;
    writeFileSync(join(secretsDir, outbound(id)), signingKey, { mode: 0o600 });
  }
  return { configDir, secretsDir, profile: PROFILE, senderKey };
}

const inbound = (system: string) => `${system}-inbound`;
const outbound = (system: string) => `${system}-outbound`;

function sender() {
  const said = kinds.filter((kind) => kind !== 'notice.raised');
  return {
    id: SENDER,
    title: { vi: 'Cổng thử', en: 'Test portal' },
    role: 'portal',
    connector: 'standard',
    delivery: 'none',
    maySend: said,
    credentials: { inbound: { type: 'api-key', secret: inbound(SENDER) } },
  };
}

function commune({ id, port, concurrency = 16 }: Receiver) {
  return {
    id,
    title: { vi: `Xã thử ${id}`, en: `Test commune ${id}` },
    role: 'commune',
    connector: 'standard',
    delivery: 'push',
    baseUrl: `http://127.0.0.1:${port}`,
    agencies: [`agency-${id}`],
    limits: { concurrency, timeoutMs: 10_000, ratePerSecond: 0 },
    credentials: { outbound: { type: 'webhook-signature', secret: outbound(id) } },
  };
}

function agency({ id }: Receiver) {
  const validFrom = '2018-01-01';
  return {
    id: `agency-${id}`,
    kind: 'people-committee',
    tier: 'commune',
    names: [{ name: `Ủy ban nhân dân xã thử ${id}`, validFrom }],
    codes: [{ scheme: 'qd20', code: agencyOf(id), validFrom, synthetic: true }],
    validFrom,
  };
}
