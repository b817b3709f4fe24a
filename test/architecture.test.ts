/** The house rules, executable. Change a table here and docs/architecture.md in the same commit. */
import { globSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/** Room -> the rooms it may import from, besides itself. Files in src/, src/compose, src/commands and src/demo compose the rest. */
const mayImport: Record<string, readonly string[]> = {
  model: [],
  base: ['model'],
  kit: ['model'],
  connectors: ['kit', 'model'],
  ledger: ['model'],
  exchange: ['base', 'kit', 'ledger', 'model'],
  http: ['base', 'model'],
  bootstrap: [],
};
const composing = ['compose', 'commands', 'demo'];

/** Library -> the files it enters by, so that replacing it touches one place. */
const doors: Record<string, RegExp> = {
  ajv: /^src\/base\/schema(-findings)?\.ts$/,
  'ajv-formats': /^src\/base\/schema\.ts$/,
  axios: /^src\/kit\/(http|undici-adapter)\.ts$/,
  undici: /^src\/kit\/(http|undici-adapter)\.ts$/,
  bullmq: /^src\/exchange\/queue\.ts$/,
  ioredis: /^src\/exchange\/queue\.ts$/,
  busboy: /^src\/(http\/.*|kit\/simulator)\.ts$/,
  express: /^src\/(http\/.*|kit\/simulator.*)\.ts$/,
  opossum: /^src\/exchange\/breaker\.ts$/,
  pg: /^src\/(ledger\/.*|base\/embedded-postgres\/.*)\.ts$/,
  'pg-copy-streams': /^src\/ledger\/.*\.ts$/,
  pino: /^src\/base\/log(-lines)?\.ts$/,
  'prom-client': /^src\/base\/metrics\.ts$/,
  standardwebhooks: /^src\/(kit\/auth|connectors\/standard\/simulator)\.ts$/,
};

const files = globSync('src/**/*.ts').sort();
const room = (file: string) => /^src\/([^/]+)\//.exec(file)?.[1];
const connectorOf = (file: string) => /^src\/connectors\/([^/]+)\//.exec(file)?.[1];
const importsOf = (file: string) =>
  [...readFileSync(file, 'utf8').matchAll(/\b(?:from|import)\s*\(?\s*'([^']+)'/g)].map(
    (found) => found[1] as string,
  );
const libraryOf = (specifier: string) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

test.each(files)('%s imports only what its room may', (file) => {
  const from = room(file);
  for (const specifier of importsOf(file)) {
    const door = doors[libraryOf(specifier)];
    if (door) expect(file, `'${specifier}' has its own door`).toMatch(door);
    if (!specifier.startsWith('.') || from === undefined || composing.includes(from)) continue;
    const target = path.join(path.dirname(file), specifier);
    const to = room(target);
    if (to === undefined || to === from) continue;
    expect(mayImport[from], `${from} may not import ${target}`).toContain(to);
  }
});

test.each(files.filter(connectorOf))('%s knows no other connector', (file) => {
  for (const specifier of importsOf(file)) {
    const other = connectorOf(path.join(path.dirname(file), specifier));
    if (other !== undefined) expect(other).toBe(connectorOf(file));
  }
});

test.each(files.filter((file) => /^src\/connectors\/[^/]+\/simulator/.test(file)))(
  '%s shares no mistakes with its connector',
  (file) => {
    for (const specifier of importsOf(file))
      expect(specifier).toMatch(/^(node:|\.\/simulator|\.\.\/\.\.\/(kit|model)\/|[a-z])/);
  },
);

test.each(files)('%s fits on a few screens', (file) => {
  expect(readFileSync(file, 'utf8').split('\n').length).toBeLessThanOrEqual(250);
});

test.each(files)('%s is named for what it does', (file) => {
  expect(file).not.toMatch(/(utils?|helpers?|common|services?|misc)(\/|\.ts$)/);
  expect(path.basename(file)).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*\.(schema\.)?ts$/);
});

test('a connector has its code and its tests under one name', () => {
  const folders = (root: string) =>
    readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
  expect(folders('test/connectors')).toEqual(folders('src/connectors'));
  for (const name of folders('schemas/connectors')) expect(folders('src/connectors')).toContain(name);
});
