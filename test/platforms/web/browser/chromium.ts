/** Debian's Chromium, where it is installed: tests in it are skipped elsewhere, and say how to have them. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type LaunchOptions, type Page } from 'playwright-core';
import { describe, inject } from 'vitest';

const executablePath = process.env.AUGIE_CHROMIUM ?? '/usr/bin/chromium';
export const missing = !existsSync(executablePath);
if (missing) {
  process.stdout.write(
    `Skipped, as there is no ${executablePath}: install it (apt-get install chromium), or name another Chromium in AUGIE_CHROMIUM.\n`,
  );
}

/** `describe` of what needs a browser. */
export const inChromium = describe.skipIf(missing);

export const launchOptions: LaunchOptions = {
  executablePath,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ],
};

/** The Chromium that tests share, or else a new one. The caller closes it; the shared one keeps running. */
export function openBrowser(): Promise<Browser> {
  const shared = inject('chromium');
  return shared === undefined ? chromium.launch(launchOptions) : chromium.connect(shared);
}

/** Saves what a person sees, for people to look at, into the folder that AUGIE_SHOTS names, if it does. */
export async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env.AUGIE_SHOTS;
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
