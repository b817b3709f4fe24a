/** The only file that knows ajv: JSON Schema 2020-12 in, bilingual findings out. Nothing is coerced or defaulted. */
import { Ajv2020, type ErrorObject, type Options, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import dossierSchema from '../../schemas/dossier.schema.json' with { type: 'json' };
import messageSchema from '../../schemas/message.schema.json' with { type: 'json' };
import type { Finding } from '../model/finding.ts';
import { toFindings } from './schema-findings.ts';

export interface Schemas {
  /**
   * Findings for every problem of the value; none when it fits. Without `everyProblem` (large values) only the first
   * one is named, which costs a sender of megabytes no more than a look.
   */
  check(schema: object, value: unknown, options?: CheckOptions): Finding[];
  /** The same for the canonical message (`schemas/message.schema.json`). */
  messageFindings(value: unknown, options?: CheckOptions): Finding[];
}

export interface CheckOptions {
  /** Default true. */
  everyProblem?: boolean;
}

interface Compiled {
  first: ValidateFunction;
  every(): ValidateFunction;
}

/** Compiled checks, one per schema object. The canonical schemas are known by their `$id`. */
export function createSchemas(): Schemas {
  const first = createAjv({ allErrors: false });
  const every = createAjv({ allErrors: true });
  const known = new WeakMap<object, Compiled>();

  function compiled(schema: object): Compiled {
    const found = known.get(schema);
    if (found !== undefined) return found;
    const made: Compiled = {
      first: first.compile(schema),
      every: () => every.compile(schema),
    };
    known.set(schema, made);
    return made;
  }

  function check(schema: object, value: unknown, { everyProblem = true }: CheckOptions = {}): Finding[] {
    const checks = compiled(schema);
    if (checks.first(value)) return [];
    const firstErrors: ErrorObject[] = checks.first.errors ?? [];
    if (!everyProblem) return toFindings(firstErrors).slice(0, 1);
    const all = checks.every();
    all(value);
    return toFindings(all.errors ?? firstErrors);
  }

  return { check, messageFindings: (value, options) => check(messageSchema, value, options) };
}

function createAjv(options: Options): Ajv2020 {
  const ajv = new Ajv2020({
    ...options,
    strict: true,
    // A canonical kind narrows what its base declares: it requires fields and adds no type of its own.
    strictRequired: false,
    strictTypes: false,
    discriminator: true,
    coerceTypes: false,
    useDefaults: false,
    messages: false,
    logger: false,
  });
  addFormats.default(ajv);
  ajv.addSchema(dossierSchema);
  ajv.addSchema(messageSchema);
  return ajv;
}
