/** Panels: losses below accuracies, moved results beside clean ones, a row per measure; and titles that are sentences. */
import { openSync } from 'fontkit';
import { describe, expect, test } from 'vitest';
import { accuracyFigure } from '../../src/charts/accuracy.ts';
import { curvesFigure } from '../../src/charts/curves.ts';
import { differencesFigure, type Measure } from '../../src/charts/differences.ts';
import { innerWidth } from '../../src/charts/figure.ts';
import type { Figure } from '../../src/images/figure.ts';
import { fontFiles } from '../../src/images/fonts.ts';
import { configOf, type Dataset, datasets, drawn, scale } from './read.ts';
import { accuracySample, curvesSample, differencesSample, lossSample, movedSample } from './samples.ts';

const isPlain = (figure: Figure) => expect(JSON.parse(JSON.stringify(figure))).toStrictEqual(figure);
const on = (id: string) => (dataset: Dataset) => dataset.yAxisID === id;
const labels = (figure: Figure) => datasets(figure).flatMap(({ label }) => (label ? [label] : []));

describe('losses', () => {
  const sample = lossSample();

  test('have a line and a band per arm on an axis of their own, below and smaller', () => {
    const figure = curvesFigure(sample);
    const [lines, bands] = [false, true].map((isBand) =>
      datasets(figure)
        .filter(on('loss'))
        .filter(({ fill }) => (fill === 'shape') === isBand),
    );
    expect(lines!.map(drawn)).toEqual(
      sample.arms.map(({ points }) =>
        points.map(({ step, loss }) => ({ x: step, y: Number(loss!.mean.toFixed(4)) })),
      ),
    );
    expect(bands!.map(({ data }) => data.length)).toEqual(sample.arms.map(({ points }) => 2 * points.length));
    const [accuracy, between, loss] = ['y', 'between', 'loss'].map((id) => scale(figure, id));
    expect(new Set([accuracy, between, loss].map((one) => one!.stack)).size).toBe(1);
    expect(accuracy!.stackWeight).toBeGreaterThan(1.5 * loss!.stackWeight!);
    expect(between!.labels).toEqual([sample.lossLabel]);
  });

  test('leave legend, accuracies and steps as they are without them', () => {
    const without = {
      ...sample,
      arms: sample.arms.map((arm) => ({ ...arm, points: arm.points.map(({ loss: _, ...point }) => point) })),
    };
    const [figure, plain] = [curvesFigure(sample), curvesFigure(without)];
    expect(labels(figure)).toEqual(labels(plain));
    expect(datasets(figure).filter(on('y'))).toEqual(datasets(plain));
    expect(scale(figure, 'steps')).toEqual(scale(plain, 'steps'));
    expect(plain).toEqual(curvesFigure({ ...without, lossLabel: 'not shown' }));
    expect(scale(plain, 'loss')).toBeUndefined();
    expect(figure.height).toBeGreaterThan(plain.height + 100);
  });

  test('may be there for some arms and some points only; one that is no number is not drawn', () => {
    const arms = sample.arms.map((arm, i) => ({
      ...arm,
      points: arm.points.map(({ loss, ...point }, at) =>
        i === 0 ? point : { ...point, loss: at === 3 ? { mean: Number.NaN, low: 0, high: Infinity } : loss! },
      ),
    }));
    const figure = curvesFigure({ ...sample, arms });
    isPlain(figure);
    const [reduced, augmented, ...bands] = datasets(figure).filter(on('loss'));
    expect(bands).toHaveLength(2);
    for (const line of [reduced, augmented]) expect(line!.data).toHaveLength(9);
    const none = arms.map((arm) => ({ ...arm, points: arm.points.slice(3, 4) }));
    expect(scale(curvesFigure({ ...sample, arms: none }), 'loss')).toBeUndefined();
  });

  test.each([
    [[0.31, 0.35], 0.02],
    [[0.4, 2.3], 1],
    [[5, 400], 200],
  ])('of %j have round ticks', ([low, high], step) => {
    const spread = (mean: number) => ({ mean, low: mean, high: mean });
    const [arm] = curvesSample().arms;
    const points = arm!.points.slice(0, 2).map((point, i) => ({ ...point, loss: spread(i ? low! : high!) }));
    const { min, max, ticks } = scale(curvesFigure({ ...sample, arms: [{ ...arm!, points }] }), 'loss');
    expect(ticks.stepSize).toBe(step);
    expect(min).toBeLessThanOrEqual(low!);
    expect(min).toBeGreaterThanOrEqual(0);
    expect(max).toBeGreaterThanOrEqual(high!);
  });
});

describe('moved results', () => {
  const sample = movedSample();
  const figure = accuracyFigure(sample);

  test('have dots, means and pairs in columns to the right', () => {
    const right = datasets(figure).filter(on('moved'));
    const byOrder = (order: number) => right.filter((dataset) => dataset.order === order);
    expect(byOrder(1).map((dots) => drawn(dots).map(({ y }) => y))).toEqual(
      sample.arms.map(({ results }) => results.map(({ moved }) => moved)),
    );
    expect(byOrder(1).map((dots) => dots.data.length - drawn(dots).length)).toEqual([1, 1, 1]);
    expect(byOrder(2)).toHaveLength(3);
    expect(drawn(byOrder(3)[0]!)).toHaveLength(20);
    for (const { x } of right.flatMap(drawn)) expect(x).toBeGreaterThan(2.5);
    for (const { x } of datasets(figure)
      .filter((one) => !on('moved')(one))
      .flatMap(drawn))
      expect(x).toBeLessThan(2.5);
  });

  test('have their means printed, a heading, and no second entry in the legend', () => {
    expect(scale(figure, 'top').labels).toHaveLength(6);
    expect(scale(figure, 'groups').labels).toEqual([['Clean test images'], ['Moved by up to 4 px']]);
    expect(labels(figure)).toEqual(['all data', '20%', '20% + augmentation']);
    // The legend takes the look of the first point.
    for (const dataset of datasets(figure).slice(3)) {
      const { pointBackgroundColor, backgroundColor } = dataset as Dataset & Record<string, unknown>;
      expect([pointBackgroundColor ?? backgroundColor].flat()[0]).toBe('transparent');
    }
  });

  test('have an axis of their own where they are far from the others, else both have the same', () => {
    const ends = (of: Figure, id: string) => [scale(of, id).min, scale(of, id).max];
    expect(ends(figure, 'y')).not.toEqual(ends(figure, 'moved'));
    const near = accuracyFigure({
      ...sample,
      arms: sample.arms.map((arm) => ({
        ...arm,
        results: arm.results.map((result) => ({ ...result, moved: result.accuracy - 0.02 })),
      })),
    });
    expect(ends(near, 'y')).toEqual(ends(near, 'moved'));
  });

  test('do not show without headings, and headings not without them', () => {
    const { groups: _, ...headless } = sample;
    expect(scale(accuracyFigure(headless), 'moved')).toBeUndefined();
    const plain = accuracySample();
    expect(accuracyFigure({ ...plain, groups: sample.groups! })).toEqual(accuracyFigure(plain));
  });

  test('may miss for an arm or a seed, whose line misses too', () => {
    const arms = sample.arms.map((arm, i) => ({
      ...arm,
      results: arm.results.flatMap(({ moved, ...result }) =>
        i === 0 || result.seed === 4 ? [result] : [{ ...result, moved: moved! }],
      ),
    }));
    const some = accuracyFigure({ ...sample, arms });
    isPlain(some);
    const right = datasets(some).filter(on('moved'));
    expect(right.filter(({ order }) => order === 1).map((dots) => drawn(dots).length)).toEqual([0, 9, 9]);
    expect(drawn(right.find(({ order }) => order === 3)!)).toHaveLength(18);
    expect(scale(some, 'top').labels?.[3]).toBe('–');
    isPlain(accuracyFigure({ ...sample, arms: sample.arms.slice(1, 2) }));
  });

  test('full has its seeds in the middle of its column, however many pairs there are', () => {
    const [full] = datasets(figure);
    const xs = drawn(full!).map(({ x }) => x);
    expect(xs).toHaveLength(2);
    expect(xs[0]! + xs[1]!).toBeCloseTo(0, 9);
  });
});

describe('differences', () => {
  const sample = differencesSample();
  const measure = (label: string, points: readonly number[], interval?: Measure['interval']): Measure => ({
    label,
    differences: points.map((value, i) => ({ seed: i + 1, difference: value / 100 })),
    ...(interval && { interval }),
  });
  const draw = (...measures: Measure[]) => differencesFigure({ ...sample, measures });
  /** Of a row: dots, mean, bar, zero. */
  const row = (figure: Figure, index: number) => datasets(figure).slice(5 * index, 5 * index + 4);

  test('have a dot for each pair, in points, and mean and interval where they belong', () => {
    const figure = draw(measure('clean', [1, -0.5, 2], { low: -0.01, high: 0.026 }));
    const [dots, mean, bar, zero] = row(figure, 0);
    expect(drawn(dots!).map(({ x }) => x)).toEqual([1, -0.5, 2]);
    expect(drawn(mean!).map(({ x }) => x)).toEqual([2.5 / 3, 2.5 / 3]);
    expect(drawn(bar!).map(({ x }) => x)).toEqual([-1, 2.6]);
    expect(drawn(zero!).map(({ x }) => x)).toEqual([0, 0]);
    expect(dots!.pointStyle).toEqual(['rectRot', 'triangle', 'rectRot']);
    expect(scale(figure, 'means').labels?.filter((label) => label !== '')).toEqual(['+0.8']);
  });

  test('ties look like neither a win nor a loss', () => {
    const [dots] = row(draw(measure('clean', [0, 1, -1])), 0);
    expect(new Set(dots!.pointStyle).size).toBe(3);
  });

  test.each([
    [
      [1.2, 0.4],
      [27, 25],
    ],
    [
      [-0.2, 0.1],
      [-40, -60],
    ],
    [[0.1], [90, -90]],
    [[0, 0], [0]],
  ])('of %j and %j have zero at the same place, in scales that hold them', (clean, moved) => {
    const figure = draw(measure('clean', clean), measure('moved', moved));
    const axes = [scale(figure, 'x0'), scale(figure, 'x1')];
    const places = axes.map(({ min = 0, max = 0 }) => -min / (max - min));
    expect(places[0]).toBeCloseTo(places[1]!, 9);
    axes.forEach(({ min = 0, max = 0 }, i) => {
      for (const x of [clean, moved][i]!) {
        expect(x).toBeGreaterThan(min);
        expect(x).toBeLessThan(max);
      }
    });
    for (const id of ['numbers0', 'numbers1']) {
      const { labels = [] } = scale(figure, id);
      expect(labels.filter((label) => typeof label !== 'string')).toEqual([['0', 'equal']]);
      expect(labels.length).toBeGreaterThanOrEqual(3);
      expect(labels.length).toBeLessThanOrEqual(11);
    }
  });

  test('a number of an axis is where its value is drawn', () => {
    const figure = draw(measure('clean', [1.2, -0.6]), measure('moved', [27]));
    for (const i of [0, 1]) {
      const { labels = [] } = scale(figure, `numbers${i}`);
      const { min = 0, max = 0 } = scale(figure, `x${i}`);
      labels.forEach((label, column) => {
        const value = typeof label === 'string' ? Number(label) : 0;
        expect(min + ((column + 0.5) / labels.length) * (max - min)).toBeCloseTo(value, 6);
      });
    }
  });

  test('share a scale unless they are far apart', () => {
    const near = draw(measure('clean', [2]), measure('moved', [5]));
    expect(scale(near, 'x0')).toEqual(scale(near, 'x1'));
    const far = draw(measure('clean', [1]), measure('moved', [27]));
    expect(scale(far, 'x0').max).toBeLessThan(scale(far, 'x1').max! / 5);
  });

  test('are in the same order of seeds in every row', () => {
    const [clean, moved] = sample.measures;
    const figure = draw(clean!, { ...moved!, differences: [...moved!.differences].reverse() });
    const heights = (index: number) => drawn(row(figure, index)[0]!).map(({ y }) => y);
    heights(1).forEach((y, i) => {
      expect(y - 8).toBeCloseTo(heights(0).at(-1 - i)!, 6);
    });
  });

  test('may be none, and an interval without end is left out', () => {
    const figure = draw(measure('none', []), measure('two', [1, 2], { low: -Infinity, high: Infinity }));
    isPlain(figure);
    expect(row(figure, 0)[1]!.data).toEqual([]);
    expect(row(figure, 1)[2]!.data).toEqual([]);
    expect(scale(figure, 'means').labels).toContain('–');
    isPlain(draw());
  });
});

describe('a title', () => {
  const sentences = {
    en: 'Augmentation helps on moved images: with 5% of the data it reaches 27 points more, on clean images one point, and all of the data beat both.',
    ko: '데이터의 일부만으로 학습하면서 이동과 회전 증강을 더하면 최대 4픽셀 이동한 테스트 이미지에서 정확도가 27%p 높아지지만, 원래 위치의 테스트 이미지에서는 차이가 1%p에 지나지 않으며 시드 10개 중 3개에서는 오히려 조금 낮아졌다는 결과입니다.',
    de: 'Augmentierung hilft bei verschobenen Bildern: Mit 5 % der Daten sind es 27 Punkte mehr, bei unveränderten Bildern einer; alle Daten helfen.',
  };
  const bold = openSync(fontFiles().find(({ weight }) => weight === 700)!.path);

  test.each(Object.entries(sentences))(
    'of 140 characters fits in %s, and takes nothing from the chart',
    (locale, title) => {
      expect(title.length).toBeGreaterThan(135);
      expect(title.length).toBeLessThanOrEqual(140);
      for (const make of [
        (text: string) => curvesFigure({ ...lossSample({ locale }), title: text }),
        (text: string) => accuracyFigure({ ...movedSample({ locale }), title: text }),
        (text: string) => differencesFigure({ ...differencesSample({ locale }), title: text }),
      ]) {
        const [figure, short] = [make(title), make('one two')];
        const { text = [], font } = configOf(figure).options.plugins.title;
        expect(text.length).toBeLessThanOrEqual(locale === 'ko' ? 4 : 3);
        if (!('layout' in bold)) throw new Error('a collection, not a font');
        for (const line of text) {
          const em = bold.layout(line).advanceWidth / bold.unitsPerEm;
          expect(em * font!.size, line).toBeLessThanOrEqual(innerWidth);
        }
        const room = 2 * 27 * 1.25 + figure.height - short.height;
        expect(room).toBeGreaterThanOrEqual(text.length * font!.size * 1.25);
      }
    },
  );
});
