'use strict';

const { spawnSync } = require('node:child_process');
const { existsSync, readFileSync, rmSync } = require('node:fs');
const { join } = require('node:path');
const { npm } = require('./npm.cjs');
const { InstallError, say } = require('./say.cjs');

const LOWEST = [24, 16];

/**
 * What to do about Node on this machine: `present` is new enough to install with; `fetch` names the npm package that
 * carries a pinned one; else nothing can be done from here.
 */
function chooseRuntime(manifest, { version, platform, arch }) {
  const name = `node-${platform}-${arch}`;
  const pinned = manifest.optionalDependencies?.[name];
  if (isEnough(version)) return { kind: 'present' };
  return pinned === undefined ? { kind: 'none' } : { kind: 'fetch', name, version: pinned };
}

function isEnough(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  return major > LOWEST[0] || (major === LOWEST[0] && minor >= LOWEST[1]);
}

/** The Node that runs the installation: npm under an old one silently leaves out packages that refuse it. */
async function runtimeFor(root, machine = process) {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const choice = chooseRuntime(manifest, machine);
  if (choice.kind === 'present') return machine.execPath;
  if (choice.kind === 'none') throw tooOld(machine);
  return await fetchRuntime(root, choice, machine);
}

async function fetchRuntime(root, { name, version }, machine) {
  const prefix = join(root, '.runtime');
  const node = join(prefix, 'node_modules', name, 'bin', 'node');
  if (works(node, version)) return node;
  say(`Đang tải Node ${version} (máy có ${machine.version})…`, `fetching Node ${version}`);
  await npm(
    machine.execPath,
    ['install', '--prefix', prefix, '--no-save', '--no-package-lock', `${name}@${version}`],
    root,
  );
  checkIntegrity(root, prefix, name);
  if (!works(node, version)) throw tooOld(machine);
  return node;
}

/** The pinned Node must be the very file that the lock file names. */
function checkIntegrity(root, prefix, name) {
  const path = `node_modules/${name}`;
  const locked = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages[path];
  const fetched = JSON.parse(readFileSync(join(prefix, 'node_modules', '.package-lock.json'), 'utf8'))
    .packages[path];
  if (locked !== undefined && fetched !== undefined && locked.integrity === fetched.integrity) return;
  rmSync(join(prefix, 'node_modules'), { recursive: true, force: true });
  throw new InstallError(
    `Chưa cài đặt được: gói ${name} tải về không khớp với package-lock.json. Hãy kiểm tra kho gói npm (npm config get registry) rồi chạy lại.`,
    `Not installed: package ${name} as fetched does not match package-lock.json. Check the npm registry (npm config get registry) and run this again.`,
  );
}

function works(node, version) {
  if (!existsSync(node)) return false;
  const { status, stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  return status === 0 && (version === undefined || stdout.trim() === `v${version}`);
}

/** Where the carried Node cannot run (another C library), its link would hide the machine's own good one. */
function removeDeadNode(root) {
  const link = join(root, 'node_modules', '.bin', 'node');
  if (existsSync(link) && !works(link)) rmSync(link);
}

/** The fetched Node (190 MB) has done its work: the same one now lies in node_modules. */
function removeFetched(root) {
  rmSync(join(root, '.runtime', 'node_modules'), { recursive: true, force: true });
}

function tooOld({ version, platform, arch }) {
  return new InstallError(
    `Cần Node.js từ bản ${LOWEST.join('.')}: máy này (${platform} ${arch}) có ${version} và không có gói Node kèm theo; hãy cài Node.js 24 từ nodejs.org rồi chạy lại.`,
    `Node.js ${LOWEST.join('.')} or later is needed: this machine (${platform} ${arch}) has ${version} and no carried Node runs on it; install Node.js 24 from nodejs.org and run this again.`,
  );
}

module.exports = { chooseRuntime, removeDeadNode, removeFetched, runtimeFor };
