/** The cards of an experiment: while it runs, at its end, its numbers, and the question before a long run. Pure. */
import { policyNotes } from '../augment/notes.ts';
import { formatPolicy } from '../augment/policy.ts';
import { accuracyFigure } from '../charts/accuracy.ts';
import { curvesFigure } from '../charts/curves.ts';
import type { Theme } from '../charts/theme.ts';
import { type Block, type Card, type Choice, text } from '../chat/card.ts';
import { actionId } from '../chat/command.ts';
import { datasetInfo } from '../datasets/catalog.ts';
import type { Translate } from '../i18n/i18n.ts';
import type { UserError } from '../i18n/user-error.ts';
import { backendTitle } from '../training/trial.ts';
import { type Arm, type Experiment, MOST, type TrialProgress } from './experiment.ts';
import { type ArmReport, type Report, report } from './report.ts';
import { FEWEST_PAIRS, type Verdict } from './verdict.ts';

/** Everything a card of an experiment is made from. */
export interface ExperimentView {
  readonly experiment: Experiment;
  readonly trials: readonly TrialProgress[];
  readonly theme: Theme;
  /** Milliseconds, while it runs. */
  readonly timeLeft?: number;
  /** A sentence on top, e.g. that the same was asked before. */
  readonly note?: string;
  /** What keeps it from going on for the moment. */
  readonly trouble?: UserError;
}

/** A difference of two shares in percentage points, with its sign. */
const points = (t: Translate, difference: number): string =>
  t.number(100 * difference, {
    signDisplay: 'exceptZero',
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });

const share = (t: Translate, fraction: number): string =>
  t.number(fraction, { style: 'percent', maximumFractionDigits: 1 });

function experimentName(t: Translate, { name, spec }: Experiment): string {
  if (name !== undefined) return name;
  return t('experiment.question', {
    share: share(t, spec.fraction),
    dataset: datasetInfo(spec.dataset).title,
    model: spec.model,
    count: spec.epochs,
    policy: formatPolicy(spec.policy),
  });
}

export const experimentTitle = (t: Translate, experiment: Experiment): string =>
  t('experiment.title', { id: String(experiment.id), name: experimentName(t, experiment) });

function verdictText(t: Translate, found: Verdict): string {
  switch (found.kind) {
    case 'none':
      return t('experiment.verdict.none');
    case 'tooFew':
      return t('experiment.verdict.tooFew', {
        count: found.pairs,
        needed: FEWEST_PAIRS,
        wins: found.wins,
        difference: points(t, found.difference),
      });
    default:
      return t(`experiment.verdict.${found.kind}`, {
        pairs: found.pairs,
        wins: found.wins,
        losses: found.losses,
        difference: points(t, found.difference),
        low: points(t, found.low),
        high: points(t, found.high),
        p: t.number(found.p, { maximumSignificantDigits: 2 }),
      });
  }
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
  const blocks: Block[] = [
    ...(view.note === undefined ? [] : [text(view.note, 'quiet')]),
    ...warnings(experiment, t),
    ...(running ? progress(view, found, t) : state(experiment, t)),
    ...(running && found.pairs.length === 0 ? [] : [text(verdictText(t, found.verdict), 'strong')]),
    ...pictures(view, found, t),
    ...(reused > 0 ? [text(t('experiment.progress.reused', { count: reused }), 'quiet')] : []),
    ...(found.arms.some((arm) => arm.mean !== undefined) ? [armTable(found, experiment, t)] : []),
    ...(found.crashed > 0 ? [text(t('experiment.crashed', { count: found.crashed }))] : []),
    text(stepsText(experiment, found, t), 'quiet'),
    facts(view, t),
    { type: 'choices', choices: choices(experiment, t) },
  ];
  return {
    title: experimentTitle(t, experiment),
    ...(experiment.state === 'failed' && { trouble: experiment.problem ? 'mistake' : 'fault' }),
    blocks,
  };
}

/** What a student should know about the policy before believing the result. */
const warnings = ({ spec }: Experiment, t: Translate): Block[] =>
  policyNotes(spec.policy, datasetInfo(spec.dataset)).map(({ key, params }) => text(t(key, params), 'quiet'));

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

const armLabel = (t: Translate, arm: Arm, experiment: Experiment): string =>
  t(`arm.${arm}`, { share: share(t, experiment.spec.fraction) });

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
    ['experiment.field.seeds', t.number(spec.seeds)],
    ['experiment.field.backend', computedBy(trials, t)],
  ];
  if (experiment.finishedAt !== undefined) {
    fields.push(['experiment.field.duration', t.duration(experiment.finishedAt - experiment.createdAt)]);
  }
  fields.push(['experiment.field.id', String(experiment.id)]);
  return { type: 'fields', fields: fields.map(([key, value]) => ({ label: t(key), value })) };
}

type Action = 'cancel' | 'more' | 'longer' | 'numbers' | 'confirm' | 'drop';

const button = (t: Translate, action: Action, id: number): Choice => ({
  id: runAction(action, id),
  label: t(`experiment.button.${action}`),
});

/** The id of a button of /experiment run. */
export const runAction = (action: Action, id: number): string => actionId('experiment run', action, id);

function choices({ id, spec, state: at }: Experiment, t: Translate): Choice[] {
  if (at === 'running') {
    return [{ ...button(t, 'cancel', id), style: 'danger' }];
  }
  const more: Choice = { ...button(t, 'more', id), style: 'primary' };
  const longer = button(t, 'longer', id);
  const numbers = button(t, 'numbers', id);
  return [
    ...(spec.seeds < MOST.seeds ? [more] : []),
    ...(spec.epochs < MOST.epochs ? [longer] : []),
    numbers,
  ];
}

/** Asked before a long run; `time` and `limit` in milliseconds, `trials` still to be trained. */
export function proposalCard(
  experiment: Experiment,
  estimate: { readonly time: number; readonly limit: number; readonly trials: number },
  t: Translate,
): Card {
  const { id } = experiment;
  const { time, limit, trials } = estimate;
  return {
    title: experimentTitle(t, experiment),
    blocks: [
      text(t('experiment.propose.text', { time: t.duration(time), limit: t.duration(limit), count: trials })),
      ...warnings(experiment, t),
      {
        type: 'choices',
        choices: [{ ...button(t, 'confirm', id), style: 'primary' }, button(t, 'drop', id)],
      },
    ],
  };
}

/** Test accuracy seed by seed. */
export function numbersCard(experiment: Experiment, trials: readonly TrialProgress[], t: Translate): Card {
  const found = report(trials);
  const pairs = new Map(found.pairs.map((pair) => [pair.seed, pair.augmented - pair.reduced]));
  const cell = (value: number | undefined) => (value === undefined ? '–' : t.percent(value, 2));
  return {
    title: experimentTitle(t, experiment),
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

/** The experiments of a channel, newest first. */
export function listCard(
  shown: readonly { readonly experiment: Experiment; readonly verdict: Verdict }[],
  t: Translate,
): Card {
  const columns = ['id', 'name', 'state', 'verdict', 'by', 'when'] as const;
  const table: Block = {
    type: 'table',
    columns: columns.map((column) => ({ label: t(`experiment.table.${column}`) })),
    rows: shown.map(({ experiment, verdict }) => [
      String(experiment.id),
      experimentName(t, experiment),
      t(`experiment.state.${experiment.state}`),
      t(`experiment.verdict.short.${verdict.kind}`),
      experiment.askerName,
      t.date(experiment.createdAt),
    ]),
  };
  return {
    title: t('experiment.list.title'),
    blocks: shown.length === 0 ? [text(t('experiment.list.none'))] : [table],
  };
}
