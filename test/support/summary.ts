import type { Reporter, TestModule } from 'vitest/node';
import { hasRedis } from './redis-server.ts';

/**
 * The last lines of a run, in plain words: what passed, failed and was skipped, and whether Redis was tested. A file
 * that could not even be read counts as one failure.
 */
export default class Summary implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const count = { passed: 0, failed: errors.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      const before = count.failed;
      for (const test of module.children.allTests()) count[test.result().state] += 1;
      if (module.state() === 'failed' && count.failed === before) count.failed += 1;
    }
    const skipped = count.skipped + count.pending;
    const lines = [
      `${count.passed} passed, ${count.failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
    ];
    if (!hasRedis()) {
      lines.push(
        'Chưa thử với Redis: máy này không có redis-server, mọi phép thử chạy với hàng đợi trong PostgreSQL.' +
          ' / Not tested with Redis: no redis-server on this machine; all tests ran with the queue in PostgreSQL.',
      );
    }
    // After the reporters before us have written theirs.
    process.once('exit', () => process.stdout.write(`\n${lines.join('\n')}\n`));
  }
}
