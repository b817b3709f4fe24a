import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

/** A package as a registry serves it. */
export interface FakePackage {
  readonly name: string;
  readonly version: string;
  /** Further fields of its package.json, such as bin, os, cpu. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  readonly files: Readonly<Record<string, string>>;
}

export interface FakeRegistry extends AsyncDisposable {
  readonly url: string;
  /** How often it was asked for anything. */
  readonly requests: () => number;
  /** The lock file entry of one of its packages. */
  lockEntry(name: string): Record<string, unknown>;
}

/** An npm registry on loopback that serves a few packages made here. */
export async function startRegistry(folder: string, packages: readonly FakePackage[]): Promise<FakeRegistry> {
  const packed = new Map(packages.map((one) => [one.name, { ...one, tarball: pack(folder, one) }]));
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    const path = decodeURIComponent((request.url ?? '').slice(1)).replace(/\?.*$/, '');
    const one = packed.get(path.replace(/\.tgz$/, ''));
    if (one === undefined) return response.writeHead(404).end('{}');
    if (path.endsWith('.tgz')) return response.end(one.tarball);
    const dist = { tarball: `${url}/${one.name}.tgz`, integrity: integrityOf(one.tarball) };
    const version = { name: one.name, version: one.version, ...one.manifest, dist };
    const document = {
      name: one.name,
      'dist-tags': { latest: one.version },
      versions: { [one.version]: version },
    };
    return response.setHeader('content-type', 'application/json').end(JSON.stringify(document));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  return {
    url,
    requests: () => requests,
    lockEntry: (name) => {
      const { version, manifest, tarball } = packed.get(name) ?? { tarball: Buffer.alloc(0) };
      return { version, integrity: integrityOf(tarball), ...manifest };
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function pack(folder: string, { name, version, manifest, files }: FakePackage): Buffer {
  const content = join(folder, `pack-${name}`, 'package');
  mkdirSync(join(content, 'bin'), { recursive: true });
  writeFileSync(join(content, 'package.json'), JSON.stringify({ name, version, ...manifest }));
  for (const [path, text] of Object.entries(files)) writeFileSync(join(content, path), text, { mode: 0o755 });
  const tarball = join(folder, `${name}.tgz`);
  execFileSync('tar', ['-czf', tarball, '-C', join(content, '..'), 'package']);
  return readFileSync(tarball);
}

const integrityOf = (content: Buffer) => `sha512-${createHash('sha512').update(content).digest('base64')}`;

/** Copies the bootstrap of this project to where a test's own little project can run it. */
export function copyBootstrap(root: string): void {
  const source = new URL('../../src/bootstrap/', import.meta.url);
  cpSync(source, join(root, 'src', 'bootstrap'), { recursive: true });
}
