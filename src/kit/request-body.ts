/** From the body a connector describes to the bytes that leave. */
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { MappingGap } from '../model/errors.ts';
import type { WireRequest } from './connector.ts';

export type OpenFile = (file: string) => Promise<Readable>;

export interface SerialisedBody {
  contentType: string;
  /** A Buffer wherever the bytes are known beforehand: they are what a signature covers. */
  data: Buffer | Readable;
}

type Body = NonNullable<WireRequest['body']>;
type Multipart = Extract<Body, { multipart: unknown }>['multipart'];

const mediaType = /^[\w.+-]+\/[\w.+-]+(; ?[\w-]+=[\w."-]+)*$/;

/**
 * The bytes of a body; null when there is none. A multipart file is streamed from the store, its bytes unchanged.
 * Throws `MappingGap` when an attachment has no bytes, and whatever `openFile` throws.
 */
export async function serialise(
  body: WireRequest['body'],
  openFile: OpenFile,
): Promise<SerialisedBody | null> {
  if (body === undefined) return null;
  if ('json' in body) {
    return { contentType: 'application/json; charset=utf-8', data: Buffer.from(JSON.stringify(body.json)) };
  }
  if ('form' in body) {
    const data = Buffer.from(new URLSearchParams(body.form).toString());
    return { contentType: 'application/x-www-form-urlencoded; charset=utf-8', data };
  }
  const boundary = `----gateway-${randomUUID()}`;
  const contentType = `multipart/form-data; boundary=${boundary}`;
  return { contentType, data: await multipart(body.multipart, { boundary, openFile }) };
}

async function multipart(
  { fields, file }: Multipart,
  { boundary, openFile }: { boundary: string; openFile: OpenFile },
): Promise<Buffer | Readable> {
  const parts = Object.entries(fields).map(
    ([name, value]) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"\r\n\r\n${value}\r\n`,
  );
  const end = `--${boundary}--\r\n`;
  if (file === undefined) return Buffer.from(parts.join('') + end);
  // Opened before anything leaves: a missing file is our fault and no failed attempt.
  const bytes = await bytesOf(file.attachment, openFile);
  const head = Buffer.from(parts.join('') + fileHead(file, boundary));
  const tail = Buffer.from(`\r\n${end}`);
  const whole = Readable.from(joined([head], bytes, [tail]), { objectMode: false });
  // A stream that is given up before its first byte would leave the file open.
  return whole.on('close', () => bytes instanceof Readable && bytes.destroy());
}

async function* joined(...parts: (AsyncIterable<Buffer> | Iterable<Buffer>)[]): AsyncGenerator<Buffer> {
  for (const part of parts) yield* part;
}

function fileHead({ field, attachment }: NonNullable<Multipart['file']>, boundary: string): string {
  const name = attachment.fileName ?? attachment.name ?? attachment.id;
  const given = attachment.mediaType ?? '';
  const type = mediaType.test(given) ? given : 'application/octet-stream';
  const disposition = `form-data; name="${quoted(field)}"; filename="${quoted(name)}"`;
  return `--${boundary}\r\nContent-Disposition: ${disposition}\r\nContent-Type: ${type}\r\n\r\n`;
}

async function bytesOf(
  { file, content }: { file?: string; content?: string },
  openFile: OpenFile,
): Promise<AsyncIterable<Buffer> | Iterable<Buffer>> {
  if (file !== undefined) return await openFile(file);
  if (content !== undefined) return [Buffer.from(content, 'base64')];
  throw new MappingGap('the attachment has no bytes to send');
}

/** UTF-8 as it is, with the three signs that would end the value escaped as browsers do. */
function quoted(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
