import { spawnSync } from 'node:child_process';
import { lchownSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Binaries, copyBinaries } from './binaries.ts';
import type { Layout } from './layout.ts';
import { DatabaseStartError } from './start-error.ts';

/** An account of this machine. */
interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** How the server's programs are run: by whom, behind which command, and who owns its files. */
export interface Runner {
  readonly mode: 'self' | 'account' | 'namespace';
  readonly account: string;
  readonly binaries: Binaries;
  readonly owner: { readonly uid: number; readonly gid: number };
  /** The command line and spawn options for one of the programs. */
  command(program: string, args: readonly string[]): Command;
}

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly options: { uid?: number; gid?: number; cwd: string; env: NodeJS.ProcessEnv };
}

/**
 * Decides how to run the server, and gives it its home folder. PostgreSQL refuses to run as root, so root hands it
 * to an account without rights that can reach the files; where none can (a project below /root), root runs it in a
 * user namespace, in which it holds no privilege and looks like that account.
 */
export function chooseRunner(layout: Layout, binaries: Binaries): Runner {
  mkdirSync(layout.home, { recursive: true, mode: 0o700 });
  const runner = isRoot() ? runnerForRoot(layout, binaries) : runnerForSelf(layout, binaries);
  handOver(layout.home, runner.owner);
  mkdirSync(layout.logDir, { recursive: true, mode: 0o700 });
  lchownSync(layout.logDir, runner.owner.uid, runner.owner.gid);
  return runner;
}

/**
 * Hands the home folder over when it belongs to somebody else. In the usual case nothing is walked: root changing
 * owners inside a folder that an account controls would be a way for that account to root's files.
 */
function handOver(home: string, owner: { uid: number; gid: number }): void {
  if (statSync(home).uid === owner.uid) return;
  const inside = readdirSync(home, { recursive: true, encoding: 'utf8' });
  for (const path of inside) lchownSync(join(home, path), owner.uid, owner.gid);
  lchownSync(home, owner.uid, owner.gid);
}

const isRoot = () => process.getuid?.() === 0;

function runnerForSelf(layout: Layout, binaries: Binaries): Runner {
  const { uid, gid } = statSync(layout.home);
  if (uid !== process.getuid?.()) throw foreignHome(layout.home, uid);
  const command = plainCommand(layout, {});
  return { mode: 'self', account: String(uid), binaries, owner: { uid, gid }, command };
}

function runnerForRoot(layout: Layout, binaries: Binaries): Runner {
  const accounts = accountsFor(layout);
  const direct = accounts.map((account) => asAccount(layout, binaries, account));
  const inNamespace = accounts.slice(0, 1).map((account) => asNamespace(layout, binaries, account));
  const found = [...direct, ...inNamespace].find((runner) => reaches(layout, runner));
  if (found !== undefined) return found;
  // The data can be reached, but not the programs: then they come to the data.
  const guest = accounts.find((account) => enters(layout, asAccount(layout, binaries, account)));
  if (guest === undefined) throw unreachable(layout);
  const copied = asAccount(layout, copyBinaries(binaries, layout.home), guest);
  handOver(layout.home, copied.owner);
  if (!reaches(layout, copied)) throw unreachable(layout);
  return copied;
}

function asAccount(layout: Layout, binaries: Binaries, account: Account): Runner {
  const { uid, gid, name } = account;
  const command = plainCommand(layout, { uid, gid });
  return { mode: 'account', account: name, binaries, owner: { uid, gid }, command };
}

function asNamespace(layout: Layout, binaries: Binaries, { uid, gid, name }: Account): Runner {
  const prefix = ['--user', `--map-user=${uid}`, `--map-group=${gid}`, '--'];
  const inner = plainCommand(layout, {});
  const command = (program: string, args: readonly string[]): Command => {
    return { ...inner(program, args), file: 'unshare', args: [...prefix, program, ...args] };
  };
  return { mode: 'namespace', account: name, binaries, owner: { uid: 0, gid: 0 }, command };
}

function plainCommand(layout: Layout, ids: { uid?: number; gid?: number }): Runner['command'] {
  // A clean environment: PGDATA, PGPORT or PGOPTIONS of the caller's shell must not steer our server.
  const env = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
  return (program, args) => ({ file: program, args, options: { ...ids, cwd: layout.home, env } });
}

/** Asks the real question by the real way: can this runner enter the data folder and run the server? */
function reaches({ dataDir }: Layout, runner: Runner): boolean {
  return succeeds(runner, ['cd "$0" && exec "$1" --version', dataDir, runner.binaries.postgres]);
}

function enters({ dataDir }: Layout, runner: Runner): boolean {
  return succeeds(runner, ['cd "$0"', dataDir]);
}

function succeeds(runner: Runner, script: readonly string[]): boolean {
  const { file, args, options } = runner.command('/bin/sh', ['-c', ...script]);
  return spawnSync(file, args, { ...options, stdio: 'ignore' }).status === 0;
}

/** Whom root may hand the server to: the folder's present owner first, so that its files never change hands. */
function accountsFor(layout: Layout): Account[] {
  const accounts = readAccounts();
  const owners = [layout.home, layout.dataDir, dirname(layout.dataDir)].map((path) => statSync(path).uid);
  const wanted = owners.filter((uid) => uid !== 0).map((uid) => accounts.find((one) => one.uid === uid));
  const usual = ['postgres', 'nobody'].map((name) => accounts.find((one) => one.name === name));
  return [...wanted, ...usual].filter((one) => one !== undefined);
}

function readAccounts(): Account[] {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  return lines.flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    return name && Number(uid) > 0 ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
}

function foreignHome(home: string, uid: number): DatabaseStartError {
  return new DatabaseStartError({
    vi: `Dữ liệu ở ${home} thuộc về người dùng khác (uid ${uid}). Hãy chạy bằng người dùng đó hoặc root, hoặc đặt DATA_DIR sang thư mục khác.`,
    en: `The data in ${home} belongs to another user (uid ${uid}). Run as that user or as root, or set DATA_DIR to another folder.`,
  });
}

function unreachable(layout: Layout): DatabaseStartError {
  return new DatabaseStartError({
    vi: `PostgreSQL không chạy được bằng root, và không tài khoản thường nào (postgres, nobody) vào được ${layout.home}. Hãy đặt DATA_DIR và dự án ở nơi mọi người đọc được (ví dụ /srv), chạy bằng người dùng thường, hoặc đặt DATABASE_URL.`,
    en: `PostgreSQL refuses to run as root, and no ordinary account (postgres, nobody) can reach ${layout.home}. Put DATA_DIR and the project where everybody may read (for example /srv), run as an ordinary user, or set DATABASE_URL.`,
  });
}
