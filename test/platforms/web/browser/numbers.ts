/** The numbers of an experiment: as the page lets them be downloaded, and as they are where nothing disturbs it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Page } from 'playwright-core';
import { augie } from '../../../shell.ts';
import { deleteFolder, newFolder } from '../../../test-app.ts';
import { say } from './browser-class.ts';

/** CSV of the classroom's newest experiment. */
export async function downloaded(page: Page): Promise<string> {
  await say(page, '/experiment export latest');
  const download = page.waitForEvent('download');
  await page
    .getByRole('link', { name: /\.csv$/ })
    .last()
    .click();
  return nameless(await text(await (await download).createReadStream()));
}

/** CSV of the same question, asked in a shell on data of its own. */
export async function askedAlone(question: string): Promise<string> {
  const where = { data: newFolder(), seconds: 200 };
  for (const args of [[question], ['/experiment export latest', '--out', 'csv']]) {
    const { code, err } = await augie(args, where).ended;
    if (code !== 0) throw new Error(err);
  }
  const csv = readFileSync(join(where.data, 'csv', 'experiment-1.csv'), 'utf8');
  deleteFolder(where.data);
  return nameless(csv);
}

/** Without the experiment's number, which is another one here and there, and without the mark that a stream's text loses. */
const nameless = (csv: string): string => csv.replace(/^\ufeff/, '').replace(/^\d+,/gm, '');
