/** What commands can do with networks' answers to test images: compare them by label, export them. */
import type { Theme } from '../charts/theme.ts';
import { text } from '../chat/card.ts';
import type { CommandContext, Reply } from '../chat/command.ts';
import { csvFile, formFor } from '../chat/csv.ts';
import type { DatasetInfos } from '../datasets/catalog.ts';
import type { Translate } from '../i18n/i18n.ts';
import { type Answers, measuresOf } from './answers.ts';
import { type AnswersColumn, answersCsv, labelsCsv } from './answers-csv.ts';
import type { Experiment, ExperimentRepository, Measure, TrialProgress } from './experiment.ts';
import type { KnownExperiments } from './experiments.ts';
import { labelReport } from './labels.ts';
import { labelsCard } from './labels-card.ts';
import { remainingWork } from './run.ts';
import type { Workload } from './workload.ts';

/** `id` is what a person typed: a number or `latest`. Reject with UserErrors. */
export interface NetworkAnswers {
  /** What augmentation changed for each label on a test; on the clean one if the experiment has no moved one. */
  labels(ctx: CommandContext, id: string, wanted: Measure): Promise<Reply>;
  /** The answers as CSV. */
  export(ctx: CommandContext, id: string): Promise<Reply>;
}

export interface NetworkAnswersParts {
  readonly known: Pick<KnownExperiments, 'findShown' | 'title'>;
  readonly experiments: Pick<ExperimentRepository, 'trials'>;
  readonly answers: Answers;
  readonly workload: Pick<Workload, 'wait'>;
  readonly datasets: DatasetInfos;
  readonly theme: Theme;
}

export function createNetworkAnswers(parts: NetworkAnswersParts): NetworkAnswers {
  const { known, experiments, answers, workload, datasets, theme } = parts;

  /** Says which networks have no answers, and how to get them; nothing while the experiment still runs. */
  function missingText(
    t: Translate,
    experiment: Experiment,
    trials: readonly TrialProgress[],
    measures: readonly Measure[],
  ): string | undefined {
    const missing = trials.filter(
      (trial) => !trial.crashed && measures.some((measure) => !answers.of(experiment, trial, measure)),
    );
    const [first] = missing;
    if (!first || experiment.state === 'running') return undefined;
    const isMoved = experiment.spec.test !== undefined;
    const units = missing.reduce((sum, trial) => sum + remainingWork(trial, isMoved, datasets), 0);
    const time = t.duration(workload.wait(experiment.asker, units, first.trial));
    return t('experiment.answers.missing', { count: missing.length, time });
  }

  return {
    async labels(ctx, id, wanted) {
      const experiment = known.findShown(ctx, id);
      const measures = measuresOf(experiment);
      const measure = measures.includes(wanted) ? wanted : 'clean';
      const images = await answers.images(experiment);
      const count = images.info.labels.length;
      const reports = Object.fromEntries(
        measures.map((one) => [one, labelReport(images.labels, count, [...answers.pairs(experiment, one)])]),
      );
      const trials = experiments.trials(experiment.id).filter(({ arm }) => arm !== 'full');
      return {
        card: (t) => {
          const missing = missingText(t, experiment, trials, [measure]);
          const title = known.title(t, experiment);
          return labelsCard({ experiment, title, measure, images, reports, missing, theme }, t);
        },
      };
    },
    async export(ctx, id) {
      const experiment = known.findShown(ctx, id);
      const { labels, info } = await answers.images(experiment);
      const trials = experiments.trials(experiment.id);
      const measures = [...measuresOf(experiment)].reverse();
      const columns = trials.flatMap((planned) =>
        measures.flatMap((measure): AnswersColumn[] => {
          const found = answers.of(experiment, planned, measure);
          return found ? [{ planned, measure, answers: found }] : [];
        }),
      );
      const count = new Set(columns.map(({ planned }) => planned)).size;
      const file = (name: string, csv: string) => csvFile(`experiment-${experiment.id}-${name}.csv`, csv);
      return {
        card: (t) => {
          const missing = missingText(t, experiment, trials, measures);
          const form = formFor(t.locale);
          return {
            title: known.title(t, experiment),
            blocks: [
              text(t('experiment.export.predictions', { id: String(experiment.id), count })),
              ...(missing === undefined ? [] : [text(missing)]),
              file('predictions', answersCsv(labels, columns, form)),
              file('labels', labelsCsv(info.labels, form)),
            ],
          };
        },
      };
    },
  };
}
