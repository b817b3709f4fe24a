import { readEnvironment } from '../base/config/environment.ts';
import { createLog } from '../base/log.ts';
import { openDatabase } from './database.ts';
import { run } from './run.ts';

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
};

/** All commands, a line each. */
export function usage(): string {
  const lines = Object.entries(commands).map(([name, { about }]) => `  ${name.padEnd(10)} ${about.vi} · ${about.en}`);
  return `node src/main.ts <lệnh · command>\n\n${lines.join('\n')}\n`;
}
