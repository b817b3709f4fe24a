import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { childrenOf } from '../test/chaos/harness/postgres.ts';

/** Clock ticks a second, in which /proc counts. */
const TICKS = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** CPU that a process, its living children and those it has buried have used, in microseconds (Linux). */
export function cpuMicros(pid: number): number {
  const own = ticksOf(pid);
  const children = childrenOf(pid).map(cpuMicros);
  return (own * 1e6) / TICKS + children.reduce((sum, one) => sum + one, 0);
}

/** Resident memory of one process, in MB. */
export function residentMb(pid: number): number {
  const text = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(text)?.[1] ?? 0) / 1024;
}

function ticksOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // After the command name: utime, stime, cutime, cstime are fields 14 to 17 of the whole line.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  } catch {
    return 0;
  }
}
