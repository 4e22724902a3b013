/** Demonstrations: prepared settings that are trained live, the results that come with Augie, and whether both are the same. */
import type { Theme } from '../charts/theme.ts';
import type { Card } from '../chat/card.ts';
import type { DatasetInfos } from '../datasets/catalog.ts';
import type { Translate } from '../i18n/i18n.ts';
import { UserError } from '../i18n/user-error.ts';
import { CLEAN_TEST, testId } from '../training/trial.ts';
import {
  type Demonstrated,
  type DemonstrationView,
  demonstrationView,
  preparedCard,
} from './demonstration-card.ts';
import type { DemonstrationName } from './demonstration-names.ts';
import {
  type Experiment,
  type ExperimentSpec,
  type TrialProgress,
  type TrialRepository,
  testsOf,
} from './experiment.ts';
import { compare, fingerprint, type LiveNetwork, type Prepared, preparedTrials } from './prepared.ts';
import { type Report, report } from './report.ts';

export interface DemonstrationParts {
  /** The file of a demonstration. */
  readonly prepared: (name: DemonstrationName) => Prepared;
  readonly datasets: DatasetInfos;
  readonly trials: Pick<TrialRepository, 'scores'>;
  readonly theme: Theme;
}

/** The input of its card. `isPredicted`: people are still predicting; `wasPredicted`: they could predict. */
export interface Seen {
  readonly experiment: Experiment;
  readonly trials: readonly TrialProgress[];
  readonly found: Report;
  readonly isPredicted: boolean;
  readonly wasPredicted: boolean;
}

export interface Demonstrations {
  /** Throws a UserError if its dataset is missing. */
  spec(name: DemonstrationName): ExperimentSpec;
  /** The additions to an experiment's card; undefined for an experiment that is not a demonstration. */
  view(seen: Seen, t: Translate): DemonstrationView | undefined;
  /** The prepared result by itself. Throws a UserError if there is none. */
  card(seen: Seen, t: Translate): Card;
}

export function createDemonstrations(parts: DemonstrationParts): Demonstrations {
  const { datasets } = parts;

  /** A file's dataset, if it is available. */
  function datasetOf({ spec, datasetHash }: Prepared) {
    const dataset = datasets.find(spec.dataset);
    return dataset?.hash === datasetHash ? dataset : undefined;
  }

  /** The prepared result of an experiment; undefined if this Augie's setting is another one. */
  function preparedOf({ spec }: Experiment) {
    const made = spec.demonstration && parts.prepared(spec.demonstration);
    const dataset = made && datasetOf(made);
    if (!dataset || JSON.stringify(made.spec) !== JSON.stringify(spec)) return undefined;
    const trials = preparedTrials(made, dataset);
    const found = report({ classroom: '', spec }, trials, { datasets, questions: { find: () => undefined } });
    return { made, found };
  }

  function comparisonOf({ spec }: Experiment, made: Prepared, trials: readonly TrialProgress[]) {
    const live = trials.flatMap((trial): LiveNetwork[] => {
      const { trainAccuracy, lastAccuracy } = trial;
      if (trainAccuracy === undefined || lastAccuracy === undefined) return [];
      const known = parts.trials.scores(trial);
      const scores = [CLEAN_TEST, ...testsOf(spec)].flatMap(
        (test) => known.get(testId(trial.trial, test)) ?? [],
      );
      const { epochs } = trial;
      return [{ trial, fingerprint: fingerprint({ epochs, trainAccuracy, lastAccuracy, scores }) }];
    });
    return compare(made, live);
  }

  function demonstrated(name: DemonstrationName, seen: Seen): Demonstrated {
    const { experiment, trials, found, isPredicted, wasPredicted } = seen;
    const prepared = preparedOf(experiment);
    const isDone = experiment.state === 'done';
    return {
      name,
      experiment,
      found,
      isPredicted,
      prepared,
      comparison: isDone && prepared ? comparisonOf(experiment, prepared.made, trials) : undefined,
      isPreparedShown: wasPredicted && experiment.state === 'running',
      theme: parts.theme,
      datasets,
    };
  }

  return {
    spec(name) {
      const made = parts.prepared(name);
      if (!datasetOf(made)) throw new UserError('demonstration.noDataset', { dataset: made.title });
      return made.spec;
    },
    view(seen, t) {
      const name = seen.experiment.spec.demonstration;
      return name && demonstrationView(demonstrated(name, seen), t);
    },
    card(seen, t) {
      const { id, spec } = seen.experiment;
      if (seen.isPredicted) throw new UserError('prediction.notYet', { id: String(id) });
      const shown = spec.demonstration && demonstrated(spec.demonstration, seen);
      if (!shown?.prepared) throw new UserError('demonstration.noResult', { id: String(id) });
      return preparedCard({ ...shown, prepared: shown.prepared }, t);
    },
  };
}
