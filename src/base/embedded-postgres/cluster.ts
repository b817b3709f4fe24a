import { randomBytes } from 'node:crypto';
import {
  existsSync,
  lchownSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DATABASE, type Layout, ROLE } from './layout.ts';
import { run } from './run.ts';
import type { Runner } from './run-as.ts';
import { DatabaseStartError } from './start-error.ts';

/**
 * Creates the database files at the first start; says whether it did. A half-made cluster of an interrupted start is
 * never used: it is built aside and renamed when whole.
 */
export async function ensureCluster(layout: Layout, runner: Runner): Promise<boolean> {
  removeDrafts(layout);
  if (existsSync(layout.cluster)) {
    if (!existsSync(layout.password)) await resetPassword(layout, runner);
    return false;
  }
  try {
    await createCluster(layout, runner);
  } catch (cause) {
    throw notCreated(layout.home, cause);
  }
  return true;
}

/** The password of the gateway's role; generated, never chosen. */
export function readPassword(layout: Layout): string {
  return readFileSync(layout.password, 'utf8').trim();
}

async function createCluster(layout: Layout, runner: Runner): Promise<void> {
  const draft = `${layout.cluster}.draft-${process.pid}`;
  writePassword(layout, runner);
  await run(runner.command(runner.binaries.initdb, initdbArgs(draft, layout.password)));
  await runSingle(runner, draft, `create database ${DATABASE}`);
  renameSync(draft, layout.cluster);
}

function initdbArgs(folder: string, passwordFile: string): string[] {
  // Sorting is by code point (locale C); the builtin provider still knows the cases of Vietnamese letters.
  const text = ['-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const entry = ['-U', ROLE, '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  return ['-D', folder, '--data-checksums', '--no-instructions', ...text, ...entry];
}

/** A lost password file (a partial restore, a hand that cleaned up) is no reason to stay closed: the owner sets a new one. */
async function resetPassword(layout: Layout, runner: Runner): Promise<void> {
  const password = writePassword(layout, runner);
  try {
    await runSingle(runner, layout.cluster, `alter role ${ROLE} password '${password}'`);
  } catch (error) {
    rmSync(layout.password, { force: true });
    throw error;
  }
}

function writePassword(layout: Layout, runner: Runner): string {
  const password = randomBytes(24).toString('base64url');
  rmSync(layout.password, { force: true });
  writeFileSync(layout.password, `${password}\n`, { mode: 0o600, flag: 'wx' });
  lchownSync(layout.password, runner.owner.uid, runner.owner.gid);
  return password;
}

/** Runs one statement without a server. PostgreSQL then exits 0 even after an error, so its words decide. */
async function runSingle(runner: Runner, folder: string, statement: string): Promise<void> {
  const command = runner.command(runner.binaries.postgres, ['--single', '-D', folder, 'postgres']);
  const said = await run(command, `${statement}\n`);
  if (/\b(ERROR|FATAL|PANIC):/.test(said)) throw new Error(said.trim());
}

function removeDrafts(layout: Layout): void {
  const drafts = readdirSync(layout.home).filter((name) => name.startsWith('cluster.draft-'));
  for (const name of drafts) rmSync(join(layout.home, name), { recursive: true, force: true, maxRetries: 5 });
}

function notCreated(home: string, cause: unknown): DatabaseStartError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new DatabaseStartError(
    {
      vi: `Không tạo được cơ sở dữ liệu ở ${home}: ${why}. Hãy kiểm tra dung lượng đĩa và quyền ghi, hoặc đặt DATABASE_URL.`,
      en: `Cannot create the database in ${home}: ${why}. Check disk space and write access, or set DATABASE_URL.`,
    },
    { cause },
  );
}
