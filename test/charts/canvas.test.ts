/** Figures are drawn with our font alone, and so the same on every machine. test/contracts has the rules for all renderers. */
import { execFile, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Canvas, createCanvas, loadImage, type SKRSContext2D } from '@napi-rs/canvas';
import { openSync } from 'fontkit';
import { expect, test, vi } from 'vitest';
import { accuracyFigure } from '../../src/charts/accuracy.ts';
import { createCanvasRenderer } from '../../src/charts/canvas.ts';
import { curvesFigure } from '../../src/charts/curves.ts';
import { differencesFigure } from '../../src/charts/differences.ts';
import { tallyFigure } from '../../src/charts/tally.ts';
import { sizes } from '../../src/charts/theme.ts';
import { locales, translate } from '../../src/i18n/i18n.ts';
import type { Figure } from '../../src/images/figure.ts';
import { fontFiles } from '../../src/images/fonts.ts';
import {
  accuracySample,
  curvesSample,
  differencesSample,
  lossSample,
  movedSample,
  tallySample,
} from './samples.ts';
import '../training/compare-bytes.ts';

const renderer = createCanvasRenderer();

test('every text that is drawn is measured and drawn with our font', async () => {
  const widths = new Map(fontFiles().map(({ path, weight }) => [String(weight), widthsOf(path)]));
  const pen = Object.getPrototypeOf(createCanvas(1, 1).getContext('2d')) as SKRSContext2D;
  const drawn: { text: string; font: string; width: number }[] = [];
  const fillText = vi.spyOn(pen, 'fillText').mockImplementation(function (this: SKRSContext2D, text) {
    drawn.push({ text, font: this.font, width: this.measureText(text).width });
  });
  try {
    for (const locale of ['en', 'ko', 'de']) {
      await renderer.render(curvesFigure(curvesSample({ locale })));
      await renderer.render(accuracyFigure(accuracySample({ locale })));
      await renderer.render(curvesFigure(lossSample({ locale })));
      await renderer.render(accuracyFigure(movedSample({ locale })));
      await renderer.render(differencesFigure(differencesSample({ locale })));
    }
  } finally {
    fillText.mockRestore();
  }
  expect(drawn.length).toBeGreaterThan(100);
  for (const { text, font, width } of drawn) {
    const [, weight = '400', size] =
      /^(?:normal )?(?:(\S+) )?(\d+)px ["']?Gothic A1/.exec(font) ?? expect.fail(font);
    const real = widths.get(weight === 'bold' ? '700' : weight)?.(text, Number(size));
    expect(Math.abs(width - (real ?? 0)), `${text} in ${font}`).toBeLessThan(0.5);
  }
});

test('a legend has room for its rows and for no other', async () => {
  const pen = Object.getPrototypeOf(createCanvas(1, 1).getContext('2d')) as SKRSContext2D;
  const rows = new Map<string, Set<number>>();
  const fillText = vi.spyOn(pen, 'fillText').mockImplementation((text, _x, y) => {
    rows.set(text, (rows.get(text) ?? new Set()).add(y));
  });
  const wrong: string[][] = [];
  try {
    for (const locale of locales)
      for (const fraction of [0.05, 0.125, 0.2, 1])
        for (const { seeds, count } of [
          { seeds: 1, count: 1 },
          { seeds: 2, count: 10 },
          { seeds: 6, count: 17 },
        ]) {
          const t = translate(locale);
          const share = t.number(fraction, { style: 'percent', maximumFractionDigits: 1 });
          const sample = curvesSample({ locale, seeds, epochs: 2 });
          const arms = sample.arms.map((arm) => ({ ...arm, label: t(`arm.${arm.arm}`, { share }) }));
          const label = t('experiment.chart.seeds', { arm: arms[0]!.label, count: seeds });
          const crossing = { step: 10, label: t('experiment.chart.crossing', { count }) };
          for (const input of [
            { ...sample, arms },
            { ...sample, arms: [{ ...arms[0]!, label }, ...arms.slice(1)] },
            { ...sample, arms, crossing },
          ]) {
            rows.clear();
            const figure = curvesFigure(input);
            await renderer.render(figure);
            const labels = [...input.arms, ...('crossing' in input ? [input.crossing] : [])].map(
              ({ label }) => label,
            );
            const { legend } = optionsOf(figure).plugins;
            const has = (legend.maxHeight - 10) / (sizes.text + legend.labels.padding);
            if (has !== new Set(labels.flatMap((label) => [...rows.get(label)!])).size) wrong.push(labels);
          }
        }
  } finally {
    fillText.mockRestore();
  }
  expect(wrong).toEqual([]);
});

test('the file has the pixels of the canvas and no opacity', async () => {
  const prototype = Object.getPrototypeOf(createCanvas(1, 1)) as Canvas;
  const data = prototype.data;
  const made: Buffer[] = [];
  const spy = vi.spyOn(prototype, 'data').mockImplementation(function (this: Canvas) {
    made.push(this.encodeSync('png'));
    return data.call(this);
  });
  const files: Uint8Array[] = [];
  try {
    for (const theme of ['light', 'dark'] as const) {
      files.push(await renderer.render(curvesFigure(curvesSample({ theme }))));
      files.push(await renderer.render(tallyFigure(tallySample({ theme }))));
    }
  } finally {
    spy.mockRestore();
  }
  expect(made).toHaveLength(files.length);
  for (const [i, file] of files.entries()) {
    expect(await pixelsOf(file)).toEqual(await pixelsOf(made[i]!));
    expect(file[25], 'colour type of the header: RGB').toBe(2);
  }
});

async function pixelsOf(png: Uint8Array) {
  const image = await loadImage(png);
  const canvas = createCanvas(image.width, image.height);
  canvas.getContext('2d').drawImage(image, 0, 0);
  return { width: image.width, height: image.height, data: canvas.data() };
}

/** Skia reads /usr/share/fonts regardless of the environment, so the test hides the folder. */
const bare = ['-rm', 'sh', '-c', 'mount -t tmpfs none /usr/share/fonts && exec "$@"', 'sh'];
const canCover = spawnSync('unshare', [...bare, 'true']).status === 0;

test('a machine without fonts draws the very same pictures', async ({ skip }) => {
  skip(!canCover, 'covering the fonts of this machine needs user namespaces');
  const node = [process.execPath, '--import', 'tsx', fileURLToPath(new URL('draw.ts', import.meta.url))];
  const draw = async (command: string, args: readonly string[]) => {
    const env = { ...process.env, DISABLE_SYSTEM_FONTS_LOAD: '1' };
    const { stdout } = await promisify(execFile)(command, args, { env });
    return stdout.trim().split('\n');
  };
  const [here, there] = await Promise.all([
    draw(node[0]!, node.slice(1)),
    draw('unshare', [...bare, ...node]),
  ]);
  expect(here).toHaveLength(15);
  expect(there).toEqual(here);
});

/** The width in pixels of a text in the font of a file, measured by another font library than the one that draws. */
function widthsOf(path: string): (text: string, size: number) => number {
  const font = openSync(path);
  if (!('layout' in font)) throw new Error('a collection, not a font');
  return (text, size) => (font.layout(text).advanceWidth / font.unitsPerEm) * size;
}

const optionsOf = ({ config }: Figure) =>
  config.options as { plugins: { legend: { maxHeight: number; labels: { padding: number } } } };
