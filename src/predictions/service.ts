/** Lets people predict experiments and see their own predictions. */
import { sentenceCard, text } from '../chat/card.ts';
import type { CommandContext, Reply } from '../chat/command.ts';
import type { Experiment } from '../experiments/experiment.ts';
import type { Experiments, KnownExperiments } from '../experiments/experiments.ts';
import { LATEST } from '../experiments/find.ts';
import type { MessageKey } from '../i18n/i18n.ts';
import { UserError } from '../i18n/user-error.ts';
import type { Clock } from '../time/clock.ts';
import { formBlock, formFields, ownBlocks, receipt } from './card.ts';
import { outcomeOf } from './experiment-card.ts';
import { PREDICT_MS, type PredictionRepository, predictionOf } from './prediction.ts';
import type { Predictions } from './predictions.ts';
import type { PredictionRounds } from './rounds.ts';

export interface PredictionParts {
  readonly experiments: KnownExperiments & Pick<Experiments, 'start' | 'more'>;
  readonly predictions: PredictionRepository;
  readonly rounds: PredictionRounds;
  readonly clock: Clock;
}

export function createPredictions({ experiments, predictions, rounds, clock }: PredictionParts): Predictions {
  /** `latest` is the newest experiment that takes predictions. */
  const wanted = ({ classroom }: CommandContext, typed: string): string =>
    typed.toLowerCase() === LATEST ? String(predictions.openIn(classroom) ?? LATEST) : typed;

  function findRound(ctx: CommandContext, typed: string): Experiment {
    const found = experiments.find(ctx, typed);
    if (!predictions.round(found.id)) throw new UserError('prediction.noRound', { id: String(found.id) });
    return found;
  }

  const closed = ({ id, state }: Experiment): UserError =>
    new UserError(state === 'running' ? 'prediction.tooLate' : 'prediction.over', { id: String(id) });

  function own(ctx: CommandContext, experiment: Experiment, sentences: readonly MessageKey[]): Reply {
    const prediction = predictions.of(experiment.id, ctx.person.id);
    const all = predictions.all(experiment.id);
    const outcome = outcomeOf(experiment, experiments.results(experiment.id));
    const isOpen = predictions.round(experiment.id)?.isOpen ?? false;
    return {
      card: (t) => ({
        title: experiments.title(t, experiment),
        blocks: [
          ...sentences.map((sentence) => text(t(sentence))),
          ...(prediction ? ownBlocks(prediction, all, outcome, t) : []),
          ...(isOpen ? [formBlock(experiment.id, t, prediction)] : []),
        ],
      }),
    };
  }

  return {
    start: (ctx, question) => experiments.start(ctx, question, (id) => predictions.open(id, PREDICT_MS)),
    predict(ctx, typed, said) {
      const prediction = predictionOf(said);
      const found = findRound(ctx, wanted(ctx, typed));
      const outcome = predictions.predict(found.id, ctx.person.id, prediction, clock.now());
      if (outcome === 'closed') throw closed(found);
      rounds.changed(found.id);
      return {
        card: (t) => sentenceCard(experiments.title(t, found), receipt(t, outcome, found.id, prediction)),
      };
    },
    form(ctx, typed) {
      const found = findRound(ctx, typed);
      if (!predictions.round(found.id)?.isOpen) throw closed(found);
      return formFields(ctx.t, predictions.of(found.id, ctx.person.id));
    },
    mine(ctx, typed) {
      const found = findRound(ctx, typed);
      if (!predictions.of(found.id, ctx.person.id)) return own(ctx, found, ['prediction.own.none']);
      const isOpen = predictions.round(found.id)?.isOpen;
      if (isOpen) return own(ctx, found, ['prediction.own.open']);
      if (found.state === 'running') return own(ctx, found, ['prediction.own.waiting']);
      return own(ctx, found, found.state === 'done' ? [] : ['prediction.own.unscored']);
    },
    begin(ctx, typed) {
      const found = experiments.findOwn(ctx, typed);
      const id = String(found.id);
      if (!predictions.round(found.id)?.left) throw new UserError('prediction.begun', { id });
      rounds.begin(found.id);
      return { card: (t) => sentenceCard(experiments.title(t, found), t('prediction.begin', { id })) };
    },
    async see(ctx, typed) {
      if (!ctx.person.teacher) throw new UserError('prediction.needsTeacher');
      return experiments.more(ctx, typed);
    },
  };
}
