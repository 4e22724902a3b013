/** The card of an experiment, while it runs and when it has ended. Pure. */
import { formatPolicy } from '../augment/policy.ts';
import { accuracyFigure } from '../charts/accuracy.ts';
import { curvesFigure } from '../charts/curves.ts';
import type { Theme } from '../charts/theme.ts';
import { type Block, type Card, type Choice, text } from '../chat/card.ts';
import { datasetInfo } from '../datasets/catalog.ts';
import type { Translate } from '../i18n/i18n.ts';
import type { UserError } from '../i18n/user-error.ts';
import type { Prediction, Round } from '../predictions/prediction.ts';
import { backendTitle } from '../training/trial.ts';
import { type Arm, type Experiment, MOST, type TrialProgress } from './experiment.ts';
import { predictionBlocks, predictionChoices } from './prediction-card.ts';
import { type ArmReport, type Report, report } from './report.ts';
import { armLabel, button, experimentTitle, seedsText, verdictText, warnings } from './words.ts';

/** Everything a card of an experiment is made from. */
export interface ExperimentView {
  readonly experiment: Experiment;
  readonly trials: readonly TrialProgress[];
  readonly theme: Theme;
  /** Milliseconds, while it runs. */
  readonly timeLeft?: number;
  /** Where people were asked to predict it; what they said only when it has ended. */
  readonly round?: Round;
  readonly predictions?: readonly Prediction[];
  /** A sentence on top, e.g. that the same was asked before. */
  readonly note?: string;
  /** What keeps it from going on for the moment. */
  readonly trouble?: UserError;
}

/** What trained these trials. They know it themselves: the machine may have another backend by now. */
function computedBy(trials: readonly TrialProgress[], t: Translate): string {
  const trial = trials[0]?.trial;
  if (!trial) return '';
  const backend = backendTitle({ name: trial.backend, version: trial.backendVersion });
  return `${backend}, ${t('experiment.numerics', { version: trial.numerics })}`;
}

/** The card of an experiment in whatever state it is. */
export function experimentCard(view: ExperimentView, t: Translate): Card {
  const { experiment } = view;
  const found = report(view.trials);
  const running = experiment.state === 'running';
  const reused = view.trials.filter(({ finishedAt = Infinity }) => finishedAt < experiment.createdAt).length;
  const first = [...(view.note === undefined ? [] : [text(view.note, 'quiet')]), ...warnings(experiment, t)];
  const last: Block[] = [facts(view, t), { type: 'choices', choices: choices(view, found, t) }];
  // Nothing is shown before training begins: what was trained for others would tell people what to predict.
  if (view.round && view.round.left > 0)
    return {
      title: experimentTitle(t, experiment),
      blocks: [...first, ...predictionBlocks(view, found, t), ...last],
    };
  const blocks: Block[] = [
    ...first,
    ...(running ? progress(view, found, t) : state(experiment, t)),
    ...(running && found.pairs.length === 0 ? [] : [text(verdictText(t, found.verdict), 'strong')]),
    ...predictionBlocks(view, found, t),
    ...pictures(view, found, t),
    ...(reused > 0 ? [text(t('experiment.progress.reused', { count: reused }), 'quiet')] : []),
    ...(found.arms.some((arm) => arm.mean !== undefined) ? [armTable(found, experiment, t)] : []),
    ...(found.crashed > 0 ? [text(t('experiment.crashed', { count: found.crashed }))] : []),
    text(stepsText(experiment, found, t), 'quiet'),
    ...last,
  ];
  return {
    title: experimentTitle(t, experiment),
    ...(experiment.state === 'failed' && { trouble: experiment.problem ? 'mistake' : 'fault' }),
    blocks,
  };
}

function progress(view: ExperimentView, found: Report, t: Translate): Block[] {
  const { trials, timeLeft, trouble } = view;
  const label = t('experiment.progress.label', { finished: found.finished, total: found.total });
  const epochs = trials.reduce((sum, trial) => sum + trial.epochs.length / trial.trial.epochs, 0);
  return [
    {
      type: 'progress',
      label,
      done: Math.round(1000 * epochs),
      total: 1000 * trials.length,
      ...(trouble
        ? { paused: t('experiment.progress.paused', { reason: t(trouble.key, trouble.params) }) }
        : timeLeft !== undefined && { left: t('experiment.progress.left', { time: t.duration(timeLeft) }) }),
    },
  ];
}

function state(experiment: Experiment, t: Translate): Block[] {
  if (experiment.state === 'cancelled') return [text(t('experiment.cancelled'))];
  if (experiment.state === 'failed') {
    const { problem } = experiment;
    return [text(problem ? t(problem.key, problem.params) : t('experiment.failed'))];
  }
  return [];
}

function pictures({ experiment, trials, theme }: ExperimentView, found: Report, t: Translate): Block[] {
  const { spec } = experiment;
  const footer = t('experiment.footer', {
    dataset: datasetInfo(spec.dataset).title,
    model: spec.model,
    policy: formatPolicy(spec.policy),
    batch: spec.batch,
    epochs: spec.epochs,
    backend: computedBy(trials, t),
  });
  const common = { theme, locale: t.locale, footer };
  const blocks: Block[] = [];
  const curves = found.arms.filter(({ curve }) => curve.length > 0);
  if (curves.length > 0) {
    const heading = t('experiment.chart.curves');
    const seeds = new Set(trials.filter(({ epochs }) => epochs.length > 0).map(({ seed }) => seed)).size;
    blocks.push({
      type: 'picture',
      name: `experiment-${experiment.id}-curves`,
      alt: altText(t, heading, curves, experiment, ({ curve }) => curve.at(-1)?.mean),
      figure: curvesFigure({
        ...common,
        title: heading,
        xLabel: t('experiment.chart.steps'),
        yLabel: seeds === 1 ? t('experiment.chart.single') : t('experiment.chart.band', { count: seeds }),
        arms: curves.map(({ arm, curve }) => ({ arm, label: armLabel(t, arm, experiment), points: curve })),
      }),
    });
  }
  const finished = found.arms.filter(({ mean }) => mean !== undefined);
  if (experiment.state !== 'running' && finished.length > 0) {
    const heading = t('experiment.chart.accuracy');
    blocks.push({
      type: 'picture',
      name: `experiment-${experiment.id}-accuracy`,
      alt: altText(t, heading, finished, experiment, ({ mean }) => mean),
      figure: accuracyFigure({
        ...common,
        title: heading,
        yLabel: t('experiment.chart.dots'),
        arms: finished.map(({ arm, finals }) => ({
          arm,
          label: armLabel(t, arm, experiment),
          results: [...finals].map(([seed, accuracy]) => ({ seed, accuracy })),
        })),
      }),
    });
  }
  return blocks;
}

function altText(
  t: Translate,
  heading: string,
  shown: readonly ArmReport[],
  experiment: Experiment,
  value: (arm: ArmReport) => number | undefined,
): string {
  const values = shown.map((arm) => `${armLabel(t, arm.arm, experiment)} ${t.percent(value(arm) ?? 0)}`);
  return t('experiment.chart.alt', { title: heading, values: values.join(', ') });
}

function armTable(found: Report, experiment: Experiment, t: Translate): Block {
  return {
    type: 'table',
    columns: [
      { label: t('experiment.table.arm') },
      { label: t('experiment.table.pictures'), align: 'right' },
      { label: t('experiment.table.steps'), align: 'right' },
      { label: t('experiment.table.accuracy'), align: 'right' },
      { label: t('experiment.table.spread'), align: 'right' },
      { label: t('experiment.table.range'), align: 'right' },
    ],
    rows: found.arms.map(({ arm, pictures: seen, steps, mean, deviation, finals }) => {
      const values = [...finals.values()];
      return [
        armLabel(t, arm, experiment),
        t.number(seen),
        t.number(steps),
        mean === undefined ? '–' : t.percent(mean, 2),
        values.length < 2 || deviation === undefined
          ? '–'
          : t.number(100 * deviation, { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
        values.length < 2 ? '–' : `${t.percent(Math.min(...values))}–${t.percent(Math.max(...values))}`,
      ];
    }),
  };
}

function stepsText(experiment: Experiment, found: Report, t: Translate): string {
  const steps = (arm: Arm) => found.arms.find((one) => one.arm === arm)?.steps;
  const [full, reduced] = [steps('full'), steps('reduced')];
  if (experiment.spec.fraction === 1 || !full || !reduced) return t('experiment.stepsSame');
  return t('experiment.steps', { times: Math.round((10 * full) / reduced) / 10 });
}

function facts({ experiment, trials }: ExperimentView, t: Translate): Block {
  const { spec } = experiment;
  const fields: [Parameters<Translate>[0], string][] = [
    ['experiment.field.dataset', datasetInfo(spec.dataset).title],
    ['experiment.field.policy', formatPolicy(spec.policy)],
    ['experiment.field.model', spec.model],
    ['experiment.field.epochs', t.number(spec.epochs)],
    ['experiment.field.batch', t.number(spec.batch)],
    ['experiment.field.seeds', seedsText(t, spec)],
    ['experiment.field.backend', computedBy(trials, t)],
  ];
  if (experiment.finishedAt !== undefined) {
    fields.push(['experiment.field.duration', t.duration(experiment.finishedAt - experiment.createdAt)]);
  }
  fields.push(['experiment.field.id', String(experiment.id)]);
  return { type: 'fields', fields: fields.map(([key, value]) => ({ label: t(key), value })) };
}

function choices(view: ExperimentView, found: Report, t: Translate): Choice[] {
  const { id, spec, state: at } = view.experiment;
  const predicting = predictionChoices(view, found, t);
  if (at === 'running') return [...predicting, { ...button(t, 'cancel', id), style: 'danger' }];
  const more: Choice = { ...button(t, 'more', id), style: 'primary' };
  const longer = button(t, 'longer', id);
  const numbers = button(t, 'numbers', id);
  return [
    ...predicting,
    ...(spec.seeds < MOST.seeds ? [more] : []),
    ...(spec.epochs < MOST.epochs ? [longer] : []),
    numbers,
  ];
}
