import { defineConfig } from 'vitest/config';

const JOURNEYS = ['test/journey/**/*.test.ts', 'test/chaos/**/*.test.ts'];

export default defineConfig({
  test: {
    // Two cores carry the tests, their databases and the processes they start.
    maxWorkers: 2,
    globalSetup: 'test/support/global-setup.ts',
    setupFiles: 'test/support/no-outside-network.ts',
    reporters: ['default', './test/support/summary.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: JOURNEYS },
      },
      {
        // Whole gateways under load and under fire: one after another, when the rest is done.
        extends: true,
        test: {
          name: 'journey',
          include: JOURNEYS,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
          testTimeout: 180_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
