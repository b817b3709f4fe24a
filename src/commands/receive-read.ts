import type { Config } from '../base/config/config.ts';
import type { Schemas } from '../base/schema.ts';
import { checkMessage } from '../exchange/check-message.ts';
import type { DoorRequest } from '../kit/connector.ts';
import { InvalidMessage } from '../model/errors.ts';
import { type Finding, hasError } from '../model/finding.ts';
import type { Message } from '../model/message.ts';
import type { System } from '../model/system.ts';
import type { Read } from './receive.ts';
import { bodyOf, type NamedDoor } from './receive-doors.ts';

export interface ReadOptions {
  system: System;
  raw: Buffer;
  config: Config;
  schemas: Schemas;
}

/** What the door reads, checked as the running gateway would. Throws `InvalidMessage` when the wire is wrong. */
export function readAtDoor(named: NamedDoor, { system, raw, config, schemas }: ReadOptions): Read {
  const body = bodyOf(named, raw);
  const { door } = named;
  const checked = (messages: readonly unknown[]) => withFindings(messages, { config, schemas });
  if (door === undefined) return checked([body].flat());
  const wire = door.schema === undefined ? [] : schemas.check(door.schema, body);
  if (hasError(wire)) throw new InvalidMessage('the request does not fit the door', { findings: wire });
  const reading = door.read(requestOf(named, system, body));
  if (reading.type === 'question') return { messages: [], findings: [] };
  if (reading.type === 'fragment') {
    const { assembly, part, data } = reading;
    return { messages: [], findings: wire, fragment: { assembly, part, data } };
  }
  const read = reading.type === 'messages' ? reading.messages : reading.assemble([]);
  const { messages, findings } = checked(read.map(({ message }) => message));
  return { messages, findings: [...wire, ...read.flatMap((one) => one.findings), ...findings] };
}

function withFindings(
  messages: readonly unknown[],
  { config, schemas }: Pick<ReadOptions, 'config' | 'schemas'>,
): Read {
  const all = messages.map((message) => {
    const findings = schemas.messageFindings(message);
    return hasError(findings)
      ? findings
      : [...findings, ...checkMessage(message as Message, config.settings)];
  });
  const findings: Finding[] = all.flat();
  // All or nothing, as at the door.
  return { messages: hasError(findings) ? [] : messages, findings };
}

/** Path parameters that nobody gave are taken from the body, or say that they are missing. */
function requestOf({ door, label }: NamedDoor, system: System, body: unknown): DoorRequest {
  const names = [...label.matchAll(/:(\w+)/g)].map(([, name]) => name ?? '');
  const fields = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const params = Object.fromEntries(
    names.map((name) => [name, String(fields['referenceUid'] ?? `<${name}>`)]),
  );
  const key = door?.reference === undefined ? undefined : params[door.reference];
  return {
    ...{ system, params, query: {}, body, files: [], receivedAt: new Date().toISOString() },
    ...(key !== undefined && { key }),
  };
}
