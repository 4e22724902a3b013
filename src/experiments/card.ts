/** The card of an experiment, while it runs and after its end. Pure. */
import { formatPolicy } from '../augment/policy.ts';
import type { Theme } from '../charts/theme.ts';
import { type Block, type Card, type Choice, text } from '../chat/card.ts';
import type { DatasetInfos } from '../datasets/catalog.ts';
import type { MessageKey, Translate } from '../i18n/i18n.ts';
import type { UserError } from '../i18n/user-error.ts';
import { backendTitle } from '../training/trial.ts';
import type { Added } from './addition.ts';
import type { DemonstrationView } from './demonstration-card.ts';
import { type Arm, type Experiment, MOST, type TrialProgress } from './experiment.ts';
import { pictures } from './pictures.ts';
import type { Report } from './report.ts';
import { armTable, findings } from './result-blocks.ts';
import {
  breaksLabels,
  button,
  datasetTitle,
  experimentTitle,
  findingsOf,
  labelsButton,
  seedsText,
  warnings,
} from './words.ts';

/** The input of an experiment's card. */
export interface ExperimentView {
  readonly experiment: Experiment;
  readonly trials: readonly TrialProgress[];
  /** Their results. */
  readonly found: Report;
  readonly theme: Theme;
  readonly datasets: DatasetInfos;
  /** How many questions its classroom has asked. */
  readonly asked: number;
  /** Milliseconds, while it runs. */
  readonly timeLeft?: number;
  readonly added?: Added;
  /** Test images with answers, once it is done. */
  readonly examples?: Block;
  /** Training has not begun, and results of others' experiments are hidden. */
  readonly waits?: boolean;
  /** Only for a demonstration. */
  readonly demonstration?: DemonstrationView;
  /** A sentence on top, e.g. that somebody asked the same before. */
  readonly note?: string;
  /** Why it cannot continue at the moment. */
  readonly trouble?: UserError;
}

/** What trained these trials. It comes from the trials: the machine may have another backend by now. */
function computedBy(trials: readonly TrialProgress[], t: Translate): string {
  const trial = trials[0]?.trial;
  if (!trial) return '';
  const backend = backendTitle({ name: trial.backend, version: trial.backendVersion });
  return `${backend}, ${t('experiment.numerics', { version: trial.numerics })}`;
}

/** The card of an experiment in any state. */
export function experimentCard(view: ExperimentView, t: Translate): Card {
  const { experiment, found, datasets, added } = view;
  const title = experimentTitle(t, experiment, datasets);
  const running = experiment.state === 'running';
  const reused = view.trials.filter(({ finishedAt = Infinity }) => finishedAt < experiment.createdAt).length;
  const first = [
    ...(view.note === undefined ? [] : [text(view.note, 'quiet')]),
    ...(view.demonstration?.first ?? []),
    ...warnings(experiment, t, datasets),
  ];
  const last: Block[] = [facts(view, t), { type: 'choices', choices: choices(view, t) }];
  const open = added?.open && { open: added.open };
  if (view.waits) return { title, ...open, blocks: [...first, ...(added?.blocks ?? []), ...last] };
  const blocks: Block[] = [
    ...first,
    ...(running ? progress(view, t) : state(experiment, t)),
    ...(running && !findingsOf(found).some(({ pairs }) => pairs.length > 0) ? [] : findings(found, t)),
    ...family(view, t),
    ...(added?.blocks ?? []),
    ...pictures({ ...view, name: `experiment-${experiment.id}`, backend: computedBy(view.trials, t) }, t),
    ...(view.examples ? [view.examples] : []),
    ...(view.demonstration?.last ?? []),
    ...(reused > 0 && !view.demonstration
      ? [text(t('experiment.progress.reused', { count: reused }), 'quiet')]
      : []),
    ...(found.arms.some(({ clean }) => clean.mean !== undefined) ? armTable(found, experiment, t) : []),
    ...(found.crashed > 0 ? [text(t('experiment.crashed', { count: found.crashed }))] : []),
    ...stepsText(experiment, found, t),
    ...last,
  ];
  return {
    title,
    ...open,
    ...(experiment.state === 'failed' && { trouble: experiment.problem ? 'mistake' : 'fault' }),
    blocks,
  };
}

/** Whether it counts as a question of the class, and what to try next if the policy breaks labels. */
function family(
  { experiment, found, asked, demonstration, datasets }: ExperimentView,
  t: Translate,
): Block[] {
  if (demonstration) return demonstration.family;
  const isJudged = found.clean.verdict.kind !== 'none' && found.clean.verdict.kind !== 'soFar';
  if (!isJudged) return [];
  return [
    ...(breaksLabels(experiment.spec, datasets) ? [text(t('experiment.verdict.milder'))] : []),
    text(t('experiment.verdict.asked', { count: asked }), 'quiet'),
  ];
}

function progress({ trials, found, timeLeft, trouble }: ExperimentView, t: Translate): Block[] {
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
  if (experiment.state === 'cancelled')
    return [text(t(experiment.spec.demonstration ? 'demonstration.cancelled' : 'experiment.cancelled'))];
  if (experiment.state === 'failed') {
    const { problem } = experiment;
    return [text(problem ? t(problem.key, problem.params) : t('experiment.failed'))];
  }
  return [];
}

function stepsText(experiment: Experiment, found: Report, t: Translate): Block[] {
  const steps = (arm: Arm) => found.arms.find((one) => one.arm === arm)?.steps;
  const [full, reduced] = [steps('full'), steps('reduced')];
  if (experiment.spec.fraction === 1) return [text(t('experiment.stepsSame'), 'quiet')];
  if (full === undefined || reduced === undefined) return [];
  return [text(t('experiment.steps', { times: Math.round((10 * full) / reduced) / 10 }), 'quiet')];
}

function facts({ experiment, trials, datasets }: ExperimentView, t: Translate): Block {
  const { spec } = experiment;
  const fields: [MessageKey, string][] = [
    ['experiment.field.dataset', datasetTitle(spec, datasets)],
    ['experiment.field.policy', formatPolicy(spec.policy)],
    ['experiment.field.model', spec.model],
    ['experiment.field.epochs', t.number(spec.epochs)],
    ['experiment.field.batch', t.number(spec.batch)],
    ['experiment.field.seeds', seedsText(t, spec)],
    ...(spec.test ? [['experiment.field.test', formatPolicy(spec.test)] as [MessageKey, string]] : []),
    ['experiment.field.backend', computedBy(trials, t)],
  ];
  if (experiment.finishedAt !== undefined) {
    fields.push(['experiment.field.duration', t.duration(experiment.finishedAt - experiment.createdAt)]);
  }
  fields.push(['experiment.field.id', String(experiment.id)]);
  return {
    type: 'fields',
    details: t('experiment.field.details'),
    fields: fields.map(([key, value]) => ({ label: t(key), value })),
  };
}

function choices(
  { experiment, found, added, demonstration, datasets }: ExperimentView,
  t: Translate,
): Choice[] {
  const { id, spec, state: at } = experiment;
  const first = [...(added?.choices ?? []), ...(demonstration?.choices ?? [])];
  if (at === 'running') return [...first, { ...button(t, 'cancel', id), style: 'danger' }];
  // More of a prepared demonstration would only show the same again.
  if (demonstration) return [...first, button(t, 'numbers', id)];
  // More seeds if a look is still to come, otherwise more epochs, for every verdict: training on only after a loss would mean
  // looking until it wins. If the policy breaks labels, it is more useful to see which labels suffer.
  const awaitsLook = findingsOf(found).some(({ verdict }) => 'next' in verdict);
  const isBroken = breaksLabels(spec, datasets);
  const advised = (isAdvised: boolean, choice: Choice): Choice =>
    isAdvised ? { ...choice, style: 'primary' } : choice;
  return [
    ...first,
    ...(spec.seeds < MOST.seeds ? [advised(awaitsLook, button(t, 'more', id))] : []),
    ...(spec.epochs < MOST.epochs ? [advised(!awaitsLook && !isBroken, button(t, 'longer', id))] : []),
    button(t, 'numbers', id),
    ...(found.clean.pairs.length > 0 ? [advised(!awaitsLook && isBroken, labelsButton(t, id))] : []),
  ];
}
