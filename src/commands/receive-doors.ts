/** Which door of a system a file was meant for. */
import { parseForm } from '../http/form.ts';
import { parseStrictJson } from '../http/strict-json.ts';
import type { Connector, Door } from '../kit/connector.ts';
import { GatewayError } from '../model/errors.ts';
import type { Finding } from '../model/finding.ts';

export interface NamedDoor {
  /** `POST /o/rest/v2/dossiers/:id/files` */
  label: string;
  body: 'json' | 'form' | 'multipart';
  /** Missing for `/v1/messages`, which every system has. */
  door?: Door;
}

type Check = (schema: object, value: unknown) => Finding[];

/** The doors that take a body, `/v1` among them. */
export function doorsOf(connector: Connector | undefined): NamedDoor[] {
  const own = (connector?.doors ?? []).flatMap((door): NamedDoor[] =>
    door.body === 'none' ? [] : [{ label: `${door.method} ${door.path}`, body: door.body, door }],
  );
  return [...own, { label: 'POST /v1/messages', body: 'json' }];
}

/** The wanted door (its pattern, or a path that it matches), else those whose body kind and schema fit the file. */
export function fitting(
  doors: readonly NamedDoor[],
  { raw, wanted, check }: { raw: Buffer; wanted: string | undefined; check: Check },
): NamedDoor[] {
  if (wanted !== undefined) {
    const exact = doors.filter(({ label }) => label === wanted);
    return exact.length > 0 ? exact : doors.filter(({ label }) => matches(label, wanted)).slice(0, 1);
  }
  if (doors.length === 1) return [...doors];
  return doors.filter((one) => {
    try {
      const body = bodyOf(one, raw);
      if (one.door === undefined) return Array.isArray(body) || (isObject(body) && 'kind' in body);
      return isObject(body) && (one.door.schema === undefined || check(one.door.schema, body).length === 0);
    } catch (cause) {
      if (cause instanceof GatewayError) return false;
      throw cause;
    }
  });
}

/**
 * The body as the door would parse it. A form may also be given as a JSON object of texts; the parts of a multipart
 * body without its files always are.
 */
export function bodyOf({ body, door }: NamedDoor, raw: Buffer): unknown {
  const json = raw.toString('latin1').trimStart().startsWith('{');
  if (body === 'form' && !json) return parseForm(raw);
  const value = parseStrictJson(raw, { textUnits: raw.length });
  return door === undefined || body === 'json' ? value : textsOf(value);
}

function textsOf(value: unknown): unknown {
  if (!isObject(value)) return value;
  const fields = Object.entries(value).filter(([, member]) => typeof member !== 'object');
  return Object.fromEntries(fields.map(([name, member]) => [name, String(member)]));
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `POST /dossiers/7/files` matches `POST /dossiers/:id/files`. */
function matches(label: string, wanted: string): boolean {
  const given = wanted.split('/');
  const pattern = label.split('/');
  return (
    given.length === pattern.length &&
    pattern.every((part, index) => part.startsWith(':') || part === given[index])
  );
}
