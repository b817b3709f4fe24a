import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of its own for one test, readable by every account unless a mode says otherwise; removed at the end. */
export async function temporaryFolder(mode = 0o755): Promise<{ path: string } & AsyncDisposable> {
  const outer = await mkdtemp(join(tmpdir(), 'one-stop-'));
  await chmod(outer, mode);
  const path = join(outer, 'data');
  await mkdir(path, { mode: 0o755 });
  const remove = () => rm(outer, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  return { path, [Symbol.asyncDispose]: remove };
}
