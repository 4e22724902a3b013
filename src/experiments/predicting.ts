/** Predictions on experiments, as people make them and look at their own. The round itself is in src/predictions. */

import { type Field, text } from '../chat/card.ts';
import type { Clock } from '../chat/clock.ts';
import type { Asked, Reply } from '../chat/command.ts';
import { UserError } from '../i18n/user-error.ts';
import { formBlock, formFields, ownBlocks, receipt } from '../predictions/card.ts';
import { type PredictionRepository, predictionOf, type Said } from '../predictions/prediction.ts';
import type { Rounds } from '../predictions/rounds.ts';
import type { Outcome } from '../predictions/score.ts';
import type { Experiment, ExperimentRepository } from './experiment.ts';
import { LATEST } from './find.ts';
import { type Report, report } from './report.ts';
import { experimentTitle } from './words.ts';

const WINNER = { better: 'augmented', worse: 'reduced', unclear: 'neither' } as const;

/** What predictions of an experiment are scored by; undefined where it has not ended well. */
export function outcomeOf({ state }: Experiment, { arms, verdict }: Report): Outcome | undefined {
  const accuracy = arms.find(({ arm }) => arm === 'augmented')?.mean;
  if (state !== 'done' || accuracy === undefined) return undefined;
  return {
    accuracy,
    ...(verdict.kind !== 'none' && verdict.kind !== 'tooFew' && { arm: WINNER[verdict.kind] }),
  };
}

export interface PredictingParts {
  readonly experiments: ExperimentRepository;
  readonly predictions: PredictionRepository;
  readonly rounds: Rounds;
  readonly clock: Clock;
}

/** What somebody means who types a number or `latest`; the second one only where the experiment is theirs to change. */
interface Find {
  readonly find: (asked: Asked, typed: string) => Experiment;
  readonly findOwn: (asked: Asked, typed: string) => Experiment;
}

export function createPredicting({
  experiments,
  predictions,
  rounds,
  clock,
  find,
  findOwn,
}: PredictingParts & Find) {
  /** Of several experiments, `latest` is the one that can be predicted. */
  const wanted = ({ place }: Asked, typed: string): string =>
    typed.toLowerCase() === LATEST ? String(predictions.openIn(place.channel) ?? LATEST) : typed;

  function findRound(asked: Asked, typed: string): Experiment {
    const found = find(asked, typed);
    if (!predictions.round(found.id)) throw new UserError('prediction.noRound', { id: String(found.id) });
    return found;
  }

  const closed = ({ id, state }: Experiment): UserError =>
    new UserError(state === 'running' ? 'prediction.tooLate' : 'prediction.over', { id: String(id) });

  const own = (asked: Asked, experiment: Experiment, sentences: readonly string[]): Reply => {
    const prediction = predictions.of(experiment.id, asked.person.id);
    const outcome = outcomeOf(experiment, report(experiments.trials(experiment.id, false)));
    const isOpen = predictions.round(experiment.id)?.isOpen ?? false;
    return {
      card: {
        title: experimentTitle(asked.t, experiment),
        blocks: [
          ...sentences.map((sentence) => text(sentence)),
          ...(prediction ? ownBlocks(prediction, predictions.all(experiment.id), outcome, asked.t) : []),
          ...(isOpen ? [formBlock(experiment.id, asked.t, prediction)] : []),
        ],
      },
    };
  };

  return {
    predict(asked: Asked, typed: string, said: Said): Reply {
      const prediction = predictionOf(said);
      const found = findRound(asked, wanted(asked, typed));
      const outcome = predictions.predict(found.id, asked.person.id, prediction, clock.now());
      if (outcome === 'closed') throw closed(found);
      rounds.changed(found.id);
      const sentence = receipt(asked.t, outcome, found.id, prediction);
      return { card: { title: experimentTitle(asked.t, found), blocks: [text(sentence)] } };
    },
    predictionForm(asked: Asked, typed: string): readonly Field[] {
      const found = findRound(asked, typed);
      if (!predictions.round(found.id)?.isOpen) throw closed(found);
      return formFields(asked.t, predictions.of(found.id, asked.person.id));
    },
    prediction(asked: Asked, typed: string): Reply {
      const found = findRound(asked, typed);
      const { t, person } = asked;
      if (!predictions.of(found.id, person.id)) return own(asked, found, [t('prediction.own.none')]);
      const isOpen = predictions.round(found.id)?.isOpen;
      if (isOpen) return own(asked, found, [t('prediction.own.open')]);
      if (found.state === 'running') return own(asked, found, [t('prediction.own.waiting')]);
      return own(asked, found, found.state === 'done' ? [] : [t('prediction.own.unscored')]);
    },
    begin(asked: Asked, typed: string): Reply {
      const found = findOwn(asked, typed);
      if (!predictions.round(found.id)?.left)
        throw new UserError('prediction.begun', { id: String(found.id) });
      rounds.begin(found.id);
      const sentence = asked.t('prediction.begin', { id: String(found.id) });
      return { card: { title: experimentTitle(asked.t, found), blocks: [text(sentence)] } };
    },
  };
}
