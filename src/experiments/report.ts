/** The results of an experiment so far: curves, final accuracies, pairs and their verdicts. Pure. */
import type { DatasetInfos } from '../datasets/catalog.ts';
import { subsetSize } from '../datasets/split.ts';
import type { EpochResult, Trial } from '../training/trial.ts';
import {
  type Arm,
  arms,
  type Experiment,
  type ExperimentSpec,
  firstSeed,
  type Measure,
  MOST,
  type TrialProgress,
} from './experiment.ts';
import { looksOf, type QuestionFacts } from './looks.ts';
import { stepsPerEpoch } from './plan.ts';
import { type QuestionLedger, questionFacts, questionId } from './question.ts';
import { mean, standardDeviation } from './statistics.ts';
import { type Pair, type Verdict, verdictOf } from './verdict.ts';

/** A mean over the seeds so far, and their extremes. */
export interface Band {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** Validation after a validated epoch: accuracy, a share in [0, 1], and loss in nats. */
export interface CurvePoint extends Band {
  readonly step: number;
  /** How many seeds have come this far. */
  readonly seeds: number;
  readonly loss: Band;
}

/** What counts as a rise of the validation loss: 10 %. */
export const RISE = 0.1;

/** Test accuracies of an arm on one test. */
export interface Results {
  /** Of each finished trial, by seed. */
  readonly bySeed: ReadonlyMap<number, number>;
  /** Undefined before the first. */
  readonly mean?: number;
  readonly deviation?: number;
}

export interface ArmReport {
  readonly arm: Arm;
  /**
   * The number of training images and of gradient updates: left out if the dataset of the trials is no longer
   * available, or has other data by now.
   */
  readonly pictures?: number;
  readonly steps?: number;
  readonly curve: readonly CurvePoint[];
  readonly clean: Results;
  readonly moved: Results;
  /** Mean of training accuracy minus the last validation accuracy: a measure of overfitting. */
  readonly gap?: number;
  /** How many finished networks end with a validation loss that is at least `RISE` above their lowest. */
  readonly risen: number;
}

/** The pairs on one test, in the order of their seeds, and their verdict. */
export interface Finding {
  readonly measure: Measure;
  readonly pairs: readonly Pair[];
  readonly verdict: Verdict;
  /** How many images the test has. */
  readonly images: number;
  /** After how many epochs, if pairs are compared after several numbers of epochs. */
  readonly epochs?: number;
}

export interface Crossing {
  readonly step: number;
  readonly epoch: number;
}

export interface Report {
  readonly arms: readonly ArmReport[];
  readonly seeds: readonly number[];
  readonly clean: Finding;
  /** Only if the experiment has a moved test. */
  readonly moved?: Finding;
  /** Only if the pairs are also trained for fewer epochs: on clean images, after those epochs. */
  readonly early?: Finding;
  /** In that case also: where the mean validation accuracy of augmented rises above that of reduced for good. */
  readonly crossing?: Crossing;
  /** How many seeds the next look needs; twice as many as now if there is no further look. */
  readonly more: number;
  readonly finished: number;
  readonly crashed: number;
  readonly total: number;
}

export interface ReportParts {
  readonly datasets: DatasetInfos;
  readonly questions: Pick<QuestionLedger, 'find'>;
}

export function report(
  experiment: Pick<Experiment, 'classroom' | 'spec'>,
  trials: readonly TrialProgress[],
  parts: ReportParts,
): Report {
  const { spec } = experiment;
  const after = (epochs: number) => trials.filter(({ trial }) => trial.epochs === epochs);
  const last = spec.early === undefined ? trials : after(spec.epochs);
  const shorter = spec.early === undefined ? [] : after(spec.early);
  const finding = (measure: Measure) => findingOn(measure, experiment, last, parts);
  const reports = arms.flatMap((arm) => {
    const own = last.filter((trial) => trial.arm === arm);
    return own[0] ? [armReport(arm, withEarly(own, shorter), own[0], parts.datasets)] : [];
  });
  const crossing = spec.early === undefined ? undefined : crossingOf(reports, spec);
  return {
    arms: reports,
    seeds: [...new Set(trials.map(({ seed }) => seed))],
    clean: { ...finding('clean'), ...(spec.early !== undefined && { epochs: spec.epochs }) },
    ...(spec.test && { moved: finding('moved') }),
    ...(spec.early !== undefined && {
      early: { ...findingOn('clean', experiment, shorter, parts), epochs: spec.early },
    }),
    ...(crossing && { crossing }),
    more: nextSeeds(experiment, trials, parts),
    finished: trials.filter(({ testAccuracy }) => testAccuracy !== undefined).length,
    crashed: trials.filter(({ crashed }) => crashed).length,
    total: trials.length,
  };
}

/** Trials of one lineage are one network at several times: a curve also has the epochs that only the shorter trial has validated. */
function withEarly(trials: readonly TrialProgress[], shorter: readonly TrialProgress[]): TrialProgress[] {
  return trials.map((trial) => {
    const other = shorter.find(({ arm, seed }) => arm === trial.arm && seed === trial.seed);
    const isValidated = ({ valLoss }: EpochResult) => valLoss !== undefined;
    const byEpoch = new Map(trial.epochs.map((epoch) => [epoch.epoch, epoch]));
    for (const epoch of other?.epochs ?? [])
      if (isValidated(epoch) || !byEpoch.has(epoch.epoch)) byEpoch.set(epoch.epoch, epoch);
    return { ...trial, epochs: [...byEpoch.values()].sort((a, b) => a.epoch - b.epoch) };
  });
}

/** Between two validations of all seeds, the crossing is that of the chart's straight lines. */
function crossingOf(reports: readonly ArmReport[], { seeds, epochs }: ExperimentSpec): Crossing | undefined {
  const of = (arm: Arm) => reports.find((one) => one.arm === arm);
  const [reduced, augmented] = [of('reduced'), of('augmented')];
  const byStep = new Map(reduced?.curve.map((point) => [point.step, point]));
  const gaps = (augmented?.curve ?? []).flatMap((point) => {
    const other = byStep.get(point.step);
    const isOfAll = point.seeds === seeds && other?.seeds === seeds;
    return other && isOfAll ? [{ step: point.step, gap: point.mean - other.mean }] : [];
  });
  const at = gaps.findLastIndex(({ gap }) => gap < 0);
  const [before, after] = [gaps[at], gaps[at + 1]];
  if (!before || !after || augmented?.steps === undefined) return undefined;
  // The chart's step axis is logarithmic, so its straight lines are straight in the logarithm of the steps.
  const share = before.gap / (before.gap - after.gap);
  const step = before.step * (after.step / before.step) ** share;
  return { step, epoch: (step * epochs) / augmented.steps };
}

function nextSeeds(
  experiment: Pick<Experiment, 'classroom' | 'spec'>,
  trials: readonly TrialProgress[],
  parts: ReportParts,
): number {
  const { seeds } = experiment.spec;
  const augmented = trials.find(({ arm }) => arm === 'augmented');
  const looks = augmented ? looksOf(question('clean', experiment, augmented.trial, parts).planned) : [];
  return looks.find(({ pairs }) => pairs > seeds)?.pairs ?? Math.min(2 * seeds, MOST.seeds);
}

const accuracyOn = (measure: Measure, { testAccuracy, movedAccuracy }: TrialProgress) =>
  measure === 'clean' ? testAccuracy : movedAccuracy;

function findingOn(
  measure: Measure,
  experiment: Pick<Experiment, 'classroom' | 'spec'>,
  trials: readonly TrialProgress[],
  parts: ReportParts,
): Finding {
  const { spec } = experiment;
  const augmented = trials.filter(({ arm }) => arm === 'augmented');
  const pairs = [...augmented]
    .sort((a, b) => a.seed - b.seed)
    .flatMap((trial) => {
      const { seed } = trial;
      const other = trials.find((one) => one.arm === 'reduced' && one.seed === seed);
      const [won, lost] = [accuracyOn(measure, trial), other && accuracyOn(measure, other)];
      if (won === undefined || lost === undefined) return [];
      return [{ seed, reduced: lost, augmented: won, samePredictions: trial.unchanged.includes(measure) }];
    });
  const [first] = augmented;
  if (!first) return { measure, pairs, verdict: { kind: 'none' }, images: 0 };
  const crashed = trials.filter((trial) => trial.crashed && trial.arm !== 'full').map(({ seed }) => seed);
  const trained = { firstSeed: firstSeed(spec), numerics: first.trial.numerics, pairs, crashed };
  const facts = question(measure, experiment, first.trial, parts);
  return { measure, pairs, verdict: verdictOf(facts, trained), images: facts.testImages };
}

/** The ledger's row. Experiments from before the ledger have no row, and no verdict anyway. */
function question(
  measure: Measure,
  { classroom, spec }: Pick<Experiment, 'classroom' | 'spec'>,
  augmented: Trial,
  { datasets, questions }: ReportParts,
): QuestionFacts {
  const test = measure === 'moved' ? spec.test : undefined;
  // A demonstration was planned when it was prepared, whatever a class has asked.
  const asked = spec.demonstration ? undefined : questions.find(classroom, questionId(augmented, test));
  return asked ?? questionFacts(spec, datasets.find(spec.dataset)?.sizes.test ?? 0);
}

function armReport(
  arm: Arm,
  trials: readonly TrialProgress[],
  { trial }: TrialProgress,
  datasets: DatasetInfos,
): ArmReport {
  const dataset = datasets.find(trial.dataset);
  const gaps = trials.flatMap(({ epochs, trainAccuracy }) => {
    const last = epochs.at(-1)?.valAccuracy;
    return trainAccuracy === undefined || last === undefined ? [] : [trainAccuracy - last];
  });
  const risen = trials.filter(({ testAccuracy, epochs }) => {
    const losses = epochs.flatMap(({ valLoss }) => valLoss ?? []);
    return testAccuracy !== undefined && (losses.at(-1) ?? 0) >= (1 + RISE) * Math.min(...losses);
  });
  return {
    arm,
    risen: risen.length,
    ...(dataset?.hash === trial.datasetHash && {
      pictures: subsetSize(dataset, trial.fraction),
      steps: trial.epochs * stepsPerEpoch(trial, dataset),
    }),
    curve: curve(trials),
    clean: results('clean', trials),
    moved: results('moved', trials),
    ...(gaps.length > 0 && { gap: mean(gaps) }),
  };
}

function results(measure: Measure, trials: readonly TrialProgress[]): Results {
  const bySeed = new Map(
    trials.flatMap((trial) => {
      const accuracy = accuracyOn(measure, trial);
      return accuracy === undefined ? [] : [[trial.seed, accuracy]];
    }),
  );
  const accuracies = [...bySeed.values()];
  if (accuracies.length === 0) return { bySeed };
  return { bySeed, mean: mean(accuracies), deviation: standardDeviation(accuracies) };
}

function curve(trials: readonly TrialProgress[]): CurvePoint[] {
  const byEpoch = new Map<number, EpochResult[]>();
  for (const result of trials.flatMap(({ epochs }) => epochs)) {
    const reached = byEpoch.get(result.epoch);
    if (reached) reached.push(result);
    else byEpoch.set(result.epoch, [result]);
  }
  return [...byEpoch.entries()]
    .sort(([a], [b]) => a - b)
    .flatMap(([, reached]) => {
      const band = (value: (epoch: EpochResult) => number | undefined): Band | undefined => {
        const values = reached.flatMap((epoch) => value(epoch) ?? []);
        if (values.length === 0) return undefined;
        return { mean: mean(values), low: Math.min(...values), high: Math.max(...values) };
      };
      const accuracy = band(({ valAccuracy }) => valAccuracy);
      const loss = band(({ valLoss }) => valLoss);
      return accuracy && loss
        ? [{ step: reached[0]?.step ?? 0, seeds: reached.length, ...accuracy, loss }]
        : [];
    });
}
