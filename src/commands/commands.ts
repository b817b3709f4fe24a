import { readEnvironment } from '../base/config/environment.ts';
import { createLog } from '../base/log.ts';
import { runBackup, runRestore } from './backup.ts';
import { check } from './check.ts';
import { openDatabase } from './database.ts';
import { operate } from './operate.ts';
import { parked } from './parked.ts';
import { receive } from './receive.ts';
import { run } from './run.ts';
import { simulate } from './simulate.ts';
import { start } from './start.ts';
import { where } from './where.ts';

interface Command {
  /** One line for people. */
  about: { vi: string; en: string };
  /** Resolves with the exit code; undefined = 0. */
  run(args: readonly string[]): Promise<number | undefined>;
}

const running = (what: 'serve' | 'work' | 'all') => async () => {
  await run(what);
  return 0;
};

export const commands: Readonly<Record<string, Command>> = {
  start: {
    about: { vi: 'chạy thử cả tỉnh trên máy này', en: 'the whole province on this machine' },
    run: start,
  },
  all: { about: { vi: 'mở cửa và chuyển hồ sơ', en: 'open the doors and deliver' }, run: running('all') },
  serve: { about: { vi: 'chỉ mở cửa nhận', en: 'only open the doors' }, run: running('serve') },
  work: { about: { vi: 'chỉ chuyển hồ sơ', en: 'only deliver' }, run: running('work') },
  migrate: {
    about: { vi: 'đưa cơ sở dữ liệu lên phiên bản này', en: 'bring the database to this version' },
    async run() {
      const environment = readEnvironment(process.env);
      const database = await openDatabase(environment, createLog({ level: 'info' }));
      await database.stop();
      return 0;
    },
  },
  check: {
    about: { vi: 'xem cấu hình đang có hiệu lực', en: 'show the effective configuration' },
    run: check,
  },
  simulate: {
    about: { vi: 'chạy mô phỏng một hệ thống', en: 'run the simulator of one system' },
    run: simulate,
  },
  receive: { about: { vi: 'thử đọc một tin từ tệp', en: 'read one message from a file' }, run: receive },
  where: {
    about: { vi: 'hồ sơ đang ở đâu, vì sao, tiếp theo là gì', en: 'where a dossier is, and why' },
    run: where,
  },
  parked: { about: { vi: 'các tin đang đỗ, chờ người xử lý', en: 'what waits for a person' }, run: parked },
  retry: { about: { vi: 'thử gửi lại ngay', en: 'try a delivery again' }, run: operate('retry') },
  skip: { about: { vi: 'bỏ qua tin đang đỗ', en: 'leave a parked delivery out' }, run: operate('skip') },
  cancel: { about: { vi: 'hủy một lượt gửi', en: 'take a delivery back' }, run: operate('cancel') },
  backup: { about: { vi: 'sao lưu sổ cái vào một tệp', en: 'back the ledger up' }, run: runBackup },
  restore: {
    about: { vi: 'phục hồi vào cơ sở dữ liệu trống', en: 'restore into an empty database' },
    run: runRestore,
  },
};

/** All commands, a line each. */
export function usage(): string {
  const lines = Object.entries(commands).map(
    ([name, { about }]) => `  ${name.padEnd(10)} ${about.vi} · ${about.en}`,
  );
  return `node src/main.ts <lệnh · command>\n\n${lines.join('\n')}\n`;
}
