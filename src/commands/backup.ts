import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { type BackedUp, backup } from '../ledger/backup.ts';
import { migrate } from '../ledger/migrate.ts';
import { restore } from '../ledger/restore.ts';
import { besideDatabase } from './beside.ts';

/** `backup <file>`: the file appears under its name only when it is whole and on disk. */
export async function runBackup([file]: readonly string[]): Promise<number> {
  if (file === undefined) return usage('backup <tệp · file>');
  const draft = `${file}.part`;
  try {
    await besideDatabase((url) =>
      pipeline(
        Readable.from(backup(url, tell), { objectMode: false }),
        createGzip(),
        createWriteStream(draft, { mode: 0o600 }),
      ),
    );
    await sync(draft);
    await rename(draft, file);
    await sync(path.dirname(file));
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  process.stdout.write(`Đã sao lưu vào ${file} · backed up\n`);
  return 0;
}

/** `restore <file>`: only into an empty database; the schema is made first. */
export async function runRestore([file]: readonly string[]): Promise<number> {
  if (file === undefined) return usage('restore <tệp · file>');
  await besideDatabase(async (url) => {
    await migrate(url);
    const source = createReadStream(file);
    const plain = source.pipe(createGunzip());
    source.on('error', (error) => plain.destroy(error));
    await restore(url, plain, tell);
  });
  process.stdout.write(`Đã phục hồi từ ${file}, mọi bảng đúng mã kiểm tra · restored and verified\n`);
  return 0;
}

function tell({ table, rows, sha256 }: BackedUp): void {
  process.stdout.write(`  ${table.padEnd(16)} ${String(rows).padStart(9)}  ${sha256.slice(0, 12)}\n`);
}

function usage(text: string): number {
  process.stderr.write(`${text}\n`);
  return 64;
}

async function sync(place: string): Promise<void> {
  const handle = await open(place, 'r');
  await handle.sync();
  await handle.close();
}
