/** `npm run types`: writes `x.schema.ts` beside every `x.schema.json`; a test compares what is committed. */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { compileFromFile } from 'json-schema-to-typescript';

const root = path.dirname(import.meta.dirname);
const banner = '/* Made by `npm run types` from the schema beside this file; do not edit. */';

/** The TypeScript text for one schema file. */
export function typesOf(file: string): Promise<string> {
  return compileFromFile(file, {
    bannerComment: banner,
    cwd: path.dirname(file),
    additionalProperties: false,
    format: false,
    declareExternallyReferenced: true,
    unreachableDefinitions: true,
    ignoreMinAndMaxItems: true,
    $refOptions: { resolve: { http: false } },
  });
}

/** Every schema of the project that gets a type. */
export function schemaFiles(): string[] {
  return globSync('schemas/**/*.schema.json', { cwd: root })
    .map((file) => path.join(root, file))
    .sort();
}

if (process.argv[1] === import.meta.filename)
  for (const file of schemaFiles()) {
    const target = file.replace(/\.json$/, '.ts');
    const text = await typesOf(file);
    if (!sameAs(target, text)) writeFileSync(target, text);
  }

function sameAs(file: string, text: string): boolean {
  try {
    return readFileSync(file, 'utf8') === text;
  } catch {
    return false;
  }
}
