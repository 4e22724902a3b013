/** What people do with experiments: start, show, cancel, export. It decides; run.ts trains. */
import { randomUUID } from 'node:crypto';
import { parsePolicy } from '../augment/policy.ts';
import { type Card, type Draw, sentenceCard, text } from '../chat/card.ts';
import type { CommandContext, Reply } from '../chat/command.ts';
import { csvFile, formFor } from '../chat/csv.ts';
import type { Work } from '../chat/ports.ts';
import type { DatasetCatalog } from '../datasets/catalog.ts';
import type { MessageKey, MessageParams, Translate } from '../i18n/i18n.ts';
import { about, UserError } from '../i18n/user-error.ts';
import type { Clock } from '../time/clock.ts';
import type { BackendInfo } from '../training/trial.ts';
import { toCsv } from './csv.ts';
import { DEFAULT_POLICIES } from './default-policies.ts';
import { type Experiment, type ExperimentSpec, FULL_SEEDS, MOST, seedsOf } from './experiment.ts';
import type { Experiments, KnownExperiments } from './experiments.ts';
import { findExperiment } from './find.ts';
import { plan } from './plan.ts';
import { questionFacts, questionId } from './question.ts';
import { shorter } from './shorter.ts';
import { listCard, numbersCard, proposalCard } from './small-cards.ts';
import { createViews, type ViewParts } from './views.ts';
import { breaksLabels, experimentTitle, runAction } from './words.ts';

const MOST_RUNNING = 5;
const LIST_LENGTH = 20;

export interface ServiceParts extends ViewParts {
  readonly datasets: Pick<DatasetCatalog, 'info' | 'find' | 'default'>;
  readonly backend: BackendInfo;
  readonly clock: Clock;
  /** Milliseconds: Augie asks before a run of at least `confirm`; a run beyond `most` needs a teacher. */
  readonly budget: { readonly confirm: number; readonly most: number };
  readonly cancelJob: (job: number) => void;
  /** Prepares trainers for a dataset. */
  readonly warm: (dataset: string) => void;
}

/** The same as people's own question: continuing from a demonstration asks it. */
const asked = ({ demonstration: _, early: __, ...spec }: ExperimentSpec): ExperimentSpec => spec;

/** Throws UserError where its seeds would pass the largest. */
function checkSeeds(spec: ExperimentSpec): void {
  const last = seedsOf(spec).at(-1) ?? 0;
  if (last <= MOST.first) return;
  const numbers = { last, max: MOST.first, first: MOST.first - spec.seeds + 1 };
  const params = Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, String(value)]));
  throw new UserError('experiment.seedsTooLarge', params, 'first');
}

export interface ExperimentService extends Experiments, KnownExperiments {
  /** The current card of experiment `id` in a language, with the reason if it cannot continue at the moment. */
  card(id: number, locale: string, trouble?: UserError): Card | Promise<Card>;
  /** What goes on in the card of a running experiment. */
  work(id: number): Work | undefined;
}

export function createExperiments(parts: ServiceParts): ExperimentService {
  const { experiments, questions, addition, demonstrations, datasets, clock } = parts;
  const { results, estimate, view, viewDone, newest, prepared } = createViews(parts);

  const find = ({ classroom }: CommandContext, typed: string): Experiment =>
    findExperiment(experiments, classroom, typed);

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

  function findShown(ctx: CommandContext, typed: string): Experiment {
    const found = find(ctx, typed);
    if (addition.waits(found.id)) throw new UserError('prediction.notYet', { id: String(found.id) });
    return found;
  }

  /** The first experiment to train or show the pairs of a question fixes how Augie judges it. */
  function ask({ id, classroom, spec }: Experiment): void {
    if (spec.demonstration) return; // a demonstration is not a question of the class
    const augmented = experiments.planned(id).find(({ arm }) => arm === 'augmented');
    if (!augmented) return;
    const tests = spec.test ? [undefined, spec.test] : [undefined];
    const ids = tests.map((test) => questionId(augmented.trial, test));
    const facts = questionFacts(spec, datasets.info(spec.dataset).sizes.test);
    questions.ask(classroom, ids, facts, clock.now());
  }

  /** False where it is not running. */
  function stop({ id, state }: Experiment): boolean {
    const job = experiments.jobOf(id);
    if (state !== 'running' || !job) return false;
    experiments.finish(id, 'cancelled', clock.now());
    parts.cancelJob(job.job);
    return true;
  }

  function launch(experiment: Experiment, ctx: CommandContext): Reply {
    const { id } = experiment;
    const count = experiments.running(ctx.person.id);
    if (count >= MOST_RUNNING && !ctx.person.teacher) {
      throw new UserError('experiment.tooManyRunning', { count });
    }
    ask(experiment);
    const job = experiments.launch(id, { place: ctx.place, locale: ctx.locale }, clock.now());
    if (addition.waits(id)) parts.warm(experiment.spec.dataset); // while people predict
    return { card: ({ locale }) => view({ ...experiment, state: 'running' }, locale), job };
  }

  /** A spec that was asked by the same person here: still running, or done with the same trials. Demonstrations are live. */
  function before(ctx: CommandContext, spec: ExperimentSpec, ids: string, fresh: boolean): Reply | undefined {
    const same = experiments.same(ctx.person.id, ctx.classroom, spec);
    // A class can still predict what a teacher has tried at home.
    const isLive = spec.demonstration !== undefined;
    if (!same || ((fresh || isLive) && same.state === 'done')) return undefined;
    const trials = experiments.trials(same.id);
    if (!isLive && trials.map(({ id }) => id).join() !== ids) return undefined;
    if (trials.some(({ crashed }) => crashed)) return undefined;
    const job = experiments.jobOf(same.id);
    if (same.state === 'running' && job) {
      return { card: (t) => view(same, t.locale, { note: t('experiment.already') }), job };
    }
    return {
      card: (t) => viewDone(same, t.locale, t('experiment.again', { date: t.date(same.createdAt) })),
    };
  }

  /** Stores its rows before it waits for anything: if two ask the same at once, the second finds the first. */
  async function startSpec(
    ctx: CommandContext,
    spec: ExperimentSpec,
    prepare?: (experiment: number) => void,
  ): Promise<Reply> {
    const { person, classroom, t } = ctx;
    checkSeeds(spec);
    const isLive = spec.demonstration !== undefined;
    const trials = plan(spec, datasets.info(spec.dataset), parts.backend, isLive ? randomUUID() : undefined);
    const known = before(ctx, spec, trials.map(({ id }) => id).join(), prepare !== undefined);
    if (known) return known;
    const id = experiments.propose({
      spec,
      asker: person.id,
      classroom,
      trials,
      now: clock.now(),
    });
    prepare?.(id);
    const experiment = experiments.get(id) as Experiment;
    if (isLive) return launch(experiment, ctx); // demonstrations are short
    const progress = experiments.trials(id);
    const time = estimate('wait', experiment, progress);
    const { confirm, most } = parts.budget;
    if (time > most && !person.teacher) {
      experiments.remove(id);
      throw new UserError('experiment.needsTeacher', { time: t.duration(time), cap: t.duration(most) });
    }
    if (time <= confirm) return launch(experiment, ctx);
    const missing = progress.filter(({ testAccuracy }) => testAccuracy === undefined).length;
    parts.warm(spec.dataset); // while somebody reads
    const smaller = shorterThan(experiment);
    return {
      card: (t) => proposalCard(experiment, { time, limit: confirm, trials: missing, smaller }, datasets, t),
      confirm: runAction('confirm', id),
    };
  }

  /** What is trained for others already does not count here. Where people have begun to predict, it stays what they predict. */
  function shorterThan(experiment: Experiment) {
    if (addition.waits(experiment.id)) return undefined;
    const info = datasets.info(experiment.spec.dataset);
    return shorter(experiment.spec, parts.budget.confirm, (spec) => {
      const untrained = { epochs: [], isKept: false, unchanged: [], crashed: false };
      const trials = plan(spec, info, parts.backend).map((planned) => ({ ...planned, ...untrained }));
      return estimate('wait', { ...experiment, spec }, trials);
    });
  }

  function proposal(ctx: CommandContext, id: string): Experiment {
    const found = experiments.get(Number(id));
    if (found?.state !== 'proposed' || found.asker !== ctx.person.id) {
      throw new UserError('experiment.noProposal');
    }
    return found;
  }

  async function more(ctx: CommandContext, id: string): Promise<Reply> {
    const experiment = find(ctx, id);
    const { spec } = experiment;
    if (spec.seeds >= MOST.seeds) {
      const which = breaksLabels(spec, datasets) ? 'mostSeedsMilder' : 'mostSeeds';
      throw new UserError(`experiment.${which}`, { max: MOST.seeds });
    }
    return startSpec(ctx, { ...asked(spec), seeds: results(experiment.id).more });
  }

  const title = (t: Translate, experiment: Experiment): string => experimentTitle(t, experiment, datasets);

  /** Says under the experiment's title that something is done. */
  const done =
    (experiment: Experiment, key: MessageKey, params: MessageParams = {}): Draw =>
    (t) =>
      sentenceCard(title(t, experiment), t(key, { id: String(experiment.id), ...params }));

  return {
    card(id, locale, trouble) {
      const experiment = experiments.get(id);
      if (!experiment) throw new Error(`experiment ${id} is gone`);
      return newest(experiment, locale, trouble);
    },
    find,
    findShown,
    findOwn,
    title,
    results,
    async start(ctx, question, prepare) {
      if (typeof question === 'string') return startSpec(ctx, demonstrations.spec(question), prepare);
      const { policy, test, dataset = datasets.default, first = 1, full = FULL_SEEDS, ...rest } = question;
      const parsed = about('policy', () => parsePolicy(policy ?? DEFAULT_POLICIES[question.model]));
      const moved = about('test', () => parsePolicy(test ?? datasets.info(dataset).movedTest));
      const spec = {
        dataset,
        ...rest,
        policy: parsed,
        ...(first !== 1 && { first }),
        ...(full !== FULL_SEEDS && { full }),
        ...(moved.length > 0 && { test: moved }),
      };
      return startSpec(ctx, spec, prepare);
    },
    confirm: (ctx, id) => launch(proposal(ctx, id), ctx),
    async shorter(ctx, id) {
      const found = proposal(ctx, id);
      const smaller = shorterThan(found);
      if (!smaller) throw new UserError('experiment.noProposal');
      experiments.remove(found.id);
      return startSpec(ctx, smaller.spec);
    },
    drop(ctx, id) {
      const found = proposal(ctx, id);
      experiments.remove(found.id);
      return { card: done(found, 'experiment.propose.dropped') };
    },
    show(ctx, id) {
      const found = find(ctx, id);
      return { card: ({ locale }) => newest(found, locale) };
    },
    list(ctx) {
      const shown = experiments.list(ctx.classroom, LIST_LENGTH).map((experiment) => ({
        experiment,
        found: addition.waits(experiment.id) ? undefined : results(experiment.id),
      }));
      return { card: (t) => listCard(shown, datasets, t) };
    },
    work(id) {
      const found = experiments.get(id);
      return found && { owner: found.asker, stop: () => stop(found) };
    },
    cancel(ctx, id) {
      const found = findOwn(ctx, id);
      if (!stop(found)) throw new UserError('experiment.notRunning', { id: String(found.id) });
      return { card: done(found, 'experiment.cancel.done') };
    },
    rename(ctx, id, typed) {
      const found = findOwn(ctx, id);
      const name = typed.replace(/\s+/g, ' ').trim();
      if (!/[\p{L}\p{N}]/u.test(name)) throw new UserError('experiment.emptyName', {}, 'name');
      experiments.rename(found.id, name);
      return { card: done(found, 'experiment.rename.done', { name }) };
    },
    delete(ctx, id) {
      const found = findOwn(ctx, id);
      if (found.state === 'running') throw new UserError('experiment.stillRunning', { id: String(found.id) });
      experiments.remove(found.id);
      return { card: done(found, 'experiment.delete.done') };
    },
    export(ctx, id) {
      const found = findShown(ctx, id);
      const trials = experiments.trials(found.id);
      const file = (t: Translate) =>
        csvFile(`experiment-${found.id}.csv`, toCsv(trials, found.spec.test, formFor(t.locale)));
      return {
        card: (t) => ({
          title: title(t, found),
          blocks: [text(t('experiment.export.done', { id: String(found.id) })), file(t)],
        }),
      };
    },
    numbers(ctx, id) {
      const found = findShown(ctx, id);
      const report = results(found.id);
      return { card: (t) => numbersCard(found, report, datasets, t) };
    },
    prepared(ctx, id) {
      const found = find(ctx, id);
      return { card: (t) => prepared(found, t) };
    },
    more,
    async longer(ctx, id) {
      const { spec } = find(ctx, id);
      if (spec.epochs >= MOST.epochs) throw new UserError('experiment.mostEpochs', { max: MOST.epochs });
      return startSpec(ctx, { ...asked(spec), epochs: Math.min(2 * spec.epochs, MOST.epochs) });
    },
  };
}
