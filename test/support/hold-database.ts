import { startEmbeddedPostgres } from '../../src/base/embedded-postgres/embedded-postgres.ts';

/**
 * A gateway reduced to its database, for tests that kill it: starts the embedded server on the folder given, says
 * `{ url, pid, adopted }` or `{ refused }` on one line, and stops in good order on SIGTERM.
 */
const [dataDir = ''] = process.argv.slice(2);
try {
  const database = await startEmbeddedPostgres({ dataDir });
  const { url, pid, adopted } = database;
  process.once('SIGTERM', () => void database.stop().then(() => process.exit(0)));
  setInterval(() => {}, 60_000);
  process.stdout.write(`${JSON.stringify({ url, pid, adopted })}\n`);
} catch (error) {
  process.stdout.write(`${JSON.stringify({ refused: String(error) })}\n`);
}
