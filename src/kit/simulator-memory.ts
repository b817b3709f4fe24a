import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What a simulated partner remembers; with a folder it still knows after a restart, as the real one does. */
export interface SimulatorMemory {
  /** A value under a name, `fallback` before it was first written. */
  read<T>(name: string, fallback: T): T;
  /** Replaces the value; on disk when this returns. */
  write(name: string, value: unknown): void;
  /** A list that only grows. */
  list<T>(name: string): readonly T[];
  /** Adds to the list; on disk when this returns. */
  add(name: string, item: unknown): void;
}

/** Memory in `folder` (`<name>.json` for values, `<name>.jsonl` for lists), or of this process only. */
export function createMemory(folder?: string): SimulatorMemory {
  const values = new Map<string, unknown>();
  const lists = new Map<string, unknown[]>();
  if (folder !== undefined) mkdirSync(folder, { recursive: true });
  const fileOf = (name: string, ending: string) =>
    folder === undefined ? undefined : path.join(folder, `${name}.${ending}`);

  function listOf(name: string): unknown[] {
    const known = lists.get(name) ?? linesOf(fileOf(name, 'jsonl'));
    lists.set(name, known);
    return known;
  }

  return {
    read<T>(name: string, fallback: T): T {
      if (!values.has(name)) values.set(name, storedValue(fileOf(name, 'json'), fallback));
      return values.get(name) as T;
    },
    write(name, value) {
      values.set(name, value);
      const file = fileOf(name, 'json');
      if (file === undefined) return;
      writeFileSync(`${file}.new`, JSON.stringify(value));
      renameSync(`${file}.new`, file);
    },
    list: <T>(name: string) => listOf(name) as T[],
    add(name, item) {
      listOf(name).push(item);
      const file = fileOf(name, 'jsonl');
      if (file !== undefined) appendFileSync(file, `${JSON.stringify(item)}\n`);
    },
  };
}

function storedValue(file: string | undefined, fallback: unknown): unknown {
  const text = textOf(file);
  return text === undefined ? fallback : JSON.parse(text);
}

/** A last line without its end was being written when the partner died: it never happened. */
function linesOf(file: string | undefined): unknown[] {
  const text = textOf(file) ?? '';
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as unknown);
}

function textOf(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
