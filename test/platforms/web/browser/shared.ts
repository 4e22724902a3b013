/** One Chromium and one server for all tests of the page, each of which has a classroom of its own. */
import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { server } from '../../../shell.ts';
import { deleteFolder, newFolder } from '../../../test-app.ts';
import { launchOptions, missing } from './chromium.ts';

export interface SharedServer {
  /** Its folder: where its data are, in `var`. */
  readonly folder: string;
  /** Without a slash at the end. */
  readonly url: string;
  /** What makes a teacher of somebody. */
  readonly secret: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where Chromium can be reached. */
    readonly chromium?: string;
    readonly server?: SharedServer;
  }
}

/** Vitest calls it before the first test of the page, and what it returns after the last. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (missing) return undefined;
  const folder = newFolder();
  const running = server({ data: folder, seconds: 900 });
  const [browser] = await Promise.all([chromium.launchServer(launchOptions), running.printed(/#teach=\S+/)]);
  const [, port, secret = ''] = /:(\d+)\/#teach=(\S+)/.exec(running.out()) ?? [];
  project.provide('chromium', browser.wsEndpoint());
  project.provide('server', { folder, url: `http://127.0.0.1:${port}`, secret });
  return async () => {
    await browser.close();
    running.process.kill('SIGTERM');
    const { code, out } = await running.ended;
    deleteFolder(folder);
    const faults = out.split('\n').filter((line) => /"level":[56]0/.test(line));
    if (code !== 0 || faults.length > 0)
      throw new Error(`the server of the page ended with ${code}: ${faults.join()}`);
  };
}
