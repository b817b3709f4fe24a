/** What a check says about one value: an error refuses it, a warning only tells. Never repeats the value itself. */
export interface Finding {
  level: 'error' | 'warning';
  /** `what.wrong`, from a closed set per check: `tax-code.check-digit`. */
  code: string;
  /** JSON pointer to the value; '' is the whole document. */
  path: string;
  text: { vi: string; en: string };
}

/** One thing that can be wrong, said in both languages; checks keep theirs as a table. */
export interface Fault {
  code: string;
  vi: string;
  en: string;
}

/** What a parser gives back: `value` is null when the text could not be read, and then a finding says why. */
export interface Parsed<T> {
  value: T | null;
  findings: Finding[];
}

/** A finding that refuses the value. */
export function error(fault: Fault, path: string): Finding {
  return found('error', fault, path);
}

/** A finding that only tells; the value is carried on. */
export function warning(fault: Fault, path: string): Finding {
  return found('warning', fault, path);
}

/** A parser's answer for a value that cannot be read. */
export function refused(fault: Fault, path: string): { value: null; findings: Finding[] } {
  return { value: null, findings: [error(fault, path)] };
}

/** Whether anything among the findings refuses the value. */
export function hasError(findings: readonly Finding[]): boolean {
  return findings.some(({ level }) => level === 'error');
}

/** The same findings as mere warnings, for a field whose form the sender's software does not promise. */
export function asWarnings(findings: readonly Finding[]): Finding[] {
  return findings.map((finding) => ({ ...finding, level: 'warning' }));
}

/** JSON pointer of a member of what `path` points to (RFC 6901). */
export function pointerTo(path: string, key: string | number): string {
  return `${path}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function found(level: Finding['level'], { code, vi, en }: Fault, path: string): Finding {
  return { level, code, path, text: { vi, en } };
}
