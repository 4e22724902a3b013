/** The slow proofs, one file at a time so that they do not disturb each other's clocks. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: [
      'test/claims/**/*.test.ts',
      // With many more inputs than in the quick suite.
      'test/chat/{any-line,assist}.test.ts',
      'test/images/decode-memory.test.ts',
      'test/platforms/slack/killed.test.ts',
      'test/quiz/any-answer.test.ts',
      'test/security/requests.test.ts',
    ],
    env: { REAL_SIZE: 'yes' },
    globalSetup: ['test/built.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 20 * 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
  },
});
