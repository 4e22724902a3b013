/** Debian's Chromium, where it is installed: tests in it are skipped elsewhere, and say how to have them. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { describe } from 'vitest';

const executablePath = process.env.AUGIE_CHROMIUM ?? '/usr/bin/chromium';
const missing = !existsSync(executablePath);
if (missing) {
  process.stdout.write(
    `Skipped, as there is no ${executablePath}: install it (apt-get install chromium), or name another Chromium in AUGIE_CHROMIUM.\n`,
  );
}

/** `describe` of what needs a browser. */
export const inChromium = describe.skipIf(missing);

export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });

/** Saves what a person sees, for people to look at, into the folder that AUGIE_SHOTS names, if it does. */
export async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env.AUGIE_SHOTS;
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
