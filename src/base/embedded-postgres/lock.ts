import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { processStart } from './process-identity.ts';
import { DatabaseStartError } from './start-error.ts';

interface Holder {
  readonly pid: number;
  readonly started: string;
}

/**
 * Takes the data folder for this process; returns the release. A lock left by a dead process is taken over, one of
 * a living process is refused with its pid.
 */
export function takeLock(path: string): () => void {
  const mine = JSON.stringify({
    pid: process.pid,
    started: processStart(process.pid) ?? '',
  } satisfies Holder);
  for (let tries = 0; tries < 100; tries += 1) {
    if (placeWhole(path, mine)) return () => releaseLock(path, mine);
    const found = readLock(path);
    if (found === undefined) continue;
    const holder = livingHolder(found);
    if (holder !== undefined) throw refusal(path, holder.pid);
    moveStaleAway(path, found);
  }
  throw refusal(path, undefined);
}

/** Puts the lock there with its content in one step, so that nobody ever reads a half-written one. */
function placeWhole(path: string, content: string): boolean {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, content, { mode: 0o644 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(draft, { force: true });
  }
}

function readLock(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function livingHolder(content: string): Holder | undefined {
  try {
    const holder = JSON.parse(content) as Holder;
    return processStart(holder.pid) === holder.started ? holder : undefined;
  } catch {
    return undefined;
  }
}

function moveStaleAway(path: string, seen: string): void {
  const aside = `${path}.stale-${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  // Another starter may have taken over between our look and our move: then what we moved is its lock, not the stale one.
  const moved = readFileSync(aside, 'utf8');
  if (moved !== seen) placeWhole(path, moved);
  rmSync(aside, { force: true });
}

function releaseLock(path: string, mine: string): void {
  if (readLock(path) === mine) rmSync(path, { force: true });
}

function refusal(path: string, pid: number | undefined): DatabaseStartError {
  const who = pid === undefined ? '?' : String(pid);
  return new DatabaseStartError({
    vi: `Thư mục dữ liệu đang được một cổng tích hợp khác sử dụng (tiến trình ${who}, khóa ${path}). Hãy dừng tiến trình đó, hoặc đặt DATA_DIR sang thư mục khác.`,
    en: `The data folder is in use by another gateway (process ${who}, lock ${path}). Stop that process, or set DATA_DIR to another folder.`,
  });
}
