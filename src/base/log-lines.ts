/** Log records as a person at a terminal reads them: `10:31:02 info  exchange.accepted systemId=portal kind=…`. */

const levels: Record<number, string> = { 20: 'debug', 30: 'info ', 40: 'warn ', 50: 'error' };

interface Out {
  write(line: string): unknown;
}

/** A destination that turns each JSON record into one readable line. */
export function readableLines(out: Out): { write(line: string): void } {
  return { write: (line) => void out.write(`${readable(line)}\n`) };
}

function readable(line: string): string {
  const { level, time, fact, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const clock = new Date(String(time)).toTimeString().slice(0, 8);
  const rest = Object.entries(fields).map(([name, value]) => `${name}=${String(value)}`);
  return [clock, levels[Number(level)] ?? '     ', fact, ...rest].join(' ');
}
