/** The tests for every chart renderer: `chartRendererContract` runs them on one. */
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accuracyFigure } from '../../../src/charts/accuracy.ts';
import { curvesFigure } from '../../../src/charts/curves.ts';
import { differencesFigure } from '../../../src/charts/differences.ts';
import { pixelRatio } from '../../../src/charts/figure.ts';
import { tallyFigure } from '../../../src/charts/tally.ts';
import { palettes, type Theme } from '../../../src/charts/theme.ts';
import type { ChartRenderer, Figure } from '../../../src/images/figure.ts';
import {
  accuracySample,
  curvesSample,
  differencesSample,
  lossSample,
  movedSample,
  type Sample,
  tallySample,
} from '../../charts/samples.ts';

export interface OpenRenderer extends ChartRenderer {
  stop(): Promise<void>;
}

const kinds: Readonly<Record<string, (sample?: Sample) => Figure>> = {
  curves: (sample) => curvesFigure(curvesSample(sample)),
  accuracy: (sample) => accuracyFigure(accuracySample(sample)),
  'curves with losses': (sample) => curvesFigure(lossSample(sample)),
  'accuracy on moved images': (sample) => accuracyFigure(movedSample(sample)),
  differences: (sample) => differencesFigure(differencesSample(sample)),
  tally: (sample) => tallyFigure(tallySample(sample)),
};
const kindNames = Object.keys(kinds);
const make = (kind: string, sample?: Sample) => kinds[kind]!(sample);

export function chartRendererContract(name: string, open: () => Promise<OpenRenderer>): void {
  describe(`${name} draws`, () => {
    let renderer: OpenRenderer;
    beforeAll(async () => {
      renderer = await open();
    });
    afterAll(() => renderer.stop());

    describe.each(kindNames)('%s', (kind) => {
      test.each(['light', 'dark'] satisfies Theme[])(
        'as an opaque PNG of the right size on a %s ground, with something on it',
        async (theme) => {
          const figure = make(kind, { theme });
          const png = await renderer.render(figure);
          expect([...png.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
          const { width, height, data } = await pixels(png);
          expect([width, height]).toEqual([pixelRatio * figure.width, pixelRatio * figure.height]);
          const ground = [...Buffer.from(palettes[theme].background.slice(1), 'hex'), 255];
          expect([...data.subarray(0, 4)]).toEqual(ground);
          let drawn = 0;
          let transparent = 0;
          for (let i = 0; i < data.length; i += 4) {
            if (data[i + 3] !== 255) transparent++;
            if (ground.some((value, channel) => Math.abs(value - data[i + channel]!) > 40)) drawn++;
          }
          expect(transparent).toBe(0);
          expect(drawn / (width * height)).toBeGreaterThan(0.02);
          expect(drawn / (width * height)).toBeLessThan(0.4);
        },
      );

      test('with an empty margin: nothing is cut off', async () => {
        for (const [locale, fraction] of [
          ['en', 0.001],
          ['ko', 0.2],
          ['de', 1],
          ['de', 0.001],
        ] as const) {
          const png = await renderer.render(make(kind, { locale, fraction, seeds: 30 }));
          expect(stainedMargin(await pixels(png))).toBe(0);
        }
      });

      test('with its texts, in the language that they are in', async () => {
        const [english, korean] = [make(kind, { locale: 'en' }), make(kind, { locale: 'ko' })];
        const title = (figure: Figure) => inkAbove(figure, renderer);
        const none = await title(withoutTitle(english));
        const [en, ko] = [await title(english), await title(korean)];
        expect(none).toBe(0);
        expect(en).toBeGreaterThan(500);
        expect(ko).toBeGreaterThan(500);
        expect(en).not.toBe(ko);
      });

      test('the same again, and leaves the figure as it was', async () => {
        const figure = make(kind);
        const first = await renderer.render(figure);
        expect(figure).toStrictEqual(make(kind));
        expect(Buffer.compare(await renderer.render(figure), first)).toBe(0);
      });
    });

    test('figures without points', async () => {
      const [curves, accuracy, tally] = [lossSample(), movedSample(), tallySample()];
      const differences = differencesSample();
      for (const figure of [
        curvesFigure({ ...curves, arms: [] }),
        curvesFigure({ ...curves, arms: curves.arms.map((arm) => ({ ...arm, points: [] })) }),
        accuracyFigure({ ...accuracy, arms: accuracy.arms.map((arm) => ({ ...arm, results: [] })) }),
        differencesFigure({ ...differences, measures: [] }),
        differencesFigure({ ...differences, measures: [{ label: 'none', differences: [] }] }),
        tallyFigure({ ...tally, bars: [] }),
      ])
        expect((await pixels(await renderer.render(figure))).width).toBe(pixelRatio * figure.width);
    });

    test('losses below accuracies, in a panel of their own', async () => {
      const sample = lossSample();
      const flat = { mean: 0.5, low: 0.5, high: 0.5 };
      // One loss stays, so that the axis does.
      const calm = sample.arms.map((arm, i) =>
        i === 2 ? arm : { ...arm, points: arm.points.map((point) => ({ ...point, loss: flat })) },
      );
      const [one, other] = await Promise.all(
        [sample.arms, calm].map(async (arms) =>
          pixels(await renderer.render(curvesFigure({ ...sample, arms }))),
        ),
      );
      const { top, bottom, changed } = difference(one!, other!);
      expect(changed).toBeGreaterThan(1000);
      // The panel of accuracies ends above, the axis of steps is below.
      expect(top / one!.height).toBeGreaterThan(0.55);
      expect(bottom / one!.height).toBeLessThan(0.8);
    });

    test('moved results to the right of clean ones, each in its own panel', async () => {
      const sample = movedSample();
      const figure = accuracyFigure(sample);
      const change = (of: 'accuracy' | 'moved') =>
        accuracyFigure({
          ...sample,
          arms: sample.arms.map((arm) => ({
            ...arm,
            // The other way round, so that axes and means stay.
            results: arm.results.map((result, i) => ({ ...result, [of]: arm.results.at(-1 - i)?.[of] })),
          })),
        });
      const [as, clean, moved] = await Promise.all(
        [figure, change('accuracy'), change('moved')].map(async (one) => pixels(await renderer.render(one))),
      );
      const middle = as!.width / 2;
      const [left, right] = [difference(as!, clean!), difference(as!, moved!)];
      expect(left.changed).toBeGreaterThan(500);
      expect(left.right).toBeLessThan(middle);
      expect(right.changed).toBeGreaterThan(500);
      expect(right.left).toBeGreaterThan(middle);
    });

    test('a lost pair to the left of the line at zero, a won one to its right', async () => {
      const sample = differencesSample();
      const draw = async (differences: readonly number[]) =>
        pixels(
          await renderer.render(
            differencesFigure({
              ...sample,
              measures: [
                {
                  label: 'clean',
                  differences: differences.map((difference, seed) => ({ seed, difference })),
                  interval: { low: -0.02, high: 0.02 },
                },
              ],
            }),
          ),
        );
      const { arms, quiet } = palettes.light;
      const won = await draw([0.008, 0.012]);
      const lost = await draw([-0.008, -0.012]);
      expect(columnsOf(won, arms.reduced)).toEqual(new Map());
      expect(columnsOf(lost, arms.augmented)).toEqual(new Map());
      const zero = highest(columnsOf(won, quiet));
      expect(highest(columnsOf(lost, quiet))).toBe(zero);
      expect(Math.min(...columnsOf(won, arms.augmented).keys())).toBeGreaterThan(zero + 20);
      expect(Math.max(...columnsOf(lost, arms.reduced).keys())).toBeLessThan(zero - 20);
    });

    test('several at once, each its own', async () => {
      const figures = kindNames.map((kind) => make(kind));
      const alone: Uint8Array[] = [];
      for (const figure of figures) alone.push(await renderer.render(figure));
      const together = await Promise.all(figures.map((figure) => renderer.render(figure)));
      together.forEach((png, i) => {
        expect(Buffer.compare(png, alone[i]!)).toBe(0);
      });
    });

    test('nothing of what is no chart, says so, and goes on', async () => {
      const figure = make('curves');
      const none = { ...figure, config: { ...figure.config, type: 'nonsense' } };
      await expect(renderer.render(none)).rejects.toThrow();
      expect((await pixels(await renderer.render(figure))).width).toBe(pixelRatio * figure.width);
    });
  });
}

interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

async function pixels(png: Uint8Array): Promise<Pixels> {
  const image = await loadImage(png);
  const pen = createCanvas(image.width, image.height).getContext('2d');
  pen.drawImage(image, 0, 0);
  const { width, height } = image;
  return { width, height, data: pen.getImageData(0, 0, width, height).data };
}

/** How many pixels differ, and the box around them, in device pixels. */
function difference(a: Pixels, b: Pixels) {
  expect([a.width, a.height]).toEqual([b.width, b.height]);
  const [one, other] = [a, b].map(({ data }) => new Uint32Array(data.buffer)) as [Uint32Array, Uint32Array];
  let changed = 0;
  let [top, bottom, left, right] = [a.height, 0, a.width, 0];
  for (let i = 0; i < a.width * a.height; i++) {
    if (one[i] === other[i]) continue;
    changed++;
    const x = i % a.width;
    const y = (i - x) / a.width;
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
    left = Math.min(left, x);
    right = Math.max(right, x);
  }
  return { changed, top, bottom, left, right };
}

/** How many pixels of just this colour (#rrggbb) each column has that has any, by its distance from the left. */
function columnsOf({ width, height, data }: Pixels, colour: string): Map<number, number> {
  const [r, g, b] = Buffer.from(colour.slice(1), 'hex');
  const found = new Map<number, number>();
  for (let i = 0; i < width * height; i++) {
    if (data[4 * i] !== r || data[4 * i + 1] !== g || data[4 * i + 2] !== b) continue;
    found.set(i % width, (found.get(i % width) ?? 0) + 1);
  }
  return found;
}

/** Where the column with most pixels is. */
const highest = (columns: ReadonlyMap<number, number>): number =>
  [...columns].reduce((best, column) => (column[1] > best[1] ? column : best))[0];

/** Pixels of the outermost 8 that are not like the corner. */
function stainedMargin({ width, height, data }: Pixels): number {
  const margin = 8;
  let stained = 0;
  for (let y = 0; y < height; y++) {
    const across = y < margin || y >= height - margin;
    for (let x = 0; x < width; x++) {
      if (!across && x === margin) x = width - margin;
      if (data[4 * (y * width + x)] !== data[0]) stained++;
    }
  }
  return stained;
}

/** Where the first line of a title is, in device pixels from the top. */
const TITLE = { from: 48, to: 100 };

/** Pixels of the title that are drawn. */
async function inkAbove(figure: Figure, renderer: ChartRenderer): Promise<number> {
  const { width, data } = await pixels(await renderer.render(figure));
  let drawn = 0;
  for (let i = TITLE.from * width; i < TITLE.to * width; i++)
    if (Math.abs(data[4 * i]! - data[0]!) > 40) drawn++;
  return drawn;
}

/** The same figure, with room for its title and nothing in it. */
function withoutTitle(figure: Figure): Figure {
  const config = structuredClone(figure.config) as {
    options: { plugins: { title: { text: string | string[] } } };
  };
  const { title } = config.options.plugins;
  title.text = [title.text].flat().map(() => ' ');
  return { ...figure, config: config as unknown as Figure['config'] };
}
