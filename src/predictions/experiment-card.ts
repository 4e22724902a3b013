/** What predictions add to an experiment: time to predict it before training, and blocks and buttons on its card. */
import { type Block, type Choice, type Open, text } from '../chat/card.ts';
import type { Added, ExperimentAddition } from '../experiments/addition.ts';
import { type Experiment, MOST } from '../experiments/experiment.ts';
import { FEWEST_PAIRS } from '../experiments/looks.ts';
import type { Report } from '../experiments/report.ts';
import { rightPrediction } from '../experiments/verdict.ts';
import { runAction } from '../experiments/words.ts';
import type { Translate } from '../i18n/i18n.ts';
import type { UserError } from '../i18n/user-error.ts';
import { mistakenText, openBlocks, predictButton, scoreBlocks } from './card.ts';
import type { Prediction, PredictionRepository, Round } from './prediction.ts';
import type { PredictionRounds } from './rounds.ts';
import { classScore, type Outcome } from './score.ts';

export const predictionAddition = (
  predictions: PredictionRepository,
  rounds: PredictionRounds,
): ExperimentAddition => ({
  waits: (id) => (predictions.round(id)?.left ?? 0) > 0,
  wait: rounds.wait,
  follow: rounds.follow,
  card(experiment, found, t, trouble) {
    const round = predictions.round(experiment.id);
    // Predictions are shown only after the experiment has ended.
    const said = experiment.state === 'running' ? [] : predictions.all(experiment.id);
    return round && addedTo({ experiment, found, round, said, trouble }, t);
  },
});

export interface PredictedExperiment {
  readonly experiment: Experiment;
  readonly found: Report;
  readonly round: Round;
  readonly said: readonly Prediction[];
  /** Why it cannot continue at the moment. */
  readonly trouble?: UserError | undefined;
}

/** Pure. */
export const addedTo = (predicted: PredictedExperiment, t: Translate): Added => ({
  blocks: blocks(predicted, t),
  choices: choices(predicted, t),
  ...(isAsked(predicted) && { open: openAs(predicted) }),
});

const isAsked = ({ experiment, round }: PredictedExperiment) =>
  experiment.state === 'running' && round.isOpen;

const openAs = ({ experiment, round: { count, left } }: PredictedExperiment): Open => ({
  id: `prediction:${experiment.id}`,
  answered: count,
  ...(left > 0 && { left }),
});

function blocks({ experiment, found, round, said, trouble }: PredictedExperiment, t: Translate): Block[] {
  if (experiment.state !== 'running') return scoreBlocks(said, outcomeOf(experiment, found), t);
  if (!round.isOpen) return [text(t('prediction.closed', { count: round.count }), 'quiet')];
  const paused = trouble && t('experiment.progress.paused', { reason: t(trouble.key, trouble.params) });
  return [
    ...openBlocks(experiment.id, round, t, paused),
    ...(experiment.spec.seeds < FEWEST_PAIRS
      ? [text(t('prediction.undecided', { needed: FEWEST_PAIRS }), 'quiet')]
      : []),
  ];
}

function choices({ experiment, found, round, said }: PredictedExperiment, t: Translate): Choice[] {
  const { id, spec } = experiment;
  const mine = predictButton(t, 'mine', id);
  if (round.left > 0) return [{ ...predictButton(t, 'begin', id), style: 'primary' }, mine];
  const outcome = outcomeOf(experiment, found);
  const score = outcome && classScore(said, outcome);
  const mistaken = score && mistakenText(t, score, found.more);
  const see = mistaken !== undefined && spec.seeds < MOST.seeds;
  return [...(see ? [{ id: runAction('see', id), label: mistaken, who: 'teacher' as const }] : []), mine];
}

/** The outcome that predictions are scored against; undefined if there is no result. */
export function outcomeOf({ state }: Experiment, { arms, clean }: Report): Outcome | undefined {
  const accuracy = arms.find(({ arm }) => arm === 'augmented')?.clean.mean;
  if (state !== 'done' || accuracy === undefined) return undefined;
  const right = rightPrediction(clean.verdict);
  return { accuracy, ...(right !== 'waits' && right !== 'void' && { arm: right }) };
}
