/** Makes what people see of an experiment from its rows: its report, its card, how long it takes. */
import type { Theme } from '../charts/theme.ts';
import type { Block, Card } from '../chat/card.ts';
import type { DatasetInfos } from '../datasets/catalog.ts';
import { type Translate, translate } from '../i18n/i18n.ts';
import type { UserError } from '../i18n/user-error.ts';
import type { ExperimentAddition } from './addition.ts';
import { experimentCard } from './card.ts';
import type { Demonstrations } from './demonstrations.ts';
import type { Experiment, ExperimentRepository, TrialProgress } from './experiment.ts';
import type { QuestionLedger } from './question.ts';
import { type Report, report } from './report.ts';
import { remainingWork } from './run.ts';
import type { Workload } from './workload.ts';

export interface ViewParts {
  readonly experiments: ExperimentRepository;
  readonly questions: QuestionLedger;
  readonly addition: ExperimentAddition;
  readonly demonstrations: Demonstrations;
  readonly workload: Workload;
  readonly datasets: DatasetInfos;
  readonly theme: Theme;
  /** Test images with answers for the card of a finished experiment; undefined if they cannot be shown. */
  readonly examples: (experiment: Experiment, t: Translate) => Promise<Block | undefined>;
}

export function createViews({
  experiments,
  questions,
  addition,
  demonstrations,
  workload,
  datasets,
  theme,
  examples: examplesOf,
}: ViewParts) {
  const reportOn = (experiment: Experiment, trials: readonly TrialProgress[]) =>
    report(experiment, trials, { datasets, questions });

  function results(id: number): Report {
    const experiment = experiments.get(id);
    if (!experiment) throw new Error(`experiment ${id} is gone`);
    return reportOn(experiment, experiments.trials(id, false));
  }

  /** Milliseconds: `timeLeft` on the machine as busy as it is, `wait` on an idle machine. */
  function estimate(
    how: 'timeLeft' | 'wait',
    experiment: Experiment,
    trials: readonly TrialProgress[],
  ): number {
    const [first] = trials;
    if (!first) return 0;
    const isMoved = experiment.spec.test !== undefined;
    const units = trials.reduce((sum, trial) => sum + remainingWork(trial, isMoved, datasets), 0);
    return workload[how](experiment.asker, units, first.trial);
  }

  /** Until the first epoch is there, people may predict, and nothing reveals the result. */
  const seen = (
    experiment: Experiment,
    trials: readonly TrialProgress[],
    found: Report,
    wasPredicted: boolean,
  ) => {
    const isTrained = experiment.state !== 'running' || trials.some(({ epochs }) => epochs.length > 0);
    return { experiment, trials, found, wasPredicted, isPredicted: wasPredicted && !isTrained };
  };

  function view(
    experiment: Experiment,
    locale: string,
    more: { note?: string; trouble?: UserError; examples?: Block } = {},
  ): Card {
    const t = translate(locale);
    const trials = experiments.trials(experiment.id);
    const found = reportOn(experiment, trials);
    const added = addition.card(experiment, found, t, more.trouble);
    const demonstration = demonstrations.view(seen(experiment, trials, found, added !== undefined), t);
    return experimentCard(
      {
        experiment,
        trials,
        found,
        theme,
        datasets,
        asked: questions.count(experiment.classroom),
        waits: addition.waits(experiment.id),
        ...(added && { added }),
        ...(demonstration && { demonstration }),
        ...(experiment.state === 'running' && { timeLeft: estimate('timeLeft', experiment, trials) }),
        ...more,
      },
      t,
    );
  }

  /** Only the last card reads and draws images, because earlier cards are edited often. */
  async function viewDone(experiment: Experiment, locale: string, note?: string): Promise<Card> {
    const examples = await examplesOf(experiment, translate(locale));
    return view(experiment, locale, { ...(note !== undefined && { note }), ...(examples && { examples }) });
  }

  /** The current card of the experiment in a language, with the reason if it cannot continue at the moment. */
  const newest = (experiment: Experiment, locale: string, trouble?: UserError): Card | Promise<Card> =>
    experiment.state === 'done'
      ? viewDone(experiment, locale)
      : view(experiment, locale, trouble && { trouble });

  /** The prepared result of a demonstration. */
  function prepared(experiment: Experiment, t: Translate): Card {
    const trials = experiments.trials(experiment.id);
    const found = reportOn(experiment, trials);
    const wasPredicted = addition.card(experiment, found, t, undefined) !== undefined;
    return demonstrations.card(seen(experiment, trials, found, wasPredicted), t);
  }

  return { results, estimate, view, viewDone, newest, prepared };
}
