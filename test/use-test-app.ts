/** An Augie for all tests of a file: opened before the first, closed after the last. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { afterAll, beforeAll } from 'vitest';
import { deleteFolder, newFolder, openTestApp, type TestApp } from './test-app.ts';

export function useTestApp(
  env: Record<string, string> = {},
  log?: Logger,
  /** Makes the folder that holds data/, in an empty one. */
  makeRoot?: (root: string) => void,
): Pick<TestApp, 'app' | 'say' | 'finish'> & {
  readonly folder: string;
} {
  const folder = newFolder();
  let testApp: TestApp;
  beforeAll(async () => {
    const root = makeRoot && join(folder, 'root');
    if (root !== undefined) {
      mkdirSync(root);
      makeRoot?.(root);
    }
    testApp = await openTestApp(folder, env, root, undefined, log);
  });
  afterAll(async () => {
    await testApp.stop();
    deleteFolder(folder);
  });
  return {
    folder,
    get app() {
      return testApp.app;
    },
    say: (...typed) => testApp.say(...typed),
    finish: (...typed) => testApp.finish(...typed),
  };
}
