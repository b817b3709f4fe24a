import { pipeline } from 'node:stream/promises';
import { NotFound } from '../../model/errors.ts';
import type { OpenFile } from '../needs.ts';
import { type Call, callerOf } from '../routes.ts';
import { pathId } from './path-id.ts';

/** `GET /v1/files/:id`: the bytes as they came, for systems that take part in the file's dossier. */
export async function downloadFile(call: Call): Promise<null> {
  const { request, response, needs } = call;
  const file = await needs.openFile(callerOf(call).id, pathId(request));
  if (file === null) throw new NotFound('no such file');
  response.set({
    'content-type': safeType(file),
    'content-length': String(file.sizeBytes),
    'content-disposition': disposition(file),
  });
  // A reader that leaves is no error; a store that fails half-way ends the connection, so nobody takes half for whole.
  await pipeline(file.stream, response).catch(() => response.destroy());
  return null;
}

/** Stored types are the sender's words. */
function safeType({ mediaType = '' }: OpenFile): string {
  return /^[\w.+-]+\/[\w.+-]+$/.test(mediaType) ? mediaType : 'application/octet-stream';
}

function disposition({ fileName }: OpenFile): string {
  if (fileName === undefined) return 'attachment';
  const name = encodeURIComponent(fileName.toWellFormed()).replace(/['()*]/g, percent);
  return `attachment; filename*=UTF-8''${name}`;
}

function percent(sign: string): string {
  return `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
}
