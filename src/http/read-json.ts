import { readBody } from './body.ts';
import { checkContentType } from './content-type.ts';
import type { JsonLimits } from './json-scan.ts';
import type { Call } from './routes.ts';
import { parseStrictJson } from './strict-json.ts';
import { visitOf } from './visit.ts';

export interface JsonBody {
  value: unknown;
  raw: Buffer;
  mediaType: string;
}

/** The request's body as strict JSON; its bytes stay with the visit, so that a refusal can be kept. */
export async function readJson(
  { request, response }: Call,
  { limitBytes, ...limits }: { limitBytes: number } & Partial<JsonLimits>,
): Promise<JsonBody> {
  const raw = await readBody(request, limitBytes);
  const header = request.get('content-type');
  visitOf(response).received = { raw, mediaType: header ?? '' };
  const mediaType = checkContentType(header, 'json');
  return { value: parseStrictJson(raw, limits), raw, mediaType };
}
