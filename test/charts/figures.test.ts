/** Figures are plain, complete and deterministic data, even if parts are missing. */
import { openSync } from 'fontkit';
import { describe, expect, test } from 'vitest';
import { accuracyFigure } from '../../src/charts/accuracy.ts';
import { curvesFigure } from '../../src/charts/curves.ts';
import { differencesFigure } from '../../src/charts/differences.ts';
import { textWidth, wrap } from '../../src/charts/text.ts';
import { inTheme, sizes } from '../../src/charts/theme.ts';
import type { Figure } from '../../src/images/figure.ts';
import { fontFamily, fontFiles } from '../../src/images/fonts.ts';
import { configOf, type Dataset, datasets, drawn, scale } from './read.ts';
import {
  accuracySample,
  curvesSample,
  differencesSample,
  lossSample,
  movedSample,
  type Sample,
} from './samples.ts';

const samples: Sample[] = ['en', 'ko', 'de'].flatMap((locale) =>
  [
    { seeds: 6, fraction: 0.2 },
    { seeds: 1, fraction: 1 },
    { seeds: 30, fraction: 0.001, epochs: 300 },
    { seeds: 2, fraction: 0.05, epochs: 1 },
  ].map((sample) => ({ ...sample, locale })),
);

describe.each(samples)('$locale, $seeds seeds, fraction $fraction', (sample) => {
  const make = () => [
    curvesFigure(curvesSample(sample)),
    accuracyFigure(accuracySample(sample)),
    curvesFigure(lossSample(sample)),
    accuracyFigure(movedSample(sample)),
    differencesFigure(differencesSample(sample)),
  ];
  const figures = make();

  test('is the very figure of the other theme in its colours', () => {
    const dark = [
      curvesFigure(curvesSample({ ...sample, theme: 'dark' })),
      accuracyFigure(movedSample({ ...sample, theme: 'dark' })),
      differencesFigure(differencesSample({ ...sample, theme: 'dark' })),
    ];
    const light = [figures[0]!, figures[3]!, figures[4]!];
    expect(light.map((figure) => inTheme(figure, 'dark'))).toEqual(dark);
    expect(dark.map((figure) => inTheme(figure, 'light'))).toEqual(light);
    expect(light.map((figure) => inTheme(figure, 'light'))).toEqual(light);
  });

  test('the configuration is plain JSON without holes', () => {
    for (const figure of figures) {
      expect(JSON.parse(JSON.stringify(figure))).toStrictEqual(figure);
    }
  });

  test('the same input gives the same figure', () => {
    expect(make()).toStrictEqual(figures);
  });

  test('every text has our font, at 18 pixels or more', () => {
    for (const figure of figures) {
      const { plugins, scales } = configOf(figure).options;
      const shown = Object.values(scales).filter(({ display }) => display !== false);
      const texts = [
        plugins.title,
        plugins.subtitle,
        ...(plugins.legend.display === false ? [] : [plugins.legend.labels]),
        ...shown.flatMap(({ ticks, title }) => [ticks, ...(title ? [title] : [])]),
      ].filter((text) => text?.display !== false);
      for (const text of texts) {
        expect(text?.font?.family).toContain(fontFamily);
        expect(text?.font?.size).toBeGreaterThanOrEqual(18);
      }
    }
  });

  test('the axes of values hold every value, in steps that meet both ends', () => {
    for (const figure of figures.slice(0, 4)) {
      for (const id of new Set(datasets(figure).map(({ yAxisID = 'y' }) => yAxisID))) {
        const { min = 0, max = 0, ticks } = scale(figure, id);
        const steps = (max - min) / (ticks.stepSize ?? 0);
        expect(steps).toBeCloseTo(Math.round(steps), 6);
        expect(steps).toBeLessThanOrEqual(8);
        expect(max - min).toBeGreaterThanOrEqual(0.04);
        const own = datasets(figure).filter(({ yAxisID = 'y' }) => yAxisID === id);
        for (const { y } of own.flatMap(drawn)) {
          expect(y).toBeGreaterThanOrEqual(min);
          expect(y).toBeLessThanOrEqual(max);
        }
      }
    }
  });
});

describe('curves', () => {
  test('a band contains its mean and is there only for more than one seed', () => {
    const [lines, bands] = split(curvesFigure(curvesSample({ seeds: 6 })));
    expect([lines.length, bands.length]).toEqual([3, 3]);
    lines.forEach(({ data }, arm) => {
      const band = bands[arm]!.data;
      data.forEach(({ x, y }, i) => {
        expect([band[i]!.x, band[band.length - 1 - i]!.x]).toEqual([x, x]);
        expect(band[i]!.y!).toBeGreaterThanOrEqual(y!);
        expect(band[band.length - 1 - i]!.y!).toBeLessThanOrEqual(y!);
      });
    });
    expect(split(curvesFigure(curvesSample({ seeds: 1 })))[1]).toEqual([]);
  });

  test('bands come after lines and say nothing in the legend', () => {
    const labels = datasets(curvesFigure(curvesSample())).map(({ label }) => label);
    expect(labels).toEqual(['all data', '20%', '20% + augmentation', '', '', '']);
  });

  test('the first and the last point are marked, and never more than fit', () => {
    for (const { pointRadius } of split(curvesFigure(curvesSample({ epochs: 300 })))[0]) {
      const radii = pointRadius as readonly number[];
      expect(radii[0]).toBeGreaterThan(0);
      expect(radii.at(-1)).toBeGreaterThan(0);
      expect(radii.filter((radius) => radius > 0).length).toBeLessThanOrEqual(16);
    }
  });

  test.each([
    [1, ['2,000', '3,000', '5,000', '10,000']],
    [0.2, ['500', '1,000', '2,000', '5,000', '10,000']],
    [0.01, ['30', '100', '300', '1,000', '3,000', '10,000']],
    [0.001, ['10', '100', '1,000', '10,000']],
  ])('round steps, evenly spread, for fraction %d', (fraction, expected) => {
    const { labels = [] } = scale(curvesFigure(curvesSample({ fraction })), 'steps');
    expect(labels.filter((label) => label !== '')).toEqual(expected);
  });

  test('a label of the axis stands where its step is drawn', () => {
    const figure = curvesFigure(curvesSample());
    const { min = 0, max = 0 } = scale(figure, 'x');
    const labels = scale(figure, 'steps').labels ?? [];
    const place = labels.indexOf('1,000') / (labels.length - 1);
    expect(place).toBeCloseTo(Math.log(1000 / min) / Math.log(max / min), 2);
  });

  test('no label of a step is cut off at the end of the axis', () => {
    // 100,000 is so close to the end that half of it would be outside.
    const { labels = [] } = scale(curvesFigure(curvesSample({ epochs: 68 })), 'steps');
    expect(labels.filter((label) => label !== '').at(-1)).toBe('30,000');
  });

  test('a crossing is a line over all of the panel of accuracies, which the legend names', () => {
    const plain = curvesFigure(lossSample({ seeds: 6 }));
    const figure = curvesFigure({
      ...lossSample({ seeds: 6 }),
      crossing: { step: 1400.4, label: 'crossing' },
    });
    const { min, max } = scale(figure, 'y');
    const [line, ...others] = datasets(figure).filter(({ label }) => label === 'crossing');
    expect(others).toEqual([]);
    expect(line).toMatchObject({ data: [min, max].map((y) => ({ x: 1400, y })), yAxisID: 'y' });
    expect(datasets(figure).filter((one) => one !== line)).toEqual(datasets(plain));
    // Items of the legend that show nothing come last.
    const labels = datasets(figure).map(({ label }) => label !== '');
    expect(labels.lastIndexOf(true)).toBeLessThan(labels.indexOf(false));
  });

  test('begins with nothing, one arm, one point', () => {
    const sample = curvesSample();
    const begun = sample.arms.map((arm) => ({ ...arm, points: arm.points.slice(0, 1) }));
    for (const arms of [[], begun.slice(1, 2), begun, sample.arms.map((arm) => ({ ...arm, points: [] }))]) {
      const figure = curvesFigure({ ...sample, arms });
      expect(JSON.parse(JSON.stringify(figure))).toStrictEqual(figure);
      expect(scale(figure, 'steps').labels?.filter((label) => label !== '').length).toBeGreaterThan(0);
    }
  });
});

describe('accuracy', () => {
  test('one dot per seed, one mean per arm, one line per pair', () => {
    const sample = accuracySample({ seeds: 6 });
    const found = datasets(accuracyFigure(sample));
    expect(found.map(({ data }) => data.length)).toEqual([6, 6, 6, 2, 2, 2, 18]);
    sample.arms.forEach(({ results }, arm) => {
      const mean = results.reduce((sum, { accuracy }) => sum + accuracy, 0) / 6;
      expect(found[3 + arm]!.data.map(({ y }) => y)).toEqual([mean, mean]);
    });
  });

  test('only seeds that both have are joined, wherever they stand in the list', () => {
    const sample = accuracySample({ seeds: 4 });
    const [full, reduced, augmented] = sample.arms;
    const arms = [full!, reduced!, { ...augmented!, results: [...augmented!.results].reverse().slice(1) }];
    const found = datasets(accuracyFigure({ ...sample, arms }));
    const pairs = found.at(-1)!.data;
    expect(pairs.filter(({ y }) => y === null).length).toBe(3);
    reduced!.results.slice(0, 3).forEach(({ seed, accuracy }, i) => {
      expect(pairs[3 * i]!.y).toBe(accuracy);
      expect(pairs[3 * i + 1]!.y).toBe(augmented!.results.find((result) => result.seed === seed)!.accuracy);
    });
  });

  test('means are printed in the format of the reader', () => {
    const results = [{ seed: 1, accuracy: 0.8534 }];
    const labels = (locale: string) => {
      const sample = accuracySample({ locale, seeds: 1 });
      const arms = sample.arms.map((arm, i) => ({ ...arm, results: i === 1 ? results : [] }));
      return scale(accuracyFigure({ ...sample, arms }), 'top').labels;
    };
    expect(labels('en')).toEqual(['–', '85.3%', '–']);
    expect(labels('de')).toEqual(['–', '85,3\u00a0%', '–']);
  });
});

describe('text', () => {
  const long = 'Fashion-MNIST · flip + shift(0.1)@0.5 + rotate(0.04)@0.5 + erase@0.5 · tfjs 4.22.0 (wasm)';
  const texts = ['en', 'ko', 'de'].flatMap((locale) => {
    const [curves, accuracy] = [curvesSample({ locale }), accuracySample({ locale })];
    return [curves.title, accuracy.title, curves.yLabel, accuracy.yLabel, long];
  });

  test('estimated widths are those of the font, within a few per cent', () => {
    for (const { path } of fontFiles()) {
      const font = openSync(path);
      if (!('layout' in font)) throw new Error('a collection, not a font');
      for (const text of texts) {
        const real = (font.layout(text).advanceWidth / font.unitsPerEm) * sizes.text;
        expect(textWidth(text, sizes.text) / real, text).toBeGreaterThan(0.96);
        expect(textWidth(text, sizes.text) / real, text).toBeLessThan(1.1);
      }
    }
  });

  test('lines fit, lose nothing, and no line begins with a lone sign', () => {
    for (const text of texts) {
      for (const width of [200, 400, 672]) {
        const lines = wrap(text, width, 20);
        expect(lines.join(' ').replaceAll('\u00a0', ' ')).toBe(text);
        for (const line of lines) {
          expect(line).not.toMatch(/^[·+] /);
          if (line.includes(' ')) expect(textWidth(line, 20)).toBeLessThanOrEqual(width);
        }
      }
    }
    expect(wrap('', 100, 20)).toEqual(['']);
  });
});

function split(figure: Figure): [Dataset[], Dataset[]] {
  const isBand = ({ fill }: Dataset) => fill === 'shape';
  return [datasets(figure).filter((one) => !isBand(one)), datasets(figure).filter(isBand)];
}
