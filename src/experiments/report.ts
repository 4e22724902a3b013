/** What an experiment has shown so far: curves, final accuracies, pairs and the verdict. Pure. */
import type { DatasetInfos } from '../datasets/catalog.ts';
import { subsetSize } from '../datasets/split.ts';
import { type Arm, arms, type TrialProgress } from './experiment.ts';
import { stepsPerEpoch } from './plan.ts';
import { mean, standardDeviation } from './statistics.ts';
import { type Pair, type Verdict, verdict } from './verdict.ts';

/** Validation accuracy after an epoch, over the seeds that have come so far. Shares in [0, 1]. */
export interface CurvePoint {
  readonly step: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

export interface ArmReport {
  readonly arm: Arm;
  /**
   * Training pictures it may see, and gradient updates it takes in all: left out where the dataset of the trials is not
   * here any more, or holds other data by now.
   */
  readonly pictures?: number;
  readonly steps?: number;
  readonly curve: readonly CurvePoint[];
  /** Test accuracy of each finished trial, by seed. */
  readonly finals: ReadonlyMap<number, number>;
  /** Of the finals; undefined before the first. */
  readonly mean?: number;
  readonly deviation?: number;
}

export interface Report {
  readonly arms: readonly ArmReport[];
  readonly seeds: readonly number[];
  readonly pairs: readonly Pair[];
  readonly verdict: Verdict;
  readonly finished: number;
  readonly crashed: number;
  readonly total: number;
}

export function report(trials: readonly TrialProgress[], datasets: DatasetInfos): Report {
  const ofArm = (arm: Arm) => trials.filter((trial) => trial.arm === arm);
  const reports = arms.flatMap((arm) => {
    const own = ofArm(arm);
    return own[0] ? [armReport(arm, own, own[0], datasets)] : [];
  });
  const finals = (arm: Arm) => reports.find((one) => one.arm === arm)?.finals;
  const pairs = [...(finals('reduced') ?? [])].flatMap(([seed, reduced]) => {
    const augmented = finals('augmented')?.get(seed);
    return augmented === undefined ? [] : [{ seed, reduced, augmented }];
  });
  return {
    arms: reports,
    seeds: [...new Set(trials.map(({ seed }) => seed))],
    pairs,
    verdict: verdict(pairs),
    finished: trials.filter(({ testAccuracy }) => testAccuracy !== undefined).length,
    crashed: trials.filter(({ crashed }) => crashed).length,
    total: trials.length,
  };
}

function armReport(
  arm: Arm,
  trials: readonly TrialProgress[],
  { trial }: TrialProgress,
  datasets: DatasetInfos,
): ArmReport {
  const dataset = datasets.find(trial.dataset);
  const finals = new Map(
    trials.flatMap(({ seed, testAccuracy }) => (testAccuracy === undefined ? [] : [[seed, testAccuracy]])),
  );
  const accuracies = [...finals.values()];
  return {
    arm,
    ...(dataset?.hash === trial.datasetHash && {
      pictures: subsetSize(dataset, trial.fraction),
      steps: trial.epochs * stepsPerEpoch(trial, dataset),
    }),
    curve: curve(trials),
    finals,
    ...(accuracies.length > 0 && { mean: mean(accuracies), deviation: standardDeviation(accuracies) }),
  };
}

function curve(trials: readonly TrialProgress[]): CurvePoint[] {
  const longest = Math.max(0, ...trials.map(({ epochs }) => epochs.length));
  return Array.from({ length: longest }, (_, i) => {
    const reached = trials.flatMap(({ epochs }) => epochs[i] ?? []);
    const values = reached.map(({ valAccuracy }) => valAccuracy);
    return {
      step: reached[0]?.step ?? 0,
      mean: mean(values),
      low: Math.min(...values),
      high: Math.max(...values),
    };
  });
}
