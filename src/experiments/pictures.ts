/** The charts of an experiment's card: learning, results, and the differences of the pairs. Pure. */
import { formatPolicy } from '../augment/policy.ts';
import { accuracyFigure } from '../charts/accuracy.ts';
import { curvesFigure } from '../charts/curves.ts';
import { differencesFigure } from '../charts/differences.ts';
import type { Theme } from '../charts/theme.ts';
import type { Block } from '../chat/card.ts';
import type { DatasetInfos } from '../datasets/catalog.ts';
import type { Translate } from '../i18n/i18n.ts';
import type { Figure } from '../images/figure.ts';
import type { Experiment, Measure } from './experiment.ts';
import type { ArmReport, Finding, Report } from './report.ts';
import { armLabel, datasetTitle, findingsOf, points, verdictText } from './words.ts';

export interface Pictured {
  readonly experiment: Experiment;
  /** The beginning of the pictures' names. */
  readonly name: string;
  readonly found: Report;
  readonly theme: Theme;
  readonly datasets: DatasetInfos;
  /** What trained it, in words. */
  readonly backend: string;
}

/** Curves as soon as there are any; results after the experiment's end. */
export function pictures(pictured: Pictured, t: Translate): Block[] {
  const { experiment, found } = pictured;
  const picture = (name: string, alt: string, figure: Figure): Block => ({
    type: 'picture',
    name: `${pictured.name}-${name}`,
    alt,
    figure,
  });
  const curves = found.arms.filter(({ curve }) => curve.length > 0);
  const finished = found.arms.filter(({ clean }) => clean.mean !== undefined);
  const paired = findingsOf(found).filter(({ pairs }) => pairs.length > 1);
  const alt = (heading: string, values: readonly string[]) =>
    t('experiment.chart.alt', { title: heading, values: values.join('; ') });
  const named = (arm: ArmReport, value: number | undefined) =>
    `${armLabel(t, arm.arm, experiment)} ${value === undefined ? '–' : t.percent(value)}`;

  const blocks: Block[] = [];
  if (curves.length > 0) {
    const reached = curves.map((arm) => named(arm, arm.curve.at(-1)?.mean)).join(', ');
    blocks.push(
      picture('curves', alt(t('experiment.chart.curves'), [reached]), curvesOf(pictured, curves, t)),
    );
  }
  if (experiment.state === 'running') return blocks;
  if (finished.length > 0) {
    const values = atTheEnd(found).map(({ measure }) => {
      const reached = finished.map((arm) => named(arm, arm[measure].mean));
      return `${measureLabel(t, measure, experiment)}: ${reached.join(', ')}`;
    });
    blocks.push(
      picture('accuracy', alt(t('experiment.chart.accuracy'), values), resultsOf(pictured, finished, t)),
    );
  }
  if (paired.length > 0) {
    const values = paired.map((finding) => `${findingLabel(t, finding, experiment)} ${meanOf(t, finding)}`);
    blocks.push(
      picture(
        'differences',
        alt(t('experiment.chart.differences'), values),
        differencesOf(pictured, paired, t),
      ),
    );
  }
  return blocks;
}

const frameOf = ({ experiment: { spec }, theme, datasets, backend }: Pictured, t: Translate) => ({
  theme,
  locale: t.locale,
  footer: t('experiment.footer', {
    dataset: datasetTitle(spec, datasets),
    model: spec.model,
    policy: formatPolicy(spec.policy),
    batch: spec.batch,
    epochs: spec.epochs,
    count: spec.epochs,
    backend,
  }),
});

/** The title says the finding, once there is a verdict. */
function titleOf({ found }: Pictured, heading: string, t: Translate): string {
  const [first] = atTheEnd(found);
  const isJudged = first && first.verdict.kind !== 'none' && first.verdict.kind !== 'soFar';
  return isJudged ? verdictText(t, first) : heading;
}

/** Arms with fewer seeds than the others say how many. */
function labelOf(arm: ArmReport, { experiment, found }: Pictured, t: Translate): string {
  const label = armLabel(t, arm.arm, experiment);
  const most = Math.max(...found.arms.map(({ clean }) => clean.bySeed.size));
  const count = arm.clean.bySeed.size;
  return count === 0 || count === most ? label : t('experiment.chart.seeds', { arm: label, count });
}

function measureLabel(t: Translate, measure: Measure, { spec }: Experiment): string {
  return t(`experiment.chart.${measure}`, { policy: spec.test ? formatPolicy(spec.test) : '' });
}

/** The numbers of epochs, if pairs are compared after several. */
const findingLabel = (t: Translate, { measure, epochs }: Finding, experiment: Experiment): string =>
  epochs === undefined
    ? measureLabel(t, measure, experiment)
    : t('experiment.chart.after', { count: epochs });

/** The findings for fully trained networks. */
const atTheEnd = (found: Report): Finding[] => findingsOf(found).filter((finding) => finding !== found.early);

const meanOf = (t: Translate, { pairs }: Finding): string =>
  points(t, pairs.reduce((sum, { reduced, augmented }) => sum + augmented - reduced, 0) / pairs.length);

function curvesOf(pictured: Pictured, curves: readonly ArmReport[], t: Translate): Figure {
  const { crossing } = pictured.found;
  const seeds = Math.max(...curves.map(({ curve }) => Math.max(...curve.map(({ seeds }) => seeds))));
  return curvesFigure({
    ...frameOf(pictured, t),
    title: t('experiment.chart.curves'),
    xLabel: t('experiment.chart.steps'),
    yLabel: seeds === 1 ? t('experiment.chart.single') : t('experiment.chart.band', { count: seeds }),
    lossLabel: t('experiment.chart.loss'),
    ...(crossing && {
      crossing: {
        step: crossing.step,
        label: t('experiment.chart.crossing', { count: Math.round(crossing.epoch) }),
      },
    }),
    arms: curves.map((arm) => ({ arm: arm.arm, label: labelOf(arm, pictured, t), points: arm.curve })),
  });
}

function resultsOf(pictured: Pictured, finished: readonly ArmReport[], t: Translate): Figure {
  const { experiment } = pictured;
  return accuracyFigure({
    ...frameOf(pictured, t),
    title: titleOf(pictured, t('experiment.chart.accuracy'), t),
    yLabel: t('experiment.chart.dots'),
    groups: { clean: measureLabel(t, 'clean', experiment), moved: measureLabel(t, 'moved', experiment) },
    arms: finished.map((arm) => ({
      arm: arm.arm,
      label: labelOf(arm, pictured, t),
      results: [...arm.clean.bySeed].map(([seed, accuracy]) => {
        const moved = arm.moved.bySeed.get(seed);
        return { seed, accuracy, ...(moved !== undefined && { moved }) };
      }),
    })),
  });
}

function differencesOf(pictured: Pictured, paired: readonly Finding[], t: Translate): Figure {
  return differencesFigure({
    ...frameOf(pictured, t),
    title: t('experiment.chart.differences'),
    yLabel: t('experiment.chart.pairs'),
    equalLabel: t('experiment.chart.equal'),
    measures: paired.map((finding) => ({
      label: findingLabel(t, finding, pictured.experiment),
      differences: finding.pairs.map(({ seed, reduced, augmented }) => ({
        seed,
        difference: augmented - reduced,
      })),
      ...('low' in finding.verdict && {
        interval: { low: finding.verdict.low, high: finding.verdict.high },
      }),
    })),
  });
}
