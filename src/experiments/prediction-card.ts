/** What the card of an experiment says of predictions on it, and the buttons for them. Pure. */
import { type Block, type Choice, text } from '../chat/card.ts';
import type { Translate } from '../i18n/i18n.ts';
import { mistakenText, openBlocks, predictButton, scoreBlocks } from '../predictions/card.ts';
import { classScore } from '../predictions/score.ts';
import type { ExperimentView } from './card.ts';
import { MOST, moreSeeds } from './experiment.ts';
import { outcomeOf } from './predicting.ts';
import type { Report } from './report.ts';
import { FEWEST_PAIRS } from './verdict.ts';
import { runAction } from './words.ts';

/** Nothing where nobody was asked. What people said is told when the experiment has ended, and not before. */
export function predictionBlocks(view: ExperimentView, found: Report, t: Translate): Block[] {
  const { experiment, round, predictions = [], trouble } = view;
  if (!round) return [];
  if (experiment.state !== 'running') return scoreBlocks(predictions, outcomeOf(experiment, found), t);
  if (!round.isOpen) return [text(t('prediction.closed', { count: round.count }), 'quiet')];
  const paused = trouble && t('experiment.progress.paused', { reason: t(trouble.key, trouble.params) });
  return [
    ...openBlocks(experiment.id, round, t, paused),
    ...(experiment.spec.seeds < FEWEST_PAIRS
      ? [text(t('prediction.undecided', { needed: FEWEST_PAIRS }), 'quiet')]
      : []),
  ];
}

export function predictionChoices(view: ExperimentView, found: Report, t: Translate): Choice[] {
  const { experiment, round, predictions = [] } = view;
  const { id, spec } = experiment;
  if (!round) return [];
  const mine = predictButton(t, 'mine', id);
  if (round.left > 0) return [{ ...predictButton(t, 'begin', id), style: 'primary' }, mine];
  const outcome = outcomeOf(experiment, found);
  const score = outcome && classScore(predictions, outcome);
  const mistaken = score && mistakenText(t, score, moreSeeds(spec));
  const see = mistaken !== undefined && spec.seeds < MOST.seeds;
  return [...(see ? [{ id: runAction('see', id), label: mistaken }] : []), mine];
}
