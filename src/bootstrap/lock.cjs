'use strict';

const { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } = require('node:fs');
const { dirname } = require('node:path');
const { say } = require('./say.cjs');

const HEARTBEAT_MS = 2000;
/** A holder that has not touched its lock for so long is dead, even if its pid lives again as another program. */
const STALE_MS = 60_000;

/** Waits until nobody else installs here, then holds the place; returns the release. */
async function takeLock(path) {
  mkdirSync(dirname(path), { recursive: true });
  let told = false;
  while (!place(path)) {
    const pid = livingHolder(path);
    if (pid === undefined) {
      rmSync(path, { force: true });
      continue;
    }
    if (!told) {
      say(
        `Một tiến trình khác (${pid}) đang cài đặt trong thư mục này; chờ nó xong…`,
        `another process (${pid}) is installing in this folder; waiting for it…`,
      );
      told = true;
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  const timer = setInterval(() => beat(path), HEARTBEAT_MS);
  return () => {
    clearInterval(timer);
    rmSync(path, { force: true });
  };
}

function place(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  }
}

function livingHolder(path) {
  try {
    const { mtimeMs } = statSync(path);
    const pid = Number(readFileSync(path, 'utf8'));
    const age = Date.now() - mtimeMs;
    // Between its making and its writing the lock is empty for a moment.
    if (pid === 0) return age < HEARTBEAT_MS ? '?' : undefined;
    return age < STALE_MS && isAlive(pid) ? pid : undefined;
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function beat(path) {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // Removed by hand: the installation goes on.
  }
}

module.exports = { takeLock };
