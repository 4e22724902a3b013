/** What demonstrations add to the card of an experiment, and the card of a prepared result. Pure. */
import type { Theme } from '../charts/theme.ts';
import { type Block, type Card, type Choice, text } from '../chat/card.ts';
import { actionId } from '../chat/command.ts';
import type { DatasetInfos } from '../datasets/catalog.ts';
import type { Translate } from '../i18n/i18n.ts';
import { backendTitle } from '../training/trial.ts';
import type { DemonstrationName } from './demonstration-names.ts';
import type { Experiment } from './experiment.ts';
import { pictures } from './pictures.ts';
import type { Comparison, Prepared } from './prepared.ts';
import { type Report, RISE } from './report.ts';
import { armTable, findings } from './result-blocks.ts';
import { armLabel, experimentName } from './words.ts';

/** Blocks and buttons for the card of an experiment. */
export interface DemonstrationView {
  readonly first: readonly Block[];
  /** Replaces the number of questions that the class has asked. */
  readonly family: Block[];
  readonly last: readonly Block[];
  readonly choices: readonly Choice[];
}

/** A prepared result, for the card. */
export interface PreparedResult {
  readonly made: Prepared;
  readonly found: Report;
}

export interface Demonstrated {
  readonly name: DemonstrationName;
  readonly experiment: Experiment;
  readonly found: Report;
  /** Whether people are still predicting: then nothing may reveal the result. */
  readonly isPredicted: boolean;
  /** At its end. */
  readonly comparison?: Comparison | undefined;
  /** Left out if Augie's file is of another setting. */
  readonly prepared?: PreparedResult | undefined;
  /** Whether to show the prepared result on this card, too. */
  readonly isPreparedShown: boolean;
  readonly theme: Theme;
  readonly datasets: DatasetInfos;
}

export function demonstrationView(shown: Demonstrated, t: Translate): DemonstrationView {
  const { name, experiment, found, isPredicted, prepared, isPreparedShown, comparison } = shown;
  if (isPredicted) return { first: [], family: [], last: [], choices: [] };
  return {
    first: [text(t(`demonstration.look.${name}`))],
    family: [...onlyOf(name, found, experiment, t), text(t('demonstration.prepared'), 'quiet')],
    last: [
      ...(comparison ? [text(comparisonText(comparison, t))] : []),
      ...(prepared && isPreparedShown ? preparedBlocks({ ...shown, prepared }, 'last', t) : []),
    ],
    choices: prepared
      ? [{ id: actionId('experiment demo', 'prepared', experiment.id), label: t('demonstration.button') }]
      : [],
  };
}

/** The sentences that only demonstrations have. */
function onlyOf(name: DemonstrationName, found: Report, experiment: Experiment, t: Translate): Block[] {
  const count = (arm: 'reduced' | 'augmented') => found.arms.find((one) => one.arm === arm);
  if (name === 'overfitting') {
    const [reduced, augmented] = [count('reduced'), count('augmented')];
    if (!reduced?.clean.bySeed.size || !augmented?.clean.bySeed.size) return [];
    const values = {
      rise: t.number(RISE, { style: 'percent' }),
      reduced: reduced.risen,
      reducedOf: reduced.clean.bySeed.size,
      reducedArm: armLabel(t, 'reduced', experiment),
      augmented: augmented.risen,
      augmentedOf: augmented.clean.bySeed.size,
      augmentedArm: armLabel(t, 'augmented', experiment),
    };
    return [text(t('demonstration.risen', values), 'strong')];
  }
  const { crossing } = found;
  if (!crossing) return [];
  return [text(t('demonstration.crossing', { count: Math.round(crossing.epoch) }))];
}

function comparisonText(comparison: Comparison, t: Translate): string {
  switch (comparison.kind) {
    case 'same':
      return t('demonstration.same', { count: comparison.networks });
    case 'differs':
      return t('demonstration.differs', {
        same: comparison.same,
        count: comparison.networks,
        points: t.number(100 * comparison.most, { minimumFractionDigits: 1, maximumFractionDigits: 2 }),
        machine: comparison.machine,
      });
    case 'otherProgram':
      return t('demonstration.otherProgram');
  }
}

/** The result that comes with Augie, marked as such: with the last chart or all of them. */
function preparedBlocks(
  { experiment, name, prepared, theme, datasets }: Demonstrated & { readonly prepared: PreparedResult },
  charts: 'last' | 'all',
  t: Translate,
): Block[] {
  const { made, found } = prepared;
  const done: Experiment = { ...experiment, state: 'done' };
  const program = backendTitle({ name: made.backend, version: made.backendVersion });
  const backend = `${program}, ${t('experiment.numerics', { version: made.numerics })}`;
  const pictured = { experiment: done, found, theme, datasets, backend, name: `prepared-${experiment.id}` };
  const drawn = pictures(pictured, t);
  return [
    text(t('demonstration.notHere', { machine: made.machine, backend }), 'strong'),
    ...findings(found, t),
    ...onlyOf(name, found, experiment, t),
    ...(charts === 'all' ? drawn : drawn.slice(-1)),
  ];
}

/** The card of a prepared result. */
export const preparedCard = (
  shown: Demonstrated & { readonly prepared: PreparedResult },
  t: Translate,
): Card => ({
  title: t('demonstration.title', { name: experimentName(t, shown.experiment, shown.datasets) }),
  blocks: [
    text(t(`demonstration.look.${shown.name}`)),
    ...preparedBlocks(shown, 'all', t),
    ...armTable(shown.prepared.found, shown.experiment, t),
  ],
});
