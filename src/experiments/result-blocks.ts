/** The findings of an experiment or of a prepared result, in sentences and as a table. Pure. */
import { type Block, text } from '../chat/card.ts';
import type { Translate } from '../i18n/i18n.ts';
import type { Experiment } from './experiment.ts';
import type { Report, Results } from './report.ts';
import { armLabel, findingsOf, points, verdictDetail, verdictText } from './words.ts';

/** Clear findings first, each with its numbers, and what all of the data reaches without augmentation. */
export function findings(found: Report, t: Translate): Block[] {
  const full = found.arms.find(({ arm }) => arm === 'full');
  const reached = full?.moved.mean;
  const all = findingsOf(found);
  // Without a pair, every test would say the same.
  const shown = all.some(({ pairs }) => pairs.length > 0) ? all : all.slice(0, 1);
  return [
    ...shown.flatMap((finding, i) => {
      const detail = verdictDetail(t, finding);
      return [
        text(verdictText(t, finding), i === 0 ? 'strong' : 'plain'),
        ...(detail === undefined ? [] : [text(detail, 'quiet')]),
      ];
    }),
    ...(full?.pictures !== undefined && reached !== undefined
      ? [text(t('experiment.verdict.full', { images: full.pictures, accuracy: t.percent(reached) }))]
      : []),
  ];
}

export function armTable(found: Report, experiment: Experiment, t: Translate): Block[] {
  const isMoved = found.moved !== undefined;
  const right = (key: 'pictures' | 'steps' | 'seeds' | 'clean' | 'moved' | 'gap') =>
    ({ label: t(`experiment.table.${key}`), align: 'right' }) as const;
  const table: Block = {
    type: 'table',
    columns: [
      { label: t('experiment.table.arm') },
      // A phone shows the first columns.
      ...(isMoved ? [right('moved')] : []),
      ...[right('clean'), right('gap'), right('seeds'), right('pictures'), right('steps')],
    ],
    rows: found.arms.map(({ arm, pictures: seen, steps, clean, moved, gap }) => [
      armLabel(t, arm, experiment),
      ...(isMoved ? [resultsText(moved, t)] : []),
      resultsText(clean, t),
      gap === undefined ? '–' : points(t, gap),
      t.number(clean.bySeed.size),
      seen === undefined ? '–' : t.number(seen),
      steps === undefined ? '–' : t.number(steps),
    ]),
  };
  return [table, text(t('experiment.gap'), 'quiet')];
}

/** Mean and standard deviation: `84.00% ± 0.14`; it may be broken before the sign. */
function resultsText({ bySeed, mean, deviation }: Results, t: Translate): string {
  if (mean === undefined) return '–';
  if (bySeed.size < 2 || deviation === undefined) return t.percent(mean, 2);
  const spread = t.number(100 * deviation, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return `${t.percent(mean, 2)} ±\u00a0${spread}`;
}
