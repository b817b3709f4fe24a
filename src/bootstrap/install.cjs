'use strict';

// Runs before `npm start` and `npm test`, under whatever Node the machine has (20 or later): installs from the lock
// file when something is missing, else does nothing. Plain JavaScript and no dependency, for there is none yet.

const { readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');
const { isComplete, stamp } = require('./complete.cjs');

const root = resolve(__dirname, '..', '..');

async function install() {
  const { takeLock } = require('./lock.cjs');
  const release = await takeLock(join(root, '.runtime', 'install.lock'));
  try {
    // Somebody else may have done it while we waited.
    if (!isComplete(root)) await installNow();
  } finally {
    release();
  }
}

async function installNow() {
  const { npm } = require('./npm.cjs');
  const { removeDeadNode, removeFetched, runtimeFor } = require('./runtime.cjs');
  const { say } = require('./say.cjs');
  const since = Date.now();
  const node = await runtimeFor(root);
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const count = Object.keys(lock.packages).length - 1;
  say(
    `Đang cài các gói cần thiết (tối đa ${count} gói, lần đầu mất khoảng một phút)…`,
    `installing up to ${count} packages, about a minute the first time`,
  );
  await npm(node, ['ci', '--include=dev', '--include=optional'], root);
  removeDeadNode(root);
  stamp(root);
  removeFetched(root);
  const seconds = Math.round((Date.now() - since) / 1000);
  say(`Đã cài xong sau ${seconds} giây.`, `installed in ${seconds} s`);
}

if (!isComplete(root)) {
  install().catch((error) => {
    const { InstallError } = require('./say.cjs');
    process.stderr.write(`\n${error instanceof InstallError ? error.message : error.stack}\n`);
    process.exitCode = 1;
  });
}
