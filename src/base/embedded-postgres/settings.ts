/** The server's settings. They are given at each start, so that a new version of the gateway brings its own. */
const SETTINGS: Readonly<Record<string, string>> = {
  fsync: 'on',
  synchronous_commit: 'on',
  shared_buffers: '128MB',
  max_wal_size: '1GB',
  max_connections: '100',
  idle_in_transaction_session_timeout: '60s',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // A week of logs, each day overwriting its own of the week before.
  logging_collector: 'on',
  log_filename: 'postgres-%a.log',
  log_rotation_age: '1d',
  log_rotation_size: '0',
  log_truncate_on_rotation: 'on',
  // Error details and failing statements would carry personal data ("Key (name)=(…) already exists") into the log.
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
};

/** Settings as command-line arguments; later groups win. */
export function settingArgs(logDir: string, ...groups: Readonly<Record<string, string>>[]): string[] {
  const all = Object.assign({}, SETTINGS, { log_directory: logDir }, ...groups) as Record<string, string>;
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
