/** Draws the board: a table that is drawn anew on a terminal, plain lines elsewhere. */
import { timeWords } from '../commands/words.ts';
import type { Board, Row } from './board.ts';

export interface Output {
  write(text: string): unknown;
  isTTY?: boolean | undefined;
  columns?: number | undefined;
  rows?: number | undefined;
}

export interface Screen {
  /** One event happened. */
  event(row: Row): void;
  /** Draws the last state; whatever is written after it stays below. */
  end(): void;
}

const heads: Row = {
  dossier: 'Hồ sơ',
  route: 'Đường đi',
  step: 'Việc',
  status: 'Tình trạng',
  took: 'Mất',
};

/** Widths as shares of the line; the route gets what is left. */
const widths = { dossier: 24, step: 24, status: 26, took: 9 };

/** A table redrawn at most five times a second, or a line per event where nobody could redraw. */
export function createScreen(output: Output, board: () => Board): Screen {
  if (!output.isTTY) return { event: (row) => void output.write(lineOf(row)), end: () => {} };
  let drawn = 0;
  let timer: NodeJS.Timeout | undefined;
  let over = false;

  function draw(): void {
    timer = undefined;
    const lines = tableOf(board(), { columns: output.columns ?? 120, rows: output.rows ?? 24 });
    const back = drawn === 0 ? '' : `\u001B[${drawn}A\r`;
    output.write(`${back}${lines.map((line) => `\u001B[2K${line}\n`).join('')}\u001B[0J`);
    drawn = lines.length;
  }

  return {
    event() {
      if (over) return;
      timer ??= setTimeout(draw, 200).unref();
    },
    end() {
      if (over) return;
      over = true;
      clearTimeout(timer);
      draw();
    },
  };
}

const lineOf = ({ dossier, route, step, status, took }: Row): string =>
  `${timeWords(new Date()).split(' ')[0]}  ${[dossier, route, step, status, took].filter(Boolean).join(' · ')}\n`;

function tableOf(board: Board, { columns, rows: height }: { columns: number; rows: number }): string[] {
  const room = Math.max(3, Math.min(12, height - 8));
  const shown = board.rows().slice(-room);
  const { accepted, delivered, waiting } = board.totals();
  return [
    rowLine(heads, columns),
    '─'.repeat(Math.max(0, columns - 1)),
    ...shown.map((row) => rowLine(row, columns)),
    '',
    `Tin đã nhận: ${accepted} · đã giao: ${delivered} · lần gửi phải chờ: ${waiting}`,
  ];
}

function rowLine({ dossier, route, step, status, took }: Row, columns: number): string {
  const fixed = widths.dossier + widths.step + widths.status + widths.took;
  const left = Math.max(20, columns - fixed - 1);
  return [
    fit(dossier, widths.dossier),
    fit(route, left),
    fit(step, widths.step),
    fit(status, widths.status),
    fit(took, widths.took),
  ]
    .join('')
    .slice(0, columns - 1);
}

/** Vietnamese letters as one character each, or columns would shift. */
function fit(text: string, width: number): string {
  const letters = [...text.normalize('NFC')];
  const cut = letters.length < width ? letters : [...letters.slice(0, width - 2), '…'];
  return cut.join('').padEnd(width);
}
