import { accessSync, constants, mkdirSync, realpathSync } from 'node:fs';
import { DatabaseStartError } from './start-error.ts';

/** Makes the data folder if it is missing and returns its real path. Root's is traversable: the server's account must pass. */
export function makeDataFolder(dataDir: string): string {
  try {
    mkdirSync(dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
    accessSync(dataDir, constants.W_OK | constants.X_OK);
    return realpathSync(dataDir);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new DatabaseStartError(
      {
        vi: `Không ghi được vào thư mục dữ liệu ${dataDir} (${code}). Hãy cấp quyền ghi cho người dùng này, hoặc đặt DATA_DIR sang thư mục khác.`,
        en: `Cannot write to the data folder ${dataDir} (${code}). Grant this user write access, or set DATA_DIR to another folder.`,
      },
      { cause },
    );
  }
}
