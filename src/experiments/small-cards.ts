/** The cards beside that of an experiment: the question before a long run, its numbers, the list. Pure. */
import { type Block, type Card, text } from '../chat/card.ts';
import type { DatasetInfos } from '../datasets/catalog.ts';
import type { Translate } from '../i18n/i18n.ts';
import type { Experiment } from './experiment.ts';
import type { ArmReport, Finding, Report } from './report.ts';
import type { shorter } from './shorter.ts';
import {
  armLabel,
  askerName,
  button,
  experimentName,
  experimentTitle,
  findingsOf,
  points,
  shorterButton,
  verdictText,
  verdictWord,
  warnings,
} from './words.ts';

/** Asks before a long run, and offers a `smaller` one; times in milliseconds, `trials` still to be trained. */
export function proposalCard(
  experiment: Experiment,
  estimate: {
    readonly time: number;
    readonly limit: number;
    readonly trials: number;
    readonly smaller: ReturnType<typeof shorter>;
  },
  datasets: DatasetInfos,
  t: Translate,
): Card {
  const { id } = experiment;
  const { time, limit, trials, smaller } = estimate;
  return {
    title: experimentTitle(t, experiment, datasets),
    blocks: [
      text(t('experiment.propose.text', { time: t.duration(time), limit: t.duration(limit), count: trials })),
      ...warnings(experiment, t, datasets),
      {
        type: 'choices',
        choices: [
          { ...button(t, 'confirm', id), style: 'primary' },
          ...(smaller ? [shorterButton(t, id, smaller)] : []),
          button(t, 'drop', id),
        ],
      },
    ],
  };
}

/** Test accuracies seed by seed: a table for each test. */
export function numbersCard(
  experiment: Experiment,
  found: Report,
  datasets: DatasetInfos,
  t: Translate,
): Card {
  return {
    title: experimentTitle(t, experiment, datasets),
    blocks: findingsOf(found).flatMap((finding) => [
      text(verdictText(t, finding)),
      numbersTable(finding, experiment, found, t),
    ]),
  };
}

function numbersTable(
  { measure, pairs, epochs }: Finding,
  experiment: Experiment,
  found: Report,
  t: Translate,
): Block {
  const differences = new Map(pairs.map(({ seed, reduced, augmented }) => [seed, augmented - reduced]));
  const isEarly = epochs !== undefined && epochs === experiment.spec.early;
  const resultOf = ({ arm, ...results }: ArmReport, seed: number): number | undefined => {
    if (!isEarly) return results[measure].bySeed.get(seed);
    return arm === 'full' ? undefined : pairs.find((pair) => pair.seed === seed)?.[arm];
  };
  const cell = (value: number | undefined) => (value === undefined ? '–' : t.percent(value, 2));
  return {
    type: 'table',
    columns: [
      { label: t('experiment.table.seed'), align: 'right' },
      ...found.arms.map(({ arm }) => ({ label: armLabel(t, arm, experiment), align: 'right' as const })),
      { label: t('experiment.table.difference'), align: 'right' },
    ],
    rows: found.seeds.map((seed) => {
      const difference = differences.get(seed);
      return [
        String(seed),
        ...found.arms.map((arm) => cell(resultOf(arm, seed))),
        difference === undefined ? '–' : points(t, difference),
      ];
    }),
  };
}

const verdictWords = (t: Translate, { clean, moved }: Report): string =>
  moved === undefined
    ? verdictWord(t, clean.verdict)
    : t('experiment.verdict.both', {
        moved: verdictWord(t, moved.verdict),
        clean: verdictWord(t, clean.verdict),
      });

/** Without augmentation and with it: `61.2% → 78.9%`. */
function accuracies(t: Translate, found: Report | undefined, measure: 'clean' | 'moved'): string {
  const [before, after] = (['reduced', 'augmented'] as const).map(
    (wanted) => found?.arms.find(({ arm }) => arm === wanted)?.[measure].mean,
  );
  return before === undefined || after === undefined ? '–' : `${t.percent(before)} → ${t.percent(after)}`;
}

/** The experiments of a classroom, newest first; what they have found is left out where it is not to be seen yet. */
export function listCard(
  shown: readonly { readonly experiment: Experiment; readonly found: Report | undefined }[],
  datasets: DatasetInfos,
  t: Translate,
): Card {
  const columns = ['id', 'name', 'moved', 'clean', 'verdict', 'state', 'by', 'when'] as const;
  const table: Block = {
    type: 'table',
    columns: columns.map((column) => ({
      label: t(`experiment.table.${column}`),
      ...(column === 'by' && { people: true }),
    })),
    rows: shown.map(({ experiment, found }) => [
      String(experiment.id),
      experimentName(t, experiment, datasets),
      accuracies(t, found, 'moved'),
      accuracies(t, found, 'clean'),
      found ? verdictWords(t, found) : '–',
      t(`experiment.state.${experiment.state}`),
      askerName(t, experiment),
      t.date(experiment.createdAt),
    ]),
  };
  return {
    title: t('experiment.list.title'),
    blocks: shown.length === 0 ? [text(t('experiment.list.none'))] : [table],
  };
}
