/** How long somebody waits for a preview: drawing a sheet alone, in a running Augie, and with the built program. */
import { join } from 'node:path';
import { parsePolicy } from '../src/augment/policy.ts';
import { pictureFile } from '../src/chat/card.ts';
import { contactSheet } from '../src/images/contact-sheet.ts';
import { variantMaker } from '../src/previews/variants.ts';
import { ours } from '../test/datasets/catalogs.ts';
import { openTestApp } from '../test/test-app.ts';
import { augie, inFolder } from './bin.ts';
import { median, type Row, timed } from './table.ts';

const POLICY = 'flip + shift(0.07) + rotate(0.04)';
const QUESTION = `/augment preview policy:${POLICY}`;
const REPEATS = 7;

export const measurePreview = (): Promise<Row[]> =>
  inFolder(async (folder) => {
    const byBin = [];
    for (let i = 0; i < REPEATS; i++) byBin.push((await augie([QUESTION], folder)).took);
    return [
      { what: 'contact sheet of 5 x 6', value: await contactSheetOf30(), unit: 'ms', most: 150 },
      {
        what: 'preview, inside a running Augie',
        value: (await inside(join(folder, 'var'))) / 1000,
        unit: 's',
        most: 0.5,
      },
      { what: 'preview, by the bin', value: median(byBin), unit: 's', most: 2 },
    ];
  });

/** Milliseconds, augmenting the pictures included. */
async function contactSheetOf30(): Promise<number> {
  const { pool, info } = await ours.load('fashion-mnist');
  const originals = { kind: 'dataset', shape: info, pixels: pool.pixels, shown: [] } as const;
  const draw = () => {
    const make = variantMaker(originals, parsePolicy(POLICY), 1);
    const cells = Array.from({ length: 30 }, (_, i) => ({
      pictures: [make(Math.floor(i / 6), 1 + (i % 6)).picture],
      heading: `epoch ${1 + (i % 6)}`,
      lines: ['flip left-right', 'shift 1.5 px up, 0.5 px left', 'rotate 12.3° right'],
    }));
    return contactSheet({ title: POLICY, columns: 6, cells, footer: info.title, theme: 'light' });
  };
  const times: number[] = [];
  for (let round = 0; round < 21; round++) times.push(await timed(draw));
  return median(times);
}

/** Milliseconds until the PNG is there; the first one, which reads the dataset, is the warm-up. */
async function inside(data: string): Promise<number> {
  const testApp = await openTestApp(data);
  const times: number[] = [];
  for (let seed = 0; seed <= REPEATS; seed++)
    times.push(
      await timed(async () => {
        const said = await testApp.finish(`${QUESTION} seed:${seed + 1}`, {
          name: 'inside',
          channel: 'bench',
        });
        const picture = said.card().blocks.find((block) => block.type === 'picture');
        if (!picture) throw new Error(`no preview: ${said.text()}`);
        await pictureFile(picture, testApp.app.charts);
      }),
    );
  await testApp.stop();
  return median(times.slice(1));
}
