/** The quick suite: everything but test/claims. Forks, because native addons do not share a process well. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('..', import.meta.url)),
    include: ['test/**/*.test.ts'],
    exclude: ['test/claims/**', 'node_modules/**', 'dist/**'],
    pool: 'forks',
    // Most of what takes long waits for a browser or another process: two files at a time on two cores.
    maxWorkers: 2,
    // Networks are trained at the lowest priority: beside a busy neighbour, what takes seconds may take a minute.
    testTimeout: 180_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
