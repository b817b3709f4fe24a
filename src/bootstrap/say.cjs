'use strict';

/** One line for people: Vietnamese first, English beside. */
function say(vi, en) {
  process.stderr.write(`${vi} / ${en}\n`);
}

/** Why the installation cannot go on: what happened, why, what to do. Its message is for people as it stands. */
class InstallError extends Error {
  constructor(vi, en) {
    super(`${vi}\n${en}`);
    this.name = 'InstallError';
  }
}

module.exports = { say, InstallError };
