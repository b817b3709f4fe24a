'use strict';

const { spawn } = require('node:child_process');
const { existsSync, realpathSync } = require('node:fs');
const { basename, delimiter, dirname, join } = require('node:path');
const { InstallError, say } = require('./say.cjs');

const PROGRESS_MS = 10_000;
/** A machine without network should hear so within half a minute, not after npm's usual minutes. */
const QUIET = [
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  '--no-update-notifier',
  '--loglevel=error',
  '--fetch-retries=2',
  '--fetch-retry-mintimeout=1000',
  '--fetch-retry-factor=2',
];
const NO_NETWORK =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED|ERR_SOCKET_TIMEOUT|network)\b/;

/** Runs npm under the given Node and tells, now and then, that it still works. */
async function npm(node, args, cwd) {
  const env = { ...process.env, NODE_ENV: undefined };
  const child = spawn(node, [npmCli(), ...args, ...QUIET], { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] });
  const stop = (signal) => child.kill(signal);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop);
  const since = Date.now();
  const timer = setInterval(() => {
    const seconds = Math.round((Date.now() - since) / 1000);
    say(`  … vẫn đang tải và cài (${seconds} giây)`, `still working (${seconds} s)`);
  }, PROGRESS_MS);
  try {
    await ended(child);
  } finally {
    clearInterval(timer);
  }
}

function ended(child) {
  let said = '';
  child.stderr.on('data', (chunk) => {
    said = (said + chunk).slice(0, 20_000);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => (code === 0 ? resolve() : reject(failure(said, code ?? signal))));
  });
}

function failure(said, code) {
  if (NO_NETWORK.test(said)) {
    return new InstallError(
      'Chưa cài đặt được: không kết nối được tới kho gói npm. Hãy kiểm tra mạng hoặc proxy (npm config get registry), rồi chạy lại lệnh này.',
      'Not installed: the npm registry cannot be reached. Check the network or proxy (npm config get registry), then run this command again.',
    );
  }
  // npm gives the reason first and its usage after.
  const lines = said.trim().split('\n').slice(0, 12).join('\n');
  return new InstallError(
    `Chưa cài đặt được: npm kết thúc với mã ${code}. Hãy xem thông báo dưới đây, sửa rồi chạy lại lệnh này.`,
    `Not installed: npm ended with ${code}. See its words below, mend the cause and run this command again.\n${lines}`,
  );
}

/** The npm that started us, else the one on the PATH. */
function npmCli() {
  const starter = process.env.npm_execpath;
  if (starter && basename(starter) === 'npm-cli.js' && existsSync(starter)) return starter;
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const cli = cliBeside(join(folder, 'npm'));
    if (cli !== undefined) return cli;
  }
  throw new InstallError(
    'Chưa cài đặt được: máy này không có npm. Hãy cài Node.js kèm npm rồi chạy lại.',
    'Not installed: this machine has no npm. Install Node.js with npm and run this again.',
  );
}

/** `npm` is a link to npm-cli.js, or (Debian, Windows) a script with the file at a known place near it. */
function cliBeside(command) {
  if (!existsSync(command)) return undefined;
  const real = realpathSync(command);
  const near = ['../lib/node_modules/npm/bin/npm-cli.js', '../share/nodejs/npm/bin/npm-cli.js'];
  const candidates = [
    real,
    ...near.map((path) => join(dirname(real), path)),
    join(dirname(real), 'npm-cli.js'),
  ];
  return candidates.find((path) => basename(path) === 'npm-cli.js' && existsSync(path));
}

module.exports = { npm };
