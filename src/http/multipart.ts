/** The only file that knows busboy: files flow to the store while they arrive, fields become an object of strings. */
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import busboy from 'busboy';
import { GatewayError, MalformedBody } from '../model/errors.ts';
import { error, type Fault, type Finding } from '../model/finding.ts';
import { openBody, SenderGone } from './body.ts';
import { addField } from './form.ts';
import type { FileMeta, ReceivedFile, StoredFile } from './needs.ts';

const limits = {
  fieldNameSize: 200,
  fieldSize: 1_000_000,
  fields: 500,
  files: 100,
  parts: 600,
  headerPairs: 50,
};

const faults = {
  form: {
    code: 'multipart.malformed',
    vi: 'Nội dung multipart bị hỏng',
    en: 'The multipart body is damaged',
  },
  many: { code: 'multipart.parts', vi: 'Quá nhiều phần', en: 'There are too many parts' },
  long: { code: 'multipart.field-length', vi: 'Trường quá dài', en: 'A field is too long' },
} satisfies Record<string, Fault>;

export interface Multipart {
  fields: Record<string, string>;
  files: ReceivedFile[];
  /** The parts without the files' bytes and ids, as JSON: equal requests have equal bytes. */
  raw: Buffer;
}

type Store = (meta: FileMeta, bytes: AsyncIterable<Buffer>) => Promise<StoredFile>;

interface Parts {
  fields: Map<string, string>;
  files: Promise<ReceivedFile>[];
  findings: Finding[];
}

/** Throws `MalformedBody` naming every problem, or what the store throws (`BodyTooLarge`). */
export async function readMultipart(
  request: IncomingMessage,
  { limitBytes, store }: { limitBytes: number; store: Store },
): Promise<Multipart> {
  const parts: Parts = { fields: new Map(), files: [], findings: [] };
  const bytes = Readable.from(openBody(request, limitBytes));
  await pipeline(bytes, parserFor(request, parts, store)).catch((cause) => {
    throw partsError(cause);
  });
  const files = await Promise.all(parts.files);
  if (parts.findings.length > 0) throw malformed(parts.findings);
  const fields = Object.fromEntries(parts.fields);
  const shown = files.map(({ file: _, ...rest }) => rest);
  return { fields, files, raw: Buffer.from(JSON.stringify({ fields, files: shown })) };
}

function parserFor(request: IncomingMessage, parts: Parts, store: Store): busboy.Busboy {
  const parser = newParser(request);
  const add = (fault: Fault) => parts.findings.push(error(fault, ''));
  parser.on('field', (name, value, { nameTruncated, valueTruncated }) => {
    if (nameTruncated || valueTruncated) return add(faults.long);
    return parts.findings.push(...addField(parts.fields, decoded(name), decoded(value)));
  });
  parser.on('file', (field, bytes, { filename, mimeType }) => {
    const meta = { ...(filename && { fileName: filename }), mediaType: mimeType };
    const stored = store(meta, bytes as AsyncIterable<Buffer>).then((file) => ({ field, ...meta, ...file }));
    // A store that gives up leaves the part unread: without this the request would never end.
    stored.catch((cause) => parser.destroy(cause instanceof Error ? cause : new Error('not stored')));
    parts.files.push(stored);
  });
  for (const event of ['filesLimit', 'fieldsLimit', 'partsLimit'] as const)
    parser.on(event, () => add(faults.many));
  return parser;
}

/** busboy refuses a missing boundary here. */
function newParser(request: IncomingMessage): busboy.Busboy {
  try {
    return busboy({ headers: request.headers, limits, defParamCharset: 'utf8' });
  } catch {
    throw malformed([error(faults.form, '')]);
  }
}

/** busboy puts U+FFFD where bytes are no UTF-8. */
function decoded(text: string): string | null {
  return text.includes('\uFFFD') ? null : text;
}

/** Our own errors as they are; everything else that breaks a form is the sender's. */
function partsError(cause: unknown): unknown {
  if (cause instanceof GatewayError || cause instanceof SenderGone) return cause;
  const fromParser = cause instanceof Error && !('code' in cause);
  return fromParser ? malformed([error(faults.form, '')]) : cause;
}

function malformed(findings: Finding[]): MalformedBody {
  return new MalformedBody('the multipart body is not acceptable', { findings });
}
