/**
 * JSON as the doors accept it. No library did all of it: secure-json-parse looks for prototype keys only, lossless-json
 * lets an equal duplicate pass and recurses without a bound; neither counts keys.
 */
import { MalformedBody } from '../model/errors.ts';
import { error, type Fault } from '../model/finding.ts';
import { type JsonLimits, scanJson } from './json-scan.ts';
import { strictText } from './strict-text.ts';

const defaultJsonLimits: JsonLimits = {
  depth: 64,
  keys: 10_000,
  items: 100_000,
  textUnits: 1_000_000,
};

const faults = {
  empty: { code: 'body.empty', vi: 'Thiếu nội dung', en: 'The body is missing' },
  syntax: { code: 'json.syntax', vi: 'Nội dung không phải là JSON', en: 'The body is not JSON' },
} satisfies Record<string, Fault>;

/** Equals `JSON.parse` for what it lets through; throws `MalformedBody` naming every problem. */
export function parseStrictJson(raw: Buffer, limits: Partial<JsonLimits> = {}): unknown {
  // Some senders' tools (.NET) put a byte order mark before UTF-8.
  const text = strictText(raw).replace(/^\uFEFF/, '');
  if (text.trim() === '') throw malformed([error(faults.empty, '')]);
  const { findings, stopped } = scanJson(text, { ...defaultJsonLimits, ...limits });
  if (stopped) throw malformed(findings);
  const value = parse(text);
  if (value === notJson) findings.push(error(faults.syntax, ''));
  if (findings.length > 0) throw malformed(findings);
  return value;
}

const notJson = Symbol('not JSON');

/** V8 quotes the input in its message, so its error goes no further. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return notJson;
  }
}

function malformed(findings: MalformedBody['findings']): MalformedBody {
  return new MalformedBody('the body is not acceptable JSON', { findings });
}
