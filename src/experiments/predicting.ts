/** Predictions on experiments, as people make them and look at their own. The round itself is in src/predictions. */

import { type Field, text } from '../chat/card.ts';
import type { CommandContext, Reply } from '../chat/command.ts';
import { UserError } from '../i18n/user-error.ts';
import { formBlock, formFields, ownBlocks, receipt } from '../predictions/card.ts';
import { type PredictionRepository, predictionOf, type Said } from '../predictions/prediction.ts';
import type { PredictionRounds } from '../predictions/rounds.ts';
import type { Outcome } from '../predictions/score.ts';
import type { Clock } from '../time/clock.ts';
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
  readonly rounds: PredictionRounds;
  readonly clock: Clock;
}

/** What somebody means who types a number or `latest`; the second one only where the experiment is theirs to change. */
interface Find {
  readonly find: (ctx: CommandContext, typed: string) => Experiment;
  readonly findOwn: (ctx: CommandContext, typed: string) => Experiment;
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
  const wanted = ({ classroom }: CommandContext, typed: string): string =>
    typed.toLowerCase() === LATEST ? String(predictions.openIn(classroom) ?? LATEST) : typed;

  function findRound(ctx: CommandContext, typed: string): Experiment {
    const found = find(ctx, typed);
    if (!predictions.round(found.id)) throw new UserError('prediction.noRound', { id: String(found.id) });
    return found;
  }

  const closed = ({ id, state }: Experiment): UserError =>
    new UserError(state === 'running' ? 'prediction.tooLate' : 'prediction.over', { id: String(id) });

  const own = (ctx: CommandContext, experiment: Experiment, sentences: readonly string[]): Reply => {
    const prediction = predictions.of(experiment.id, ctx.person.id);
    const outcome = outcomeOf(experiment, report(experiments.trials(experiment.id, false)));
    const isOpen = predictions.round(experiment.id)?.isOpen ?? false;
    return {
      card: {
        title: experimentTitle(ctx.t, experiment),
        blocks: [
          ...sentences.map((sentence) => text(sentence)),
          ...(prediction ? ownBlocks(prediction, predictions.all(experiment.id), outcome, ctx.t) : []),
          ...(isOpen ? [formBlock(experiment.id, ctx.t, prediction)] : []),
        ],
      },
    };
  };

  return {
    predict(ctx: CommandContext, typed: string, said: Said): Reply {
      const prediction = predictionOf(said);
      const found = findRound(ctx, wanted(ctx, typed));
      const outcome = predictions.predict(found.id, ctx.person.id, prediction, clock.now());
      if (outcome === 'closed') throw closed(found);
      rounds.changed(found.id);
      const sentence = receipt(ctx.t, outcome, found.id, prediction);
      return { card: { title: experimentTitle(ctx.t, found), blocks: [text(sentence)] } };
    },
    predictionForm(ctx: CommandContext, typed: string): readonly Field[] {
      const found = findRound(ctx, typed);
      if (!predictions.round(found.id)?.isOpen) throw closed(found);
      return formFields(ctx.t, predictions.of(found.id, ctx.person.id));
    },
    prediction(ctx: CommandContext, typed: string): Reply {
      const found = findRound(ctx, typed);
      const { t, person } = ctx;
      if (!predictions.of(found.id, person.id)) return own(ctx, found, [t('prediction.own.none')]);
      const isOpen = predictions.round(found.id)?.isOpen;
      if (isOpen) return own(ctx, found, [t('prediction.own.open')]);
      if (found.state === 'running') return own(ctx, found, [t('prediction.own.waiting')]);
      return own(ctx, found, found.state === 'done' ? [] : [t('prediction.own.unscored')]);
    },
    begin(ctx: CommandContext, typed: string): Reply {
      const found = findOwn(ctx, typed);
      if (!predictions.round(found.id)?.left)
        throw new UserError('prediction.begun', { id: String(found.id) });
      rounds.begin(found.id);
      const sentence = ctx.t('prediction.begin', { id: String(found.id) });
      return { card: { title: experimentTitle(ctx.t, found), blocks: [text(sentence)] } };
    },
  };
}
