/** The card of /experiment labels: what augmentation changed for each label. */
import type { Theme } from '../charts/theme.ts';
import { type Block, type Card, text } from '../chat/card.ts';
import { actionId } from '../chat/command.ts';
import { fullLabel, labelNames, shortLabel } from '../datasets/label-name.ts';
import type { Translate } from '../i18n/i18n.ts';
import { measuresOf, type TestImages } from './answers.ts';
import { answersSheet, SHOWN } from './answers-sheet.ts';
import type { Experiment, Measure } from './experiment.ts';
import type { LabelReport, LabelResult } from './labels.ts';
import { armLabel, points } from './words.ts';

/** As many confusions as can be taken in. */
const MOST_CONFUSIONS = 6;

export interface LabelsView {
  readonly experiment: Experiment;
  readonly title: string;
  /** What is told in words and images. */
  readonly measure: Measure;
  readonly images: TestImages;
  /** Of every test that the experiment has. */
  readonly reports: Readonly<Partial<Record<Measure, LabelReport>>>;
  /** Which networks are missing, and what to do about it. */
  readonly missing?: string | undefined;
  readonly theme: Theme;
}

export function labelsCard(view: LabelsView, t: Translate): Card {
  const { experiment, measure, images, reports, missing } = view;
  const report = reports[measure];
  const isEmpty = !report || report.pairs === 0;
  const measures = measuresOf(experiment);
  const quiet = (sentence: string) => text(sentence, 'quiet');
  return {
    title: t('experiment.labels.title', { title: view.title }),
    blocks: [
      ...(isEmpty
        ? [text(t('experiment.verdict.none'))]
        : [
            ...finding(view, report, t).map((sentence, i) => text(sentence, i === 0 ? 'strong' : 'plain')),
            quiet(t('experiment.labels.means', { count: report.pairs })),
          ]),
      ...(missing === undefined ? [] : [text(missing)]),
      ...(isEmpty
        ? []
        : [
            quiet(t('experiment.labels.perLabel')),
            labelTable(view, t),
            ...confusionBlocks(report, view, t),
            ...(report.changed.length === 0 ? [] : [changedSheet(report, view, images, t)]),
          ]),
      ...(measures.length < 2
        ? []
        : [
            {
              type: 'choices' as const,
              choices: measures
                .filter((other) => other !== measure)
                .map((other) => ({
                  id: actionId('experiment labels', other, experiment.id),
                  label: t(`experiment.table.${other}`),
                })),
            },
          ]),
    ],
  };
}

/** The label and the confusion that changed most, a sentence each. */
function finding({ measure, images }: LabelsView, report: LabelReport, t: Translate): string[] {
  const where = t(`experiment.where.${measure}`);
  if (report.changed.length === 0)
    return [t('experiment.verdict.nothingChanged', { where, count: report.pairs })];
  const names = labelNames(images.info);
  const name = (label: number) => fullLabel(names[label]!, t.locale);
  const change = ({ reduced, augmented }: LabelResult) => augmented - reduced;
  const imagesOf = (wanted: number) => report.labels.find(({ label }) => label === wanted)!.images;
  const [most] = [...report.labels].sort((a, b) => Math.abs(change(b)) - Math.abs(change(a)));
  const [confusion] = report.confusions;
  return [
    ...(most && change(most) !== 0
      ? [
          t(`experiment.labels.${change(most) > 0 ? 'gained' : 'lost'}`, {
            where,
            label: name(most.label),
            from: t.percent(most.reduced),
            to: t.percent(most.augmented),
            difference: points(t, change(most)),
          }),
        ]
      : []),
    ...(confusion
      ? [
          t('experiment.labels.confusion', {
            images: imagesOf(confusion.label),
            count: imagesOf(confusion.label),
            label: name(confusion.label),
            answer: name(confusion.answer),
            before: mean(confusion.reduced, t),
            after: mean(confusion.augmented, t),
          }),
        ]
      : []),
  ];
}

/** Images per network. */
const mean = (value: number, t: Translate): string => t.number(value, { maximumFractionDigits: 1 });

/** Accuracies as `79.2 → 51.2`, the test that the card is about first. */
function labelTable({ experiment, measure, images, reports }: LabelsView, t: Translate): Block {
  const measures = [measure, ...measuresOf(experiment).filter((other) => other !== measure)];
  const names = labelNames(images.info);
  const right = (label: string) => ({ label, align: 'right' }) as const;
  const percent = (share: number) =>
    t.number(100 * share, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const difference = (share: number) =>
    t.number(100 * share, {
      signDisplay: 'exceptZero',
      minimumFractionDigits: 1,
      maximumFractionDigits: 1,
    });
  return {
    type: 'table',
    columns: [
      { label: t('experiment.labels.table.label') },
      ...measures.flatMap((one) => [
        right(t('experiment.labels.table.percent', { test: t(`experiment.table.${one}`) })),
        right(t('experiment.labels.table.points')),
      ]),
    ],
    rows: (reports[measure]?.labels ?? []).map(({ label }) => [
      fullLabel(names[label]!, t.locale),
      ...measures.flatMap((one) => {
        const found = reports[one]?.pairs
          ? reports[one].labels.find((other) => other.label === label)
          : undefined;
        if (!found) return ['–', '–'];
        const { reduced, augmented } = found;
        return [`${percent(reduced)} → ${percent(augmented)}`, difference(augmented - reduced)];
      }),
    ]),
  };
}

function confusionBlocks(
  { confusions }: LabelReport,
  { experiment, images }: LabelsView,
  t: Translate,
): Block[] {
  if (confusions.length === 0) return [];
  const names = labelNames(images.info);
  const right = (label: string) => ({ label, align: 'right' }) as const;
  return [
    text(t('experiment.labels.confusions'), 'quiet'),
    {
      type: 'table',
      columns: [
        { label: t('experiment.labels.table.label') },
        { label: t('experiment.labels.table.answer') },
        right(armLabel(t, 'reduced', experiment)),
        right(armLabel(t, 'augmented', experiment)),
        right(t('experiment.table.difference')),
      ],
      rows: confusions
        .slice(0, MOST_CONFUSIONS)
        .map(({ label, answer, reduced, augmented }) => [
          shortLabel(names[label]!, t.locale),
          shortLabel(names[answer]!, t.locale),
          mean(reduced, t),
          mean(augmented, t),
          t.number(augmented - reduced, { signDisplay: 'exceptZero', maximumFractionDigits: 1 }),
        ]),
    },
  ];
}

const changedSheet = (
  { changed, pairs: all }: LabelReport,
  { experiment, measure, theme }: LabelsView,
  images: TestImages,
  t: Translate,
): Block =>
  answersSheet(
    {
      experiment,
      measure,
      images,
      name: `labels-${measure}`,
      title: t('experiment.labels.changed'),
      chosen: t('experiment.labels.chosen'),
      shown: changed.slice(0, SHOWN).map(({ image, reduced, augmented, pairs }) => ({
        image,
        reduced,
        augmented,
        ...(all > 1 && { more: t('experiment.answers.pairs', { pairs, all }) }),
      })),
      theme,
    },
    t,
  );
