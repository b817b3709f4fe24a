import { createHash, randomUUIDv7 } from 'node:crypto';
import { Readable } from 'node:stream';
import { BodyTooLarge } from '../model/errors.ts';
import type { Pool } from './pool.ts';
import { open, seal } from './seal.ts';

const chunkBytes = 1024 * 1024;

export interface StoredFile {
  file: string;
  sizeBytes: number;
  sha256: string;
}

export interface FileContent extends StoredFile {
  fileName: string | null;
  mediaType: string | null;
  stream: Readable;
}

/** Files live in the database too (local disk would break two hosts): chunks of 1 MB, streamed in and out. */
export function createFiles(pool: Pool) {
  return {
    /** Committed before it resolves. Throws BodyTooLarge past `limitBytes`; then nothing is kept. */
    async store(
      { systemId, fileName, mediaType }: { systemId: string; fileName?: string; mediaType?: string },
      bytes: AsyncIterable<Buffer>,
      limitBytes: number,
    ): Promise<StoredFile> {
      const file = randomUUIDv7();
      try {
        // No transaction is held open while a slow sender sends: the file exists when its last row does.
        const { sizeBytes, sha256 } = await writeChunks(pool, { file, bytes, limitBytes });
        await pool.query(
          `insert into file (id, system_id, file_name, media_type, size_bytes, sha256) values ($1, $2, $3, $4, $5, $6)`,
          [file, systemId, fileName ?? null, mediaType ?? null, sizeBytes, sha256],
        );
        return { file, sizeBytes, sha256: sha256.toString('hex') };
      } catch (error) {
        await pool.query('delete from file_chunk where file_id = $1', [file]).catch(() => {});
        throw error;
      }
    },
    /** The bytes for delivery; null = no such file. */
    open: (file: string) => openFile(pool, file),
    /** The bytes for a system that uploaded the file or takes part in its dossier; null = none, or none of its business. */
    async openFor(systemId: string, file: string): Promise<FileContent | null> {
      const { rowCount } = await pool.query(
        `select 1 from file f where f.id = $1 and (f.system_id = $2 or exists (
           select from dossier_file d join participant p on p.dossier_id = d.dossier_id
           where d.file_id = f.id and p.system_id = $2))`,
        [file, systemId],
      );
      return rowCount ? openFile(pool, file) : null;
    },
  };
}

async function writeChunks(
  pool: Pool,
  { file, bytes, limitBytes }: { file: string; bytes: AsyncIterable<Buffer>; limitBytes: number },
) {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  let number = 0;
  for await (const chunk of inChunks(bytes)) {
    sizeBytes += chunk.length;
    if (sizeBytes > limitBytes) throw new BodyTooLarge('the file is larger than this door takes');
    hash.update(chunk);
    await pool.query({
      name: 'file-chunk',
      text: 'insert into file_chunk (file_id, number, bytes) values ($1, $2, $3)',
      values: [file, number, seal(chunk)],
    });
    number += 1;
  }
  return { sizeBytes, sha256: hash.digest() };
}

async function* inChunks(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let size = 0;
  for await (const piece of bytes) {
    waiting.push(piece);
    size += piece.length;
    if (size < chunkBytes) continue;
    yield Buffer.concat(waiting);
    waiting = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(waiting);
}

async function openFile(pool: Pool, file: string): Promise<FileContent | null> {
  const { rows } = await pool.query<{
    name: string | null;
    type: string | null;
    size: number;
    sha256: Buffer;
  }>('select file_name as name, media_type as type, size_bytes as size, sha256 from file where id = $1', [
    file,
  ]);
  const [row] = rows;
  if (!row) return null;
  return {
    file,
    sizeBytes: row.size,
    sha256: row.sha256.toString('hex'),
    fileName: row.name,
    mediaType: row.type,
    stream: Readable.from(readChunks(pool, file)),
  };
}

async function* readChunks(pool: Pool, file: string): AsyncGenerator<Buffer> {
  for (let number = 0; ; number += 1) {
    const { rows } = await pool.query<{ bytes: Buffer }>({
      name: 'file-read',
      text: 'select bytes from file_chunk where file_id = $1 and number = $2',
      values: [file, number],
    });
    if (!rows[0]) return;
    yield open(rows[0].bytes);
  }
}
