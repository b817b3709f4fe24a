import { WrongContentType } from '../model/errors.ts';
import { error, type Fault } from '../model/finding.ts';

export type BodyKind = 'json' | 'form' | 'multipart';

const accepted: Record<BodyKind, { mediaType: string; matches: RegExp }> = {
  json: { mediaType: 'application/json', matches: /^application\/(json|[a-z0-9.-]+\+json)$/ },
  form: {
    mediaType: 'application/x-www-form-urlencoded',
    matches: /^application\/x-www-form-urlencoded$/,
  },
  multipart: { mediaType: 'multipart/form-data', matches: /^multipart\/form-data$/ },
};

const faults = {
  type: { code: 'body.wrong-type', vi: 'Sai content-type', en: 'The content type is wrong' },
  charset: { code: 'body.charset', vi: 'Chỉ nhận bảng mã UTF-8', en: 'Only the charset UTF-8 is accepted' },
} satisfies Record<string, Fault>;

/** The media type to store. A missing header is read as the door declares; another type or charset is refused (415). */
export function checkContentType(header: string | undefined, kind: BodyKind): string {
  const { mediaType, matches } = accepted[kind];
  if (header === undefined || header.trim() === '') return mediaType;
  const essence = (header.split(';', 1)[0] ?? '').trim().toLowerCase();
  if (!matches.test(essence)) throw wrong(faults.type);
  const charset = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(header)?.[1]?.toLowerCase();
  if (charset !== undefined && !['utf-8', 'utf8', 'us-ascii'].includes(charset)) throw wrong(faults.charset);
  return essence;
}

function wrong(fault: Fault): WrongContentType {
  return new WrongContentType('wrong content type', { findings: [error(fault, '')] });
}
