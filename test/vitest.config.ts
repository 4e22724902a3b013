/** The quick suite: everything but test/claims. `npx vitest --config test/vitest.config.ts --project unit` runs a part of it. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** What is seen in a browser. */
const page = ['test/platforms/web/browser/*.test.ts', 'test/emulators/discord/page.test.ts'];
/** What starts processes, servers, Discord or Slack. */
const system = [
  'test/{contracts,emulators,killed}/**/*.test.ts',
  'test/platforms/{discord,slack,terminal/handover,web}/*.test.ts',
  'test/security/{page,requests}.test.ts',
  'test/{cli,trouble,**/killed,experiments/{network-scores,workload},privacy/page,store/private,training/pool}.test.ts',
];
/** Slow proofs, which `npm run test:claims` runs. */
const claims = ['test/claims/**', 'test/platforms/slack/killed.test.ts'];

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('..', import.meta.url)),
    globalSetup: ['test/built.ts'],
    // Most of what takes long waits for a browser or another process: three files at a time on two cores.
    maxWorkers: 3,
    experimental: { fsModuleCache: true },
    // Networks are trained at the lowest priority: beside a busy neighbour, what takes seconds may take a minute.
    testTimeout: 180_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 60_000 } },
    // Some native addons do not work well with worker threads.
    pool: 'forks',
    // Files share a process and what it has loaded, so each leaves it as it was.
    isolate: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...page, ...system, ...claims],
        },
      },
      { extends: true, test: { name: 'system', include: system, exclude: [...page, ...claims] } },
      {
        extends: true,
        test: { name: 'page', include: page, globalSetup: ['test/platforms/web/browser/shared.ts'] },
      },
    ],
  },
});
