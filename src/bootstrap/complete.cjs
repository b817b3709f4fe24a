'use strict';

const { createHash } = require('node:crypto');
const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const STAMP = join('node_modules', '.package-lock-stamp');

/** Whether node_modules holds what the lock file says. Usually one hash; without our stamp, npm's own record is compared. */
function isComplete(root, machine = process) {
  if (read(root, STAMP) === fingerprint(root, machine)) return true;
  if (!matchesRecord(root, machine)) return false;
  stamp(root, machine);
  return true;
}

/** Marks node_modules as complete for the present lock file. */
function stamp(root, machine = process) {
  writeFileSync(join(root, STAMP), fingerprint(root, machine));
}

/** The lock file and the machine: a folder carried to another kind of machine must be installed anew. */
function fingerprint(root, { platform, arch }) {
  const hash = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  return `${hash} ${platform} ${arch}\n`;
}

/** npm writes node_modules/.package-lock.json as its last step: what it installed, each with version and hash. */
function matchesRecord(root, machine) {
  const record = read(root, join('node_modules', '.package-lock.json'));
  if (record === undefined) return false;
  const installed = JSON.parse(record).packages;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || !belongsHere(entry, machine)) return true;
    const found = installed[path];
    return found !== undefined && found.version === entry.version && found.integrity === entry.integrity;
  });
}

/**
 * Optional packages for other machines are left out by npm, and so is what only those need; the ones that name this
 * machine must be there. (npm under an old Node leaves some of them out in silence.)
 */
function belongsHere(entry, { platform, arch }) {
  if (!entry.optional) return true;
  if (entry.os === undefined && entry.cpu === undefined) return false;
  return allows(entry.os, platform) && allows(entry.cpu, arch) && allows(entry.libc, cLibrary());
}

function cLibrary() {
  if (process.platform !== 'linux') return undefined;
  process.report.excludeNetwork = true;
  return process.report.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl';
}

function allows(list, value) {
  if (list === undefined) return true;
  const names = [list].flat();
  if (names.includes(`!${value}`)) return false;
  return names.includes(value) || names.every((name) => name.startsWith('!'));
}

function read(root, path) {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return undefined;
  }
}

module.exports = { isComplete, stamp };
