/** The answers of an experiment's networks to its test images, and these images as the networks saw them. */
import type { DatasetCatalog } from '../datasets/catalog.ts';
import type { DatasetInfo } from '../datasets/dataset.ts';
import { UserError } from '../i18n/user-error.ts';
import type { Pixels } from '../images/decode.ts';
import { original, variantMaker } from '../previews/variants.ts';
import { CLEAN_TEST, testId } from '../training/trial.ts';
import {
  type Experiment,
  type ExperimentRepository,
  type Measure,
  movedTest,
  type PlannedTrial,
  type TrialRepository,
} from './experiment.ts';

/** The label that each network of a pair gave each test image, one byte each. */
export interface AnswersPair {
  readonly seed: number;
  readonly reduced: Uint8Array;
  readonly augmented: Uint8Array;
}

/** The test images of an experiment's dataset. */
export interface TestImages {
  readonly info: DatasetInfo;
  /** The right label of each. */
  readonly labels: Uint8Array;
  /** An image as the networks saw it on a test. */
  picture(measure: Measure, image: number): Pixels;
}

export interface AnswersParts {
  readonly experiments: Pick<ExperimentRepository, 'planned'>;
  readonly trials: Pick<TrialRepository, 'scores'>;
  /** `load` is called often and should cache. */
  readonly datasets: Pick<DatasetCatalog, 'info' | 'load'>;
}

export interface Answers {
  /** One byte for each test image; undefined if the network is not trained or not scored on that test. */
  of(experiment: Experiment, planned: PlannedTrial, measure: Measure): Uint8Array | undefined;
  /** The pairs with answers on a test, lazily by seed: callers may need only the first few. */
  pairs(experiment: Experiment, measure: Measure): Iterable<AnswersPair>;
  /** Rejects with a UserError if the dataset is missing, or has other data than the networks were tested on. */
  images(experiment: Experiment): Promise<TestImages>;
}

/** The tests of an experiment; the moved one first, if it has one. */
export const measuresOf = ({ spec }: Experiment): readonly Measure[] =>
  spec.test ? ['moved', 'clean'] : ['clean'];

export function createAnswers({ experiments, trials, datasets }: AnswersParts): Answers {
  function of({ spec }: Experiment, planned: PlannedTrial, measure: Measure): Uint8Array | undefined {
    const test = measure === 'clean' ? CLEAN_TEST : spec.test && movedTest(spec.test);
    return test && trials.scores(planned).get(testId(planned.trial, test))?.predictions;
  }

  return {
    of,
    *pairs(experiment, measure) {
      const planned = experiments.planned(experiment.id);
      const augmented = planned.filter(({ arm }) => arm === 'augmented').sort((a, b) => a.seed - b.seed);
      for (const one of augmented) {
        const other = planned.find(({ arm, seed }) => arm === 'reduced' && seed === one.seed);
        const [won, lost] = [of(experiment, one, measure), other && of(experiment, other, measure)];
        if (won && lost) yield { seed: one.seed, reduced: lost, augmented: won };
      }
    },
    async images({ id, spec }) {
      const info = datasets.info(spec.dataset);
      if (experiments.planned(id).some(({ trial }) => trial.datasetHash !== info.hash))
        throw new UserError('experiment.answers.otherData', { id: String(id), dataset: info.title });
      const { test } = await datasets.load(spec.dataset);
      const originals = { pixels: test.pixels, shape: info };
      // The same as in scoring: the moved test's seed, and epoch 0.
      const { policy, seed } = movedTest(spec.test ?? []);
      const move = variantMaker(originals, policy, seed);
      return {
        info,
        labels: test.labels,
        picture: (measure, image) =>
          measure === 'moved' ? move(image, 0).picture : original(originals, image),
      };
    },
  };
}
