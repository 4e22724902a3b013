/** What people do with experiments: start, show, cancel, export. Decides; the training itself is in run.ts. */
import { parsePolicy } from '../augment/policy.ts';
import type { Theme } from '../charts/theme.ts';
import type { Card } from '../chat/card.ts';
import type { CommandContext, Reply } from '../chat/command.ts';
import { datasetInfo } from '../datasets/catalog.ts';
import { translate } from '../i18n/i18n.ts';
import { UserError } from '../i18n/user-error.ts';
import { PREDICT_MS, type PredictionRepository } from '../predictions/prediction.ts';
import type { PredictionRounds } from '../predictions/rounds.ts';
import type { Experiments } from '../services.ts';
import type { Clock } from '../time/clock.ts';
import type { BackendInfo } from '../training/trial.ts';
import { experimentCard } from './card.ts';
import { toCsv } from './csv.ts';
import { DEFAULT_POLICIES } from './default-policies.ts';
import {
  type Experiment,
  type ExperimentRepository,
  type ExperimentSpec,
  MOST,
  moreSeeds,
  type TrialProgress,
} from './experiment.ts';
import { findExperiment } from './find.ts';
import { plan } from './plan.ts';
import { createPredicting } from './predicting.ts';
import { report } from './report.ts';
import { remainingWork } from './run.ts';
import { listCard, numbersCard, proposalCard } from './small-cards.ts';
import { experimentTitle, runAction } from './words.ts';
import type { Workload } from './workload.ts';

const MOST_RUNNING = 5;
const LIST_LENGTH = 20;

export interface ServiceParts {
  readonly experiments: ExperimentRepository;
  readonly predictions: PredictionRepository;
  readonly rounds: PredictionRounds;
  readonly workload: Workload;
  readonly backend: BackendInfo;
  readonly theme: Theme;
  readonly clock: Clock;
  /** Milliseconds: from `confirm` on a run is asked about, beyond `most` it needs a teacher. */
  readonly budget: { readonly confirm: number; readonly most: number };
  readonly cancelJob: (job: number) => void;
}

export interface ExperimentService extends Experiments {
  /** The card of experiment `id` as it is now, in a language; with what keeps it from going on for the moment. */
  card(id: number, locale: string, trouble?: UserError): Card;
}

export function createExperiments(parts: ServiceParts): ExperimentService {
  const { experiments, predictions, workload, clock } = parts;

  const find = ({ place }: CommandContext, typed: string): Experiment =>
    findExperiment(experiments, place.channel, typed);

  function findOwn(ctx: CommandContext, typed: string): Experiment {
    const found = find(ctx, typed);
    if (found.asker !== ctx.person.id && !ctx.person.teacher) {
      const id = String(found.id);
      throw found.askerName === ''
        ? new UserError('privacy.ownerless', { id })
        : new UserError('experiment.notYours', { id, owner: found.askerName });
    }
    return found;
  }

  /** What was trained for others before would tell people what to predict. */
  const waits = ({ id }: Experiment): boolean => (predictions.round(id)?.left ?? 0) > 0;

  function findShown(ctx: CommandContext, typed: string): Experiment {
    const found = find(ctx, typed);
    if (waits(found)) throw new UserError('prediction.notYet', { id: String(found.id) });
    return found;
  }

  const sumOfWork = (trials: readonly TrialProgress[]) =>
    trials.reduce((sum, trial) => sum + remainingWork(trial), 0);

  /** Milliseconds: `timeLeft` as busy as the machine is, `wait` if it had nothing else to do. */
  function estimate(
    how: 'timeLeft' | 'wait',
    experiment: Experiment,
    trials: readonly TrialProgress[],
  ): number {
    const [first] = trials;
    return first ? workload[how](experiment.asker, sumOfWork(trials), first.trial) : 0;
  }

  function view(
    experiment: Experiment,
    locale: string,
    more: { note?: string; trouble?: UserError } = {},
  ): Card {
    const trials = experiments.trials(experiment.id);
    const round = predictions.round(experiment.id);
    const running = experiment.state === 'running';
    return experimentCard(
      {
        experiment,
        trials,
        theme: parts.theme,
        ...(round && { round, predictions: running ? [] : predictions.all(experiment.id) }),
        ...(running && { timeLeft: estimate('timeLeft', experiment, trials) }),
        ...more,
      },
      translate(locale),
    );
  }

  function launch(experiment: Experiment, ctx: CommandContext): Reply {
    const { id } = experiment;
    const count = experiments.running(ctx.person.id);
    if (count >= MOST_RUNNING && !ctx.person.teacher) {
      throw new UserError('experiment.tooManyRunning', { count });
    }
    const job = experiments.launch(id, { place: ctx.place, locale: ctx.locale }, clock.now());
    return { card: view({ ...experiment, state: 'running' }, ctx.locale), job };
  }

  /** A spec that was asked by the same person here: still running, or done with the same trials. */
  function before(
    ctx: CommandContext,
    spec: ExperimentSpec,
    ids: string,
    predict: boolean,
  ): Reply | undefined {
    const same = experiments.same(ctx.person.id, ctx.place.channel, spec);
    // Of what a teacher has tried at home, a class can still be asked.
    if (!same || (predict && same.state === 'done')) return undefined;
    const trials = experiments.trials(same.id);
    if (trials.map(({ id }) => id).join() !== ids || trials.some(({ crashed }) => crashed)) return undefined;
    const job = experiments.jobOf(same.id);
    if (same.state === 'running' && job) {
      return { card: view(same, ctx.locale, { note: ctx.t('experiment.already') }), job };
    }
    const note = ctx.t('experiment.again', { date: ctx.t.date(same.createdAt) });
    return { card: view(same, ctx.locale, { note }) };
  }

  function startSpec(ctx: CommandContext, spec: ExperimentSpec, predict = false): Reply {
    const { person, place, t } = ctx;
    const trials = plan(spec, datasetInfo(spec.dataset), parts.backend);
    const known = before(ctx, spec, trials.map(({ id }) => id).join(), predict);
    if (known) return known;
    const id = experiments.propose({
      spec,
      asker: person.id,
      channel: place.channel,
      trials,
      now: clock.now(),
    });
    if (predict) predictions.open(id, place.platform, PREDICT_MS);
    const experiment = experiments.get(id) as Experiment;
    const progress = experiments.trials(id);
    const time = estimate('wait', experiment, progress);
    const { confirm, most } = parts.budget;
    if (time > most && !person.teacher) {
      experiments.remove(id);
      throw new UserError('experiment.needsTeacher', { time: t.duration(time), cap: t.duration(most) });
    }
    if (time <= confirm) return launch(experiment, ctx);
    const missing = progress.filter(({ testAccuracy }) => testAccuracy === undefined).length;
    return {
      card: proposalCard(experiment, { time, limit: confirm, trials: missing }, t),
      confirm: runAction('confirm', id),
    };
  }

  function proposal(ctx: CommandContext, id: string): Experiment {
    const found = experiments.get(Number(id));
    if (found?.state !== 'proposed' || found.asker !== ctx.person.id) {
      throw new UserError('experiment.noProposal');
    }
    return found;
  }

  function more(ctx: CommandContext, id: string): Reply {
    const { spec } = find(ctx, id);
    if (spec.seeds >= MOST.seeds) throw new UserError('experiment.mostSeeds', { max: MOST.seeds });
    return startSpec(ctx, { ...spec, seeds: moreSeeds(spec) });
  }

  const sentence = (ctx: CommandContext, experiment: Experiment, text: string): Reply => ({
    card: {
      title: experimentTitle(ctx.t, experiment),
      blocks: [{ type: 'text', text }],
    },
  });

  return {
    card(id, locale, trouble) {
      const experiment = experiments.get(id);
      if (!experiment) throw new Error(`experiment ${id} is gone`);
      return view(experiment, locale, trouble && { trouble });
    },
    ...createPredicting({ ...parts, find, findOwn }),
    start(ctx, question, predict) {
      const { policy, first = 1, ...rest } = question;
      const spec = {
        ...rest,
        policy: parsePolicy(policy ?? DEFAULT_POLICIES[question.model]),
        ...(first !== 1 && { first }),
      };
      return startSpec(ctx, spec, predict);
    },
    confirm: (ctx, id) => launch(proposal(ctx, id), ctx),
    drop(ctx, id) {
      const found = proposal(ctx, id);
      experiments.remove(found.id);
      return sentence(ctx, found, ctx.t('experiment.propose.dropped'));
    },
    show: (ctx, id) => ({ card: view(find(ctx, id), ctx.locale) }),
    list(ctx) {
      const shown = experiments.list(ctx.place.channel, LIST_LENGTH).map((experiment) => ({
        experiment,
        verdict: report(waits(experiment) ? [] : experiments.trials(experiment.id, false)).verdict,
      }));
      return { card: listCard(shown, ctx.t) };
    },
    cancel(ctx, id) {
      const found = findOwn(ctx, id);
      const job = experiments.jobOf(found.id);
      if (found.state !== 'running' || !job)
        throw new UserError('experiment.notRunning', { id: String(found.id) });
      experiments.finish(found.id, 'cancelled', clock.now());
      parts.cancelJob(job.job);
      return sentence(ctx, found, ctx.t('experiment.cancel.done', { id: String(found.id) }));
    },
    rename(ctx, id, typed) {
      const found = findOwn(ctx, id);
      const name = typed.replace(/\s+/g, ' ').trim();
      if (!/[\p{L}\p{N}]/u.test(name)) throw new UserError('experiment.emptyName');
      experiments.rename(found.id, name);
      return sentence(ctx, found, ctx.t('experiment.rename.done', { id: String(found.id), name }));
    },
    delete(ctx, id) {
      const found = findOwn(ctx, id);
      if (found.state === 'running') throw new UserError('experiment.stillRunning', { id: String(found.id) });
      experiments.remove(found.id);
      return sentence(ctx, found, ctx.t('experiment.delete.done', { id: String(found.id) }));
    },
    export(ctx, id) {
      const found = findShown(ctx, id);
      const reply = sentence(ctx, found, ctx.t('experiment.export.done', { id: String(found.id) }));
      const file = {
        type: 'file' as const,
        name: `experiment-${found.id}.csv`,
        mediaType: 'text/csv; charset=utf-8; header=present',
        content: toCsv(experiments.trials(found.id)),
      };
      return { card: { ...reply.card, blocks: [...reply.card.blocks, file] } };
    },
    numbers(ctx, id) {
      const found = findShown(ctx, id);
      return { card: numbersCard(found, experiments.trials(found.id), ctx.t) };
    },
    more,
    see(ctx, id) {
      if (!ctx.person.teacher) throw new UserError('prediction.needsTeacher');
      return more(ctx, id);
    },
    longer(ctx, id) {
      const { spec } = find(ctx, id);
      if (spec.epochs >= MOST.epochs) throw new UserError('experiment.mostEpochs', { max: MOST.epochs });
      return startSpec(ctx, { ...spec, epochs: Math.min(2 * spec.epochs, MOST.epochs) });
    },
  };
}
