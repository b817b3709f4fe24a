import { spawnSync } from 'node:child_process';
import { readFileSync, readlinkSync, statSync } from 'node:fs';
import { chown, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, it, vi } from 'vitest';
import { copyBinaries, findBinaries } from '../../src/base/embedded-postgres/binaries.ts';
import { layoutOf } from '../../src/base/embedded-postgres/layout.ts';
import { processStart } from '../../src/base/embedded-postgres/process-identity.ts';
import { chooseRunner } from '../../src/base/embedded-postgres/run-as.ts';
import { temporaryFolder } from '../support/data-folder.ts';
import { holdDatabase } from '../support/holder.ts';

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

it('takes over the server that a killed gateway left behind', async () => {
  await using folder = await temporaryFolder();
  await using first = await holdDatabase(folder.path);
  await query(first.url, 'create table kept (i int); insert into kept values (7)');
  await first.end('SIGKILL');
  await using second = await holdDatabase(folder.path);
  expect(second).toMatchObject({ adopted: true, pid: first.pid, url: first.url });
  expect(await query(second.url, 'select i from kept')).toEqual([{ i: 7 }]);
  await second.end('SIGTERM');
  expect(processStart(first.pid)).toBeUndefined();
});

it('keeps every committed row when gateway and server are killed together, three times', async () => {
  await using folder = await temporaryFolder();
  for (let round = 1; round <= 3; round += 1) {
    await using held = await holdDatabase(folder.path);
    await query(held.url, `create table if not exists kept (i int); insert into kept values (${round})`);
    process.kill(held.pid, 'SIGKILL');
    await held.end('SIGKILL');
  }
  await using last = await holdDatabase(folder.path);
  expect(last.adopted).toBe(false);
  expect(await query(last.url, 'select i from kept order by i')).toEqual([{ i: 1 }, { i: 2 }, { i: 3 }]);
});

it('outlives a Ctrl-C at the terminal that ends its gateway', async () => {
  await using folder = await temporaryFolder();
  await using first = await holdDatabase(folder.path);
  process.kill(-first.holderPid, 'SIGINT');
  await first.end('SIGKILL');
  await using second = await holdDatabase(folder.path);
  expect(second).toMatchObject({ adopted: true, pid: first.pid });
});

it('refuses a second gateway on the same data folder and names the first by its pid', async () => {
  await using folder = await temporaryFolder();
  await using first = await holdDatabase(folder.path);
  await using second = await holdDatabase(folder.path);
  expect(second.refused).toContain(`tiến trình ${first.holderPid}`);
  expect(second.refused).toContain(`process ${first.holderPid}`);
  expect(await query(first.url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

it.each([
  ['of a dead process', 2 ** 22 + 1, 'long ago'],
  ['whose pid a later process got', process.pid, 'another start'],
])('takes over a lock %s', async (_title, pid, started) => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, 'gateway.lock'), JSON.stringify({ pid, started }));
  await using held = await holdDatabase(folder.path);
  expect(held.refused).toBeUndefined();
  const lock = JSON.parse(readFileSync(join(folder.path, 'gateway.lock'), 'utf8')) as { pid: number };
  expect(lock.pid).toBe(held.holderPid);
});

it('takes over a lock that is no lock at all', async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, 'gateway.lock'), '');
  await using held = await holdDatabase(folder.path);
  expect(held.refused).toBeUndefined();
});

const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;
const asNobody = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'];
const nobodyRunsNode = isRoot && tries([...asNobody, process.execPath, '--version']);
const nobodyReadsProject = nobodyRunsNode && tries([...asNobody, 'test', '-r', import.meta.filename]);
const hasNamespaces = tries(['unshare', '--user', '--map-user=65534', 'true']);

function tries([file = '', ...args]: string[]): boolean {
  return spawnSync(file, args, { stdio: 'ignore' }).status === 0;
}

const uidOf = (pid: number) =>
  Number(/^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);

describe('started by root', () => {
  it.runIf(isRoot)('hands the server to an account without rights', async () => {
    await using folder = await temporaryFolder();
    await using held = await holdDatabase(folder.path);
    expect(held.refused).toBeUndefined();
    expect(uidOf(held.pid)).not.toBe(0);
    expect(statSync(join(folder.path, 'postgres')).mode & 0o777).toBe(0o700);
  });

  it.runIf(isRoot && hasNamespaces)('works below a folder that only root may enter', async () => {
    await using folder = await temporaryFolder(0o700);
    await using held = await holdDatabase(folder.path);
    expect(held.refused).toBeUndefined();
    expect(await query(held.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(readlinkSync(`/proc/${held.pid}/ns/user`)).not.toBe(readlinkSync('/proc/self/ns/user'));
    await held.end('SIGKILL');
    await using again = await holdDatabase(folder.path);
    expect(again).toMatchObject({ adopted: true, pid: held.pid });
  });

  it.runIf(nobodyReadsProject)('leaves the files to the ordinary user who owns the folder', async () => {
    await using folder = await temporaryFolder();
    await chown(folder.path, NOBODY, NOBODY);
    await using first = await holdDatabase(folder.path, asNobody);
    await query(first.url, 'create table kept (i int)');
    await first.end('SIGTERM');
    await using byRoot = await holdDatabase(folder.path);
    expect(uidOf(byRoot.pid)).toBe(NOBODY);
    await byRoot.end('SIGTERM');
    await using again = await holdDatabase(folder.path, asNobody);
    expect(await query(again.url, 'select * from kept')).toEqual([]);
  });
});

describe('a root without user namespaces', () => {
  it.runIf(isRoot)('copies programs that the account cannot read to the data', async () => {
    await using hidden = await temporaryFolder(0o700);
    await using folder = await temporaryFolder();
    const binaries = copyBinaries(findBinaries(), hidden.path);
    vi.stubEnv('PATH', '/nonexistent');
    const layout = layoutOf(folder.path);
    const runner = chooseRunner(layout, binaries);
    vi.unstubAllEnvs();
    expect(runner).toMatchObject({ mode: 'account', binaries: { folder: join(layout.home, 'binaries') } });
    expect(statSync(runner.binaries.postgres).uid).toBe(runner.owner.uid);
  });

  it.runIf(isRoot)('says where to put the data when no account can reach it', async () => {
    await using folder = await temporaryFolder(0o700);
    vi.stubEnv('PATH', '/nonexistent');
    const choose = () => chooseRunner(layoutOf(folder.path), findBinaries());
    expect(choose).toThrow(/Hãy đặt DATA_DIR.*\n.*Put DATA_DIR/);
    vi.unstubAllEnvs();
  });
});

describe('started by an ordinary user', () => {
  it.runIf(nobodyReadsProject)('runs as that user', async () => {
    await using folder = await temporaryFolder();
    await chown(folder.path, NOBODY, NOBODY);
    await using held = await holdDatabase(folder.path, asNobody);
    expect(held.refused).toBeUndefined();
    expect(uidOf(held.pid)).toBe(NOBODY);
  });

  it.runIf(nobodyReadsProject)('says whose the data folder is when it belongs to somebody else', async () => {
    await using folder = await temporaryFolder();
    await using held = await holdDatabase(folder.path, asNobody);
    expect(held.refused).toMatch(/Không ghi được vào thư mục dữ liệu.*DATA_DIR/);
  });
});
