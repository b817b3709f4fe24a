'use strict';

// `node src/bootstrap/complete-lock.cjs` after a dependency was added. A registry mirror may lack packages for other
// platforms; npm then leaves them out of the lock file, and `npm ci` refuses that file everywhere. This adds what their
// parents name: exact version, platform, optional; npm takes the hash from the registry of the machine that needs one.

const { readFileSync, writeFileSync } = require('node:fs');
const { join, resolve } = require('node:path');

const SYSTEMS = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const PROCESSORS = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];

/** The optional packages that packages of a lock file name and the file does not hold. */
function missingFrom(lock) {
  return Object.entries(lock.packages).flatMap(([path, parent]) =>
    Object.entries(parent.optionalDependencies ?? {})
      .filter(([name]) => !holds(lock, path, name))
      .map(([name, version]) => ({ name, version, parent })),
  );
}

function holds(lock, path, name) {
  for (
    let folder = path;
    folder !== '';
    folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))
  ) {
    if (lock.packages[`${folder}/node_modules/${name}`] !== undefined) return true;
    if (!folder.includes('/node_modules/')) break;
  }
  return lock.packages[`node_modules/${name}`] !== undefined;
}

function entryFor({ name, version, parent }) {
  const words = name.split('/').at(-1).split('-');
  const os = SYSTEMS.find((one) => words.includes(one));
  const cpu = PROCESSORS.find((one) => words.includes(one));
  if (os === undefined || cpu === undefined || !/^\d+\.\d+\.\d+/.test(version)) {
    throw new Error(`cannot tell the platform of ${name}@${version}: add it to package-lock.json by hand`);
  }
  const libc = ['musl', 'gnu'].find((one) => words.some((word) => word.startsWith(one)));
  return {
    version,
    cpu: [cpu],
    ...(parent.dev ? { dev: true } : {}),
    ...(libc === undefined ? {} : { libc: [libc === 'gnu' ? 'glibc' : libc] }),
    license: parent.license,
    optional: true,
    os: [os],
  };
}

function complete(file) {
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  const missing = missingFrom(lock);
  for (const one of missing) lock.packages[`node_modules/${one.name}`] = entryFor(one);
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
  if (missing.length > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  process.stdout.write(`${missing.length} entries added to ${file}\n`);
}

if (require.main === module) complete(join(resolve(__dirname, '..', '..'), 'package-lock.json'));

module.exports = { missingFrom };
