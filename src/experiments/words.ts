/** What all cards of experiments say alike: titles, differences, the verdict in words, warnings, buttons. Pure. */
import { policyNotes } from '../augment/notes.ts';
import { formatPolicy } from '../augment/policy.ts';
import { type Block, type Choice, text } from '../chat/card.ts';
import { actionId } from '../chat/command.ts';
import type { DatasetInfos } from '../datasets/catalog.ts';
import type { Translate } from '../i18n/i18n.ts';
import { type Arm, type Experiment, type ExperimentSpec, seedsOf } from './experiment.ts';
import { FEWEST_PAIRS, type Verdict } from './verdict.ts';

/** A difference of two shares in percentage points, with its sign. */
export const points = (t: Translate, difference: number): string =>
  t.number(100 * difference, {
    signDisplay: 'exceptZero',
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });

export const share = (t: Translate, fraction: number): string =>
  t.number(fraction, { style: 'percent', maximumFractionDigits: 1 });

/** Its name where there is no such dataset any more. */
export const datasetTitle = ({ dataset }: ExperimentSpec, datasets: DatasetInfos): string =>
  datasets.find(dataset)?.title ?? dataset;

export function experimentName(t: Translate, { name, spec }: Experiment, datasets: DatasetInfos): string {
  if (name !== undefined) return name;
  const question = t('experiment.question', {
    share: share(t, spec.fraction),
    dataset: datasetTitle(spec, datasets),
    model: spec.model,
    count: spec.epochs,
    policy: formatPolicy(spec.policy),
  });
  const seeds = otherSeeds(spec);
  return seeds ? t('experiment.questionSeeds', { question, seeds, count: spec.seeds }) : question;
}

/** Which seeds, where the first one is not 1: `101–106`. */
function otherSeeds(spec: ExperimentSpec): string | undefined {
  if (spec.first === undefined) return undefined;
  const seeds = seedsOf(spec);
  return seeds.length === 1 ? String(seeds[0]) : `${seeds[0]}–${seeds.at(-1)}`;
}

/** How many seeds, and which: `6`, `6 (101–106)`. */
export function seedsText(t: Translate, spec: ExperimentSpec): string {
  const seeds = otherSeeds(spec);
  return seeds ? `${t.number(spec.seeds)} (${seeds})` : t.number(spec.seeds);
}

/** Who asked; a word instead of the name where somebody was forgotten. */
export const askerName = (t: Translate, experiment: Experiment): string =>
  experiment.askerName || t('privacy.somebody');

export const experimentTitle = (t: Translate, experiment: Experiment, datasets: DatasetInfos): string =>
  t('experiment.title', { id: String(experiment.id), name: experimentName(t, experiment, datasets) });

export function verdictText(t: Translate, found: Verdict): string {
  switch (found.kind) {
    case 'none':
      return t('experiment.verdict.none');
    case 'tooFew':
      return t('experiment.verdict.tooFew', {
        count: found.pairs,
        needed: FEWEST_PAIRS,
        wins: found.wins,
        difference: points(t, found.difference),
      });
    default:
      return t(`experiment.verdict.${found.kind}`, {
        pairs: found.pairs,
        wins: found.wins,
        losses: found.losses,
        difference: points(t, found.difference),
        low: points(t, found.low),
        high: points(t, found.high),
        p: t.number(found.p, { maximumSignificantDigits: 2 }),
      });
  }
}

export const armLabel = (t: Translate, arm: Arm, experiment: Experiment): string =>
  t(`arm.${arm}`, { share: share(t, experiment.spec.fraction) });

/** What a student should know about the policy before believing the result. */
export function warnings({ spec }: Experiment, t: Translate, datasets: DatasetInfos): Block[] {
  const dataset = datasets.find(spec.dataset);
  if (!dataset) return [];
  return policyNotes(spec.policy, dataset).map(({ key, params }) => text(t(key, params), 'quiet'));
}

type Action = 'see' | 'cancel' | 'more' | 'longer' | 'numbers' | 'confirm' | 'drop';

export const button = (t: Translate, action: Exclude<Action, 'see'>, id: number): Choice => ({
  id: runAction(action, id),
  label: t(`experiment.button.${action}`),
});

/** The id of a button of /experiment run. */
export const runAction = (action: Action, id: number): string => actionId('experiment run', action, id);
