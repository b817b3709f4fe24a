import { isUtf8 } from 'node:buffer';
import { MalformedBody } from '../model/errors.ts';
import { error, type Fault } from '../model/finding.ts';

const encoding: Fault = {
  code: 'body.encoding',
  vi: 'Nội dung không phải là UTF-8',
  en: 'The body is not UTF-8',
};

/** The bytes as text; throws `MalformedBody` for anything but UTF-8 (Latin-1, UTF-16, TCVN3 bytes). */
export function strictText(raw: Buffer): string {
  if (isUtf8(raw)) return raw.toString('utf8');
  throw new MalformedBody('the body is not UTF-8', { findings: [error(encoding, '')] });
}
