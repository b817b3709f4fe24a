/** Secrets by name: files under SECRETS_DIR, or environment variables (`env:PORTAL_KEY`). */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface Secrets {
  /** The secret's text, `undefined` when there is none; an inbound one may be `sha256:<hex>` of the key. */
  read(name: string): string | undefined;
  /** Whether what a partner presents is the secret, in constant time; false when there is none. */
  verify(name: string, presented: string): boolean;
  /** Makes what is missing, for the simulators; an inbound key is stored hashed, its plain text beside it as `<name>.plain`. */
  ensureDemo(names: readonly SecretUse[]): void;
  /** Forgets what was read, so that changed files count. */
  refresh(): void;
}

/** One secret the configuration names. */
export interface SecretUse {
  name: string;
  use: 'inbound' | 'outbound';
}

const fileName = /^[a-z][a-z0-9.-]{1,99}$/;
const hashed = /^sha256:([0-9a-f]{64})$/;

/** The secrets of one folder and environment; nothing is read before it is asked for. */
export function openSecrets({
  dir,
  env,
}: {
  dir: string;
  env: Readonly<Record<string, string | undefined>>;
}): Secrets {
  const known = new Map<string, string | undefined>();

  function read(name: string): string | undefined {
    if (!known.has(name)) known.set(name, load(name));
    return known.get(name);
  }

  function load(name: string): string | undefined {
    if (name.startsWith('env:')) return env[name.slice('env:'.length)] || undefined;
    return fileName.test(name) ? readText(path.join(dir, name)) : undefined;
  }

  function verify(name: string, presented: string): boolean {
    const secret = read(name);
    // A missing secret costs as much time as a wrong one.
    const expected = secret === undefined ? Buffer.alloc(32) : digestOf(secret);
    return timingSafeEqual(sha256(presented), expected) && secret !== undefined;
  }

  function ensureDemo(names: readonly SecretUse[]): void {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    for (const { name, use } of names) {
      if (!fileName.test(name) || load(name) !== undefined) continue;
      if (use === 'outbound') create(path.join(dir, name), randomKey());
      else createInbound(path.join(dir, name));
    }
    known.clear();
  }

  return { read, verify, ensureDemo, refresh: () => known.clear() };
}

/** The plain key first: a start that dies between the two continues with it. */
function createInbound(file: string): void {
  create(`${file}.plain`, randomKey());
  create(file, `sha256:${sha256(readText(`${file}.plain`) ?? '').toString('hex')}`);
}

/** Whole or not at all, and never over what another starter made first. */
function create(file: string, text: string): void {
  const draft = `${file}.${randomBytes(6).toString('hex')}.draft`;
  writeFileSync(draft, `${text}\n`, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, file);
  } catch (cause) {
    if (!isCode(cause, 'EEXIST')) throw cause;
  } finally {
    unlinkSync(draft);
  }
}

/** 256 bits as hex, which is also base64: what webhook signing wants. */
function randomKey(): string {
  return randomBytes(32).toString('hex');
}

function digestOf(secret: string): Buffer {
  const hex = hashed.exec(secret)?.[1];
  return hex === undefined ? sha256(secret) : Buffer.from(hex, 'hex');
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim() || undefined;
  } catch (cause) {
    if (isCode(cause, 'ENOENT')) return undefined;
    throw cause;
  }
}

function isCode(cause: unknown, code: string): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === code;
}
