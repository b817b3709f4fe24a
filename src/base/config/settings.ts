/** The defaults with a profile's overrides laid over them. */
import settingsSchema from '../../../schemas/config/settings.schema.json' with { type: 'json' };
import type { Finding } from '../../model/finding.ts';
import type { Settings } from './config.ts';
import { fault } from './faults.ts';
import type { ConfigFiles } from './read-files.ts';

const threeDaysMs = 3 * 86_400_000;

/** Complete settings, or the findings that say what is missing; lists are replaced as a whole, sections are merged. */
export function settingsOf({ defaults, gateway }: Pick<ConfigFiles, 'defaults' | 'gateway'>): {
  settings: Settings | undefined;
  findings: Finding[];
} {
  if (defaults.data === undefined || gateway.data === undefined) return { settings: undefined, findings: [] };
  const missing = missingIn(settingsSchema, defaults.data, '').map((at) =>
    fault('setting', defaults.name, at),
  );
  if (missing.length > 0) return { settings: undefined, findings: missing };
  const { $schema: _, ...merged } = merge(defaults.data, gateway.data) as Settings & { $schema?: string };
  const at = (section: object | undefined) => (section === undefined ? defaults.name : gateway.name);
  return {
    settings: merged,
    findings: sense(merged, { retry: at(gateway.data.retry), drain: at(gateway.data.drain) }),
  };
}

interface SchemaNode {
  type?: unknown;
  description?: unknown;
  properties?: Record<string, SchemaNode>;
}

function missingIn(schema: SchemaNode, value: object, path: string): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, node]) => {
    if (key === '$schema') return [];
    const member: unknown = Reflect.get(value, key);
    if (member === undefined) return [`${path}/${key}`];
    return isSection(member) ? missingIn(node, member, `${path}/${key}`) : [];
  });
}

function merge(base: object, over: object): object {
  const entries = Object.entries(over).map(([key, value]: [string, unknown]) => {
    const below: unknown = Reflect.get(base, key);
    return [key, isSection(below) && isSection(value) ? merge(below, value) : value];
  });
  return { ...base, ...Object.fromEntries(entries) };
}

/** What each value allows by itself and the values together do not; `files` says who set the section. */
function sense({ retry, drain }: Settings, files: { retry: string; drain: string }): Finding[] {
  const findings: Finding[] = [];
  // Full jitter halves every wait on average.
  const averageMs = retry.waitsMs.reduce((sum, waitMs) => sum + waitMs / 2, 0);
  if (averageMs < threeDaysMs) findings.push(fault('retry', files.retry, '/retry/waitsMs'));
  const pairs = [
    [retry.retryAfterMinMs, retry.retryAfterMaxMs, files.retry, '/retry/retryAfterMinMs'],
    [retry.unavailableMinMs, retry.unavailableMaxMs, files.retry, '/retry/unavailableMinMs'],
    [drain.renewMs, drain.leaseMs, files.drain, '/drain/renewMs'],
  ] as const;
  for (const [low, high, file, path] of pairs) if (low >= high) findings.push(fault('bounds', file, path));
  return findings;
}

function isSection(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
