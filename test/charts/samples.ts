/** Invented results that look like real ones, for the tests of the charts and for looking at them. */
import type { AccuracyInput } from '../../src/charts/accuracy.ts';
import type { CurvesInput } from '../../src/charts/curves.ts';
import type { DifferencesInput } from '../../src/charts/differences.ts';
import type { TallyInput } from '../../src/charts/tally.ts';
import type { Theme } from '../../src/charts/theme.ts';

export interface Sample {
  readonly locale?: string;
  readonly theme?: Theme;
  readonly seeds?: number;
  readonly fraction?: number;
  readonly epochs?: number;
}

const policy = 'flip + shift(0.1)@0.5 + rotate(0.04)@0.5 + erase@0.5';
const backend = 'tfjs 4.22.0 (wasm) · Augie 0.1.0';

/** The words of a chart, as a command would pass them: percentages already in the reader's format. */
function words(locale: string, fraction: number, seeds: number) {
  const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(
    fraction,
  );
  const texts = {
    en: {
      curves: 'How well the network learns from Fashion-MNIST',
      accuracy: 'Final test accuracy on Fashion-MNIST',
      validation: 'validation accuracy',
      test: 'test accuracy',
      band: seeds > 1 ? `mean and range over ${seeds} seeds` : '1 seed',
      dots: 'one dot per seed, pairs joined, mean marked',
      steps: 'steps, log scale',
      loss: 'validation loss in nats: lower is better',
      finding:
        'Augmentation helps on moved images: a part of the data reaches 27 points more with it, but on clean images the difference is one point.',
      unequal: 'mean and range: 2 seeds of all data, 10 of the others',
      clean: 'Clean test images',
      moved: 'Moved by up to 4 px',
      difference:
        'augmented minus reduced, in percentage points · one dot per pair, line: mean, bar: its 95% interval',
      equal: 'equal',
      full: 'all data',
      reduced: share,
      augmented: `${share} + augmentation`,
    },
    ko: {
      curves: 'Fashion-MNIST 학습 곡선: 증강을 하면 검증 정확도가 얼마나 달라질까요?',
      accuracy: 'Fashion-MNIST 최종 테스트 정확도',
      validation: '검증 정확도',
      test: '테스트 정확도',
      band: seeds > 1 ? `시드 ${seeds}개의 평균과 범위` : '시드 1개',
      dots: '점 하나가 시드 하나, 선은 같은 시드의 짝, 굵은 선은 평균',
      steps: '학습 스텝(로그 눈금)',
      loss: '검증 손실(nat): 낮을수록 좋습니다',
      finding:
        '증강은 이동한 이미지에서 도움이 됩니다. 데이터 일부에 증강을 더하면 정확도가 27%p 높아지지만, 원래 테스트 이미지에서는 차이가 1%p뿐입니다.',
      unequal: '평균과 범위: 전체 데이터는 시드 2개, 나머지는 시드 10개',
      clean: '원래 테스트 이미지',
      moved: '최대 4픽셀 이동한 이미지',
      difference: '일부+증강에서 일부를 뺀 차이(%p) · 점 하나가 짝 하나, 선은 평균, 막대는 95% 신뢰구간',
      equal: '차이 없음',
      full: '전체 데이터',
      reduced: `데이터 ${share}`,
      augmented: `데이터 ${share} + 증강`,
    },
    de: {
      curves: 'Validierungsgenauigkeit auf Fashion-MNIST während des Trainings',
      accuracy: 'Testgenauigkeit auf Fashion-MNIST nach dem Training',
      validation: 'Validierungsgenauigkeit',
      test: 'Testgenauigkeit',
      band: seeds > 1 ? `Mittelwert und Spannweite über ${seeds} Startwerte` : '1 Startwert',
      dots: 'ein Punkt je Startwert, Paare verbunden, Mittelwert markiert',
      steps: 'Trainingsschritte, logarithmisch',
      loss: 'Validierungsverlust in Nats: weniger ist besser',
      finding:
        'Augmentierung hilft bei verschobenen Bildern: Ein Teil der Daten erreicht damit 27 Punkte mehr, bei unveränderten Bildern aber nur einen.',
      unequal: 'Mittelwert und Spannweite: 2 Startwerte mit allen Daten, sonst 10',
      clean: 'Unveränderte Testbilder',
      moved: 'Um bis zu 4 Pixel verschoben',
      difference:
        'augmentiert minus reduziert, in Prozentpunkten · ein Punkt je Paar, Linie: Mittelwert, Balken: 95-%-Intervall',
      equal: 'kein Unterschied',
      full: 'alle Daten',
      reduced: `${share} der Daten`,
      augmented: `${share} mit Augmentierung`,
    },
  };
  return texts[locale as keyof typeof texts];
}

/** A number in -1..1 that looks random and is always the same. */
const noise = (...keys: number[]) => {
  const x = Math.sin(keys.reduce((sum, key, i) => sum + key * (i * 37.7 + 12.9898), 1)) * 43758.5453;
  return 2 * (x - Math.floor(x)) - 1;
};

const heights = { full: 0.882, reduced: 0.852, augmented: 0.861 };
const arms = ['full', 'reduced', 'augmented'] as const;

function accuracyOf(
  arm: (typeof arms)[number],
  index: number,
  fraction: number,
  seed: number,
  progress: number,
) {
  const top = arm === 'full' ? heights.full : heights[arm] + 0.08 * Math.log10(Math.min(1, fraction / 0.2));
  const hard = arm === 'augmented' ? 0.2 : 0.14;
  return top - hard * Math.exp(-4 * progress) + 0.006 * noise(seed, 3) + 0.004 * noise(index, seed, progress);
}

export function curvesSample(sample: Sample = {}): CurvesInput {
  const { locale = 'en', theme = 'light', seeds = 6, fraction = 0.2, epochs = 10 } = sample;
  const text = words(locale, fraction, seeds);
  return {
    theme,
    locale,
    title: text.curves,
    yLabel: `${text.validation} · ${text.band}`,
    xLabel: text.steps,
    footer: `Fashion-MNIST · ${policy} · ${backend}`,
    arms: arms.map((arm, index) => ({
      arm,
      label: text[arm],
      points: Array.from({ length: epochs }, (_, epoch) => {
        const values = Array.from({ length: seeds }, (_, seed) =>
          accuracyOf(arm, index, fraction, seed, (epoch + 1) / epochs),
        );
        return {
          step: (epoch + 1) * Math.max(1, Math.round(1500 * (arm === 'full' ? 1 : fraction))),
          mean: values.reduce((a, b) => a + b) / seeds,
          low: Math.min(...values),
          high: Math.max(...values),
        };
      }),
    })),
  };
}

export function accuracySample(sample: Sample = {}): AccuracyInput {
  const { locale = 'en', theme = 'light', seeds = 6, fraction = 0.2 } = sample;
  const text = words(locale, fraction, seeds);
  return {
    theme,
    locale,
    title: text.accuracy,
    yLabel: `${text.test} · ${text.dots}`,
    footer: `Fashion-MNIST · ${policy} · ${backend}`,
    arms: arms.map((arm, index) => ({
      arm,
      label: text[arm],
      results: Array.from({ length: seeds }, (_, seed) => ({
        seed: seed + 1,
        accuracy: accuracyOf(arm, index, fraction, seed, 1) - 0.006,
      })),
    })),
  };
}

/** Seeds of the full arm, where it has fewer than the pairs. */
const fullSeeds = (seeds: number) => Math.min(2, seeds);

/** Curves with losses; the full arm has fewer seeds. The reduced network forgets, so its loss rises again. */
export function lossSample(sample: Sample = {}): CurvesInput {
  const { locale = 'en', fraction = 0.2, seeds = 10 } = sample;
  const text = words(locale, fraction, seeds);
  const [full, ...others] = curvesSample({ ...sample, seeds }).arms;
  const few = curvesSample({ ...sample, seeds: fullSeeds(seeds) }).arms[0] ?? full;
  return {
    ...curvesSample({ ...sample, seeds }),
    title: text.finding,
    yLabel: `${text.validation} · ${text.unequal}`,
    lossLabel: text.loss,
    arms: [few!, ...others].map(({ points, ...arm }) => ({
      ...arm,
      points: points.map((point, i) => {
        const rise = arm.arm === 'reduced' ? 0.25 * (i / points.length) ** 2 : 0;
        const loss = (accuracy: number) => 3 * (1 - accuracy) + rise;
        return { ...point, loss: { mean: loss(point.mean), low: loss(point.high), high: loss(point.low) } };
      }),
    })),
  };
}

const movedHeights = { full: 0.46, reduced: 0.413, augmented: 0.683 };

/** Accuracies on moved images beside those on clean ones; the full arm has fewer seeds. */
export function movedSample(sample: Sample = {}): AccuracyInput {
  const { locale = 'en', fraction = 0.2, seeds = 10 } = sample;
  const text = words(locale, fraction, seeds);
  const input = accuracySample({ ...sample, seeds });
  return {
    ...input,
    title: text.finding,
    groups: { clean: text.clean, moved: text.moved },
    arms: input.arms.map(({ arm, label, results }, index) => ({
      arm,
      label,
      results: results.slice(0, arm === 'full' ? fullSeeds(seeds) : seeds).map(({ seed, accuracy }) => ({
        seed,
        accuracy,
        moved: movedHeights[arm] + 0.03 * noise(seed, index, 7),
      })),
    })),
  };
}

/** The pairs of `movedSample`, with an interval that is about right. */
export function differencesSample(sample: Sample = {}): DifferencesInput {
  const { locale = 'en', theme = 'light', fraction = 0.2, seeds = 10 } = sample;
  const text = words(locale, fraction, seeds);
  const { title, footer, arms } = movedSample(sample);
  const [, reduced, augmented] = arms;
  const measure = (label: string, of: 'accuracy' | 'moved') => {
    const differences = augmented!.results.map((result, i) => ({
      seed: result.seed,
      difference: (result[of] ?? 0) - (reduced!.results[i]?.[of] ?? 0),
    }));
    const mean = differences.reduce((sum, { difference }) => sum + difference, 0) / seeds;
    const deviation = Math.hypot(...differences.map(({ difference }) => difference - mean)) / seeds;
    const interval = { low: mean - 2.2 * deviation, high: mean + 2.2 * deviation };
    return { label, differences, ...(seeds > 1 && { interval }) };
  };
  return {
    theme,
    locale,
    title,
    footer,
    yLabel: text.difference,
    equalLabel: text.equal,
    measures: [measure(text.clean, 'accuracy'), measure(text.moved, 'moved')],
  };
}

export function tallySample({ locale = 'en', theme = 'light', seeds = 6 }: Sample = {}): TallyInput {
  const titles: Record<string, string> = {
    en: 'What does flip do to a sandal?',
    ko: '샌들에 flip을 적용하면 어떻게 될까요?',
    de: 'Was macht flip mit einer Sandale?',
  };
  return {
    theme,
    locale,
    title: titles[locale] as string,
    series: ['1', '2'],
    bars: ['flip + rotate(0.04)@0.5', 'layers.RandomRotation(factor=0.04)', '데이터의 절반'].map(
      (label, i) => ({
        label,
        right: i === 0,
        counts: [seeds * (3 - i), seeds * (i + 1)],
      }),
    ),
  };
}
