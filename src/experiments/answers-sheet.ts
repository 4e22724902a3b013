/** A contact sheet of test images with what the networks of a pair answered. */
import { formatPolicy } from '../augment/policy.ts';
import type { Theme } from '../charts/theme.ts';
import type { Block } from '../chat/card.ts';
import { fullLabel, labelNames, shortLabel } from '../datasets/label-name.ts';
import type { Translate } from '../i18n/i18n.ts';
import type { Answers, TestImages } from './answers.ts';
import { measuresOf } from './answers.ts';
import type { Experiment, Measure } from './experiment.ts';

/** Two rows: still readable on a phone. */
export const SHOWN = 8;
const COLUMNS = 4;

/** A test image and two answers, all as label indices. */
export interface Answered {
  readonly image: number;
  readonly reduced: number;
  readonly augmented: number;
  /** An additional line of its caption. */
  readonly more?: string;
}

export interface AnswersSheet {
  readonly experiment: Experiment;
  readonly measure: Measure;
  readonly images: TestImages;
  /** Without the extension. */
  readonly name: string;
  readonly title: string;
  /** How the images were chosen. */
  readonly chosen: string;
  readonly shown: readonly Answered[];
  readonly theme: Theme;
}

/** Whether an answer is right is said in words: colours alone do not reach everybody. */
export function answersSheet(sheet: AnswersSheet, t: Translate): Block {
  const { experiment, measure, images, name, title, chosen, shown, theme } = sheet;
  const { info, labels, picture } = images;
  const names = labelNames(info);
  const cells = shown.map(({ image, more, ...answers }) => {
    const label = labels[image]!;
    const line = (arm: 'reduced' | 'augmented') =>
      t(`experiment.answers.${arm}`, {
        answer: shortLabel(names[answers[arm]]!, t.locale),
        mark: t(`experiment.answers.${answers[arm] === label ? 'right' : 'wrong'}`),
      });
    return {
      pictures: [picture(measure, image)],
      heading: fullLabel(names[label]!, t.locale),
      lines: [line('reduced'), line('augmented'), ...(more === undefined ? [] : [more])],
    };
  });
  const policy = experiment.spec.test ? formatPolicy(experiment.spec.test) : '';
  const rows = cells.map(({ heading, lines }) => `${heading}: ${lines.join(', ')}.`).join(' ');
  return {
    type: 'picture',
    name: `experiment-${experiment.id}-${name}`,
    alt: t('experiment.answers.alt', { title, chosen, rows }),
    sheet: {
      title,
      columns: COLUMNS,
      cells,
      footer: `${t(`experiment.chart.${measure}`, { policy })}. ${chosen}`,
      theme,
    },
  };
}

/**
 * Examples for the card of a finished experiment: test images, chosen without looking at the answers, and what the first pair
 * answered. Undefined if no pair has answers. Rejects as `answers.images` does.
 */
export async function exampleSheet(
  experiment: Experiment,
  answers: Answers,
  theme: Theme,
  t: Translate,
): Promise<Block | undefined> {
  const measure = measuresOf(experiment)[0]!;
  const [pair] = answers.pairs(experiment, measure);
  if (!pair) return undefined;
  const images = await answers.images(experiment);
  return answersSheet(
    {
      experiment,
      measure,
      images,
      name: 'examples',
      title: t(`experiment.answers.examples.${measure}`),
      chosen: t('experiment.answers.first', { seed: String(pair.seed) }),
      shown: firstOfLabels(images.labels, SHOWN).map((image) => ({
        image,
        reduced: pair.reduced[image]!,
        augmented: pair.augmented[image]!,
      })),
      theme,
    },
    t,
  );
}

/** The first images of different labels in the order of the test set; second ones only if there are too few labels. */
export function firstOfLabels(labels: Uint8Array, count: number): number[] {
  const seen = new Map<number, number>();
  const numbered = Array.from(labels, (label, image) => {
    const nth = seen.get(label) ?? 0;
    seen.set(label, nth + 1);
    return { image, nth };
  });
  return numbered
    .filter(({ nth }) => nth < count)
    .sort((a, b) => a.nth - b.nth || a.image - b.image)
    .slice(0, count)
    .map(({ image }) => image);
}
