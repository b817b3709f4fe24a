import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Config } from '../base/config/config.ts';
import { readEnvironment } from '../base/config/environment.ts';
import { loadConfig } from '../base/config/load.ts';
import { createSchemas } from '../base/schema.ts';
import { connectors } from '../connectors/index.ts';
import { GatewayError } from '../model/errors.ts';
import type { Finding } from '../model/finding.ts';
import { doorsOf, fitting, type NamedDoor } from './receive-doors.ts';
import { readAtDoor } from './receive-read.ts';

export interface Read {
  messages: readonly unknown[];
  findings: readonly Finding[];
  /** One part of a message that comes in several requests. */
  fragment?: { assembly: string; part: string; data: unknown };
}

/**
 * `receive <system> <file> [--door 'POST /path']`: one message through a connector, without server and database. Exit 0
 * when a message (or a fragment) came out, 2 when it was refused.
 */
export async function receive(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { door: { type: 'string' } },
    allowPositionals: true,
  });
  const [systemId = '', file] = positionals;
  const { configDir: dir, profile } = readEnvironment(process.env);
  const schemas = createSchemas();
  const config = loadConfig({ dir, profile, connectors: [...connectors.values()], check: schemas.check });
  const system = config.systems.get(systemId);
  if (system === undefined || file === undefined) return usage(config);
  const raw = await readFile(file);
  const doors = doorsOf(connectors.get(system.connector));
  const chosen = fitting(doors, { raw, wanted: values.door, check: schemas.check });
  const [only] = chosen;
  if (only === undefined || chosen.length > 1) return list(chosen.length > 1 ? chosen : doors, systemId);
  const result = attempt(() => readAtDoor(only, { system, raw, config, schemas }));
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  return result.messages.length > 0 || result.fragment !== undefined ? 0 : 2;
}

/** A refusal is a result here. */
function attempt(read: () => Read): Read {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof GatewayError)) throw cause;
    if (cause.findings.length > 0) return { messages: [], findings: cause.findings };
    const text = { vi: cause.message, en: cause.message };
    return { messages: [], findings: [{ level: 'error', code: cause.code, path: '', text }] };
  }
}

function list(doors: readonly NamedDoor[], systemId: string): number {
  const lines = doors.map(({ label, body }) => `  --door '${label}'  (${body})`);
  process.stderr.write(`Hãy chọn cửa của ${systemId} · choose a door:\n${lines.join('\n')}\n`);
  return 64;
}

function usage({ systems }: Config): number {
  process.stderr.write(
    `receive <hệ thống · system> <tệp · file> [--door 'POST /path']\n  ${[...systems.keys()].join('\n  ')}\n`,
  );
  return 64;
}
