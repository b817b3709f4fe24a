import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { schemaFiles, typesOf } from '../schemas/generate.ts';

const root = path.dirname(import.meta.dirname);

it.each(schemaFiles().map((file) => path.relative(root, file)))(
  'the committed types of %s are what `npm run types` makes',
  async (file) => {
    const committed = readFileSync(path.join(root, file.replace(/\.json$/, '.ts')), 'utf8');
    expect(committed).toBe(await typesOf(path.join(root, file)));
  },
);
