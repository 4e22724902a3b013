/** What all cards of experiments say alike: titles, differences, the verdict in words, warnings, buttons. Pure. */
import { noteText, policyNotes } from '../augment/notes.ts';
import { formatPolicy } from '../augment/policy.ts';
import { type Block, type Choice, text } from '../chat/card.ts';
import { actionId } from '../chat/command.ts';
import type { Presser } from '../chat/presser.ts';
import type { DatasetInfos } from '../datasets/catalog.ts';
import type { Translate } from '../i18n/i18n.ts';
import { type Arm, type Experiment, type ExperimentSpec, seedsOf } from './experiment.ts';
import { MARGIN } from './looks.ts';
import type { Finding, Report } from './report.ts';
import type { Verdict } from './verdict.ts';

/** A difference of two shares in percentage points, with its sign. */
export const points = (t: Translate, difference: number): string =>
  t.number(100 * difference, {
    signDisplay: 'exceptZero',
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });

export const share = (t: Translate, fraction: number): string =>
  t.number(fraction, { style: 'percent', maximumFractionDigits: 1 });

/** Its name if the dataset no longer exists. */
export const datasetTitle = ({ dataset }: ExperimentSpec, datasets: DatasetInfos): string =>
  datasets.find(dataset)?.title ?? dataset;

export function experimentName(t: Translate, { name, spec }: Experiment, datasets: DatasetInfos): string {
  if (name !== undefined) return name;
  const asked = t('experiment.question', {
    share: share(t, spec.fraction),
    dataset: datasetTitle(spec, datasets),
    model: spec.model,
    count: spec.epochs,
    policy: formatPolicy(spec.policy),
  });
  const question = spec.demonstration ? t('demonstration.name', { question: asked }) : asked;
  const seeds = otherSeeds(t, spec);
  return seeds ? t('experiment.questionSeeds', { question, seeds, count: spec.seeds }) : question;
}

/** Which seeds, if the first one is not 1: `101–106`. */
function otherSeeds(t: Translate, spec: ExperimentSpec): string | undefined {
  if (spec.first === undefined) return undefined;
  const seeds = seedsOf(spec);
  return t.range(seeds[0] as number, seeds.at(-1) as number, { useGrouping: false });
}

/** How many seeds, and which: `6`, `6 (101–106)`. */
export function seedsText(t: Translate, spec: ExperimentSpec): string {
  const seeds = otherSeeds(t, spec);
  return seeds ? `${t.number(spec.seeds)} (${seeds})` : t.number(spec.seeds);
}

/** Who asked; a word instead of the name if they have deleted their data. */
export const askerName = (t: Translate, experiment: Experiment): string =>
  experiment.askerName || t('privacy.somebody');

export const experimentTitle = (t: Translate, experiment: Experiment, datasets: DatasetInfos): string =>
  t('experiment.title', { id: String(experiment.id), name: experimentName(t, experiment, datasets) });

/** Percentage points without a sign; with a decimal, so that no number of them is a single one. */
const size = (t: Translate, difference: number): string =>
  t.number(100 * difference, { minimumFractionDigits: 1, maximumFractionDigits: 2 });

/** The verdict on one test, in a sentence. */
export function verdictText(t: Translate, { measure, verdict, epochs }: Finding): string {
  const where =
    epochs === undefined ? t(`experiment.where.${measure}`) : t('experiment.where.after', { count: epochs });
  switch (verdict.kind) {
    case 'none':
      return t('experiment.verdict.none');
    case 'soFar':
      return t(`experiment.verdict.soFar.${verdict.why}`, {
        where,
        count: verdict.pairs,
        difference: points(t, verdict.difference),
        needed: verdict.next?.pairs ?? 0,
      });
    case 'nothingChanged':
      return t('experiment.verdict.nothingChanged', { where, count: verdict.pairs });
    case 'helped':
    case 'hurt':
      return t(`experiment.verdict.${verdict.kind}`, {
        where,
        from: t.percent(verdict.reduced),
        to: t.percent(verdict.augmented),
        won: verdict.kind === 'helped' ? verdict.wins : verdict.losses,
        pairs: verdict.pairs,
      });
    case 'same':
    case 'cannotTell':
      return t(`experiment.verdict.${verdict.kind}`, {
        where,
        pairs: verdict.pairs,
        difference: points(t, verdict.difference),
        low: points(t, verdict.low),
        high: points(t, verdict.high),
      });
  }
}

/** The numbers of a verdict, and what to do if it cannot tell; undefined before the first look. */
export function verdictDetail(t: Translate, { verdict, images }: Finding): string | undefined {
  if (!('p' in verdict)) return undefined;
  const test = t('experiment.verdict.test', {
    confidence: t.number(1 - verdict.look.level, { style: 'percent', maximumFractionDigits: 1 }),
    p: t.number(verdict.p, { maximumSignificantDigits: 2 }),
    images,
  });
  switch (verdict.kind) {
    case 'helped':
    case 'hurt': {
      const [low, high] = [points(t, verdict.low), points(t, verdict.high)];
      const mean = t('experiment.verdict.mean', { difference: points(t, verdict.difference), low, high });
      const small = verdict.lessThanMatters && t('experiment.verdict.small', { margin: size(t, MARGIN) });
      return [mean, test, small || []].flat().join(' ');
    }
    case 'same':
      return test;
    case 'cannotTell': {
      const { next, pairs, pairsForHalfPoint: needed } = verdict;
      const power = t('experiment.verdict.power', { pairs, visible: size(t, verdict.visible), needed });
      const then = next ? t('experiment.verdict.next', { pairs: next.pairs }) : t('experiment.verdict.last');
      return [test, power, then].join(' ');
    }
  }
}

/** A word for a table. */
export const verdictWord = (t: Translate, { kind }: Verdict): string => t(`experiment.verdict.short.${kind}`);

/** Clear findings come first, and moved images before clean ones; or findings after few epochs before those at the end. */
export function findingsOf({ clean, moved, early }: Pick<Report, 'clean' | 'moved' | 'early'>): Finding[] {
  if (early) return [early, clean];
  const all = moved ? [moved, clean] : [clean];
  const isClear = ({ verdict }: Finding) => !['none', 'soFar', 'cannotTell'].includes(verdict.kind);
  return [...all.filter(isClear), ...all.filter((finding) => !isClear(finding))];
}

export const armLabel = (t: Translate, arm: Arm, experiment: Experiment): string =>
  t(`arm.${arm}`, { share: share(t, experiment.spec.fraction) });

/** Warnings about the policy, to read before believing the result. */
export function warnings({ spec }: Experiment, t: Translate, datasets: DatasetInfos): Block[] {
  const dataset = datasets.find(spec.dataset);
  if (!dataset) return [];
  return policyNotes(spec.policy, dataset).map((note) => text(noteText(t, note), 'quiet'));
}

/** Whether the policy likely makes labels unrecognisable: longer training does not help then. */
export function breaksLabels(spec: ExperimentSpec, datasets: DatasetInfos): boolean {
  const dataset = datasets.find(spec.dataset);
  return dataset !== undefined && policyNotes(spec.policy, dataset).some(({ kind }) => kind === 'destroys');
}

type Action = 'see' | 'cancel' | 'more' | 'longer' | 'numbers' | 'confirm' | 'drop' | 'shorter';

/** Whose experiment it is, or else a teacher; a long run is begun by who asked for it. */
const FOR: Readonly<Partial<Record<Action, Presser>>> = {
  cancel: 'askerOrTeacher',
  confirm: 'asker',
  drop: 'asker',
};

export const button = (t: Translate, action: Exclude<Action, 'see' | 'shorter'>, id: number): Choice => ({
  id: runAction(action, id),
  label: t(`experiment.button.${action}`),
  ...(FOR[action] && { who: FOR[action] }),
});

/** Starts a smaller question instead of a long one; `time` in milliseconds. */
export const shorterButton = (
  t: Translate,
  id: number,
  { spec: { seeds, epochs }, time }: { readonly spec: ExperimentSpec; readonly time: number },
): Choice => ({
  id: runAction('shorter', id),
  label: t('experiment.button.shorter', { seeds, epochs, time: t.duration(time) }),
  who: 'asker',
});

/** Opens /experiment labels. */
export const labelsButton = (t: Translate, id: number): Choice => ({
  id: actionId('experiment labels', 'moved', id),
  label: t('experiment.button.labels'),
});

/** The id of a button of /experiment run. */
export const runAction = (action: Action, id: number): string => actionId('experiment run', action, id);
