/** The cards beside that of an experiment: the question before a long run, its numbers, the list. Pure. */
import { type Block, type Card, text } from '../chat/card.ts';
import type { DatasetInfos } from '../datasets/catalog.ts';
import type { Translate } from '../i18n/i18n.ts';
import type { Experiment, TrialProgress } from './experiment.ts';
import { report } from './report.ts';
import type { Verdict } from './verdict.ts';
import {
  armLabel,
  askerName,
  button,
  experimentName,
  experimentTitle,
  points,
  verdictText,
  warnings,
} from './words.ts';

/** Asks before a long run; `time` and `limit` in milliseconds, `trials` still to be trained. */
export function proposalCard(
  experiment: Experiment,
  estimate: { readonly time: number; readonly limit: number; readonly trials: number },
  datasets: DatasetInfos,
  t: Translate,
): Card {
  const { id } = experiment;
  const { time, limit, trials } = estimate;
  return {
    title: experimentTitle(t, experiment, datasets),
    blocks: [
      text(t('experiment.propose.text', { time: t.duration(time), limit: t.duration(limit), count: trials })),
      ...warnings(experiment, t, datasets),
      {
        type: 'choices',
        choices: [{ ...button(t, 'confirm', id), style: 'primary' }, button(t, 'drop', id)],
      },
    ],
  };
}

/** Test accuracy seed by seed. */
export function numbersCard(
  experiment: Experiment,
  trials: readonly TrialProgress[],
  datasets: DatasetInfos,
  t: Translate,
): Card {
  const found = report(trials, datasets);
  const pairs = new Map(found.pairs.map((pair) => [pair.seed, pair.augmented - pair.reduced]));
  const cell = (value: number | undefined) => (value === undefined ? '–' : t.percent(value, 2));
  return {
    title: experimentTitle(t, experiment, datasets),
    blocks: [
      {
        type: 'table',
        columns: [
          { label: t('experiment.table.seed'), align: 'right' },
          ...found.arms.map(({ arm }) => ({ label: armLabel(t, arm, experiment), align: 'right' as const })),
          { label: t('experiment.table.difference'), align: 'right' },
        ],
        rows: found.seeds.map((seed) => {
          const difference = pairs.get(seed);
          return [
            String(seed),
            ...found.arms.map(({ finals }) => cell(finals.get(seed))),
            difference === undefined ? '–' : points(t, difference),
          ];
        }),
      },
      text(verdictText(t, found.verdict)),
    ],
  };
}

/** The experiments of a classroom, newest first. */
export function listCard(
  shown: readonly { readonly experiment: Experiment; readonly verdict: Verdict }[],
  datasets: DatasetInfos,
  t: Translate,
): Card {
  const columns = ['id', 'name', 'state', 'verdict', 'by', 'when'] as const;
  const table: Block = {
    type: 'table',
    columns: columns.map((column) => ({ label: t(`experiment.table.${column}`) })),
    rows: shown.map(({ experiment, verdict }) => [
      String(experiment.id),
      experimentName(t, experiment, datasets),
      t(`experiment.state.${experiment.state}`),
      t(`experiment.verdict.short.${verdict.kind}`),
      askerName(t, experiment),
      t.date(experiment.createdAt),
    ]),
  };
  return {
    title: t('experiment.list.title'),
    blocks: shown.length === 0 ? [text(t('experiment.list.none'))] : [table],
  };
}
