/** The effective configuration for people: complete, with everything a schema calls `writeOnly` masked. */
import systemsSchema from '../../../schemas/config/systems.schema.json' with { type: 'json' };
import type { Config } from './config.ts';

const masked = '***';

interface SchemaNode {
  type?: unknown;
  description?: unknown;
  writeOnly?: boolean;
  $ref?: string;
  $defs?: Record<string, SchemaNode>;
  properties?: Record<string, SchemaNode>;
  additionalProperties?: boolean | SchemaNode;
  items?: SchemaNode;
}

/** A plain object to print as JSON. */
export function describe({
  profile,
  version,
  settings,
  systems,
  routes,
  agencies,
  procedures,
  connectors,
}: Config): object {
  const root: SchemaNode = systemsSchema;
  const shown = [...systems.values()].map((system) => {
    const dialect: SchemaNode = connectors.find(({ id }) => id === system.connector)?.settings ?? {};
    const whole = mask(system, root.$defs?.['System'] ?? {}, root);
    return { ...(whole as object), settings: mask(system.settings, dialect, dialect) };
  });
  return {
    profile,
    version,
    settings,
    systems: shown,
    routes,
    procedures: [...procedures.values()],
    // The directory is long and public; its files are the place to read it.
    agencies: agencies.length,
  };
}

/** The value with what its schema calls `writeOnly` blotted out; follows `properties`, `items` and local `$ref`. */
function mask(value: unknown, schema: SchemaNode, root: SchemaNode): unknown {
  const node = resolve(schema, root);
  if (schema.writeOnly || node.writeOnly) return masked;
  if (Array.isArray(value)) return value.map((item) => mask(item, node.items ?? {}, root));
  if (typeof value !== 'object' || value === null) return value;
  const rest = typeof node.additionalProperties === 'object' ? node.additionalProperties : {};
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, mask(member, node.properties?.[key] ?? rest, root)]),
  );
}

function resolve(schema: SchemaNode, root: SchemaNode): SchemaNode {
  const name = schema.$ref?.match(/^#\/\$defs\/(.+)$/)?.[1];
  const target = name === undefined ? undefined : root.$defs?.[name];
  return target === undefined ? schema : resolve(target, root);
}
