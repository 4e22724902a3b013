/** Questions about a class's own experiments: numbers and keys are computed from finished experiments. Pure. */
import { formatPolicy } from '../../augment/policy.ts';
import type { Arm, Experiment, ExperimentRepository } from '../../experiments/experiment.ts';
import { type Report, type ReportParts, report } from '../../experiments/report.ts';
import { armLabel, share } from '../../experiments/words.ts';
import { locales, type MessageKey, type MessageParams, type Translate, translate } from '../../i18n/i18n.ts';
import { type Item, itemSchema, type Text } from './quiz.ts';

/** A finished experiment with its report. */
export interface Finished {
  readonly experiment: Experiment;
  readonly report: Report;
}

/** The most questions in all, and about one experiment. */
const MOST_ITEMS = 10;
const MOST_EACH = 3;
/** How many experiments are used, newest first. */
const MOST_LISTED = 20;

/** The finished experiments of a classroom, newest first. */
export const finishedIn = (
  experiments: Pick<ExperimentRepository, 'list' | 'trials'>,
  parts: ReportParts,
  classroom: string,
): Finished[] =>
  experiments
    .list(classroom, MOST_LISTED)
    .filter(({ state }) => state === 'done')
    .map((experiment) => ({
      experiment,
      report: report(experiment, experiments.trials(experiment.id, false), parts),
    }));

/** Whether there is any of them. */
export const hasFinished = (experiments: Pick<ExperimentRepository, 'list'>, classroom: string): boolean =>
  experiments.list(classroom, MOST_LISTED).some(({ state }) => state === 'done');

/** A text in every language. */
const inAll = (say: (t: Translate) => string): Text =>
  Object.fromEntries(locales.map((locale) => [locale, say(translate(locale))]));

type Draft = { readonly id: string } & Record<string, unknown>;

/** Accuracies are asked in percent, and half a point off is right: nobody remembers more. */
const TOLERANCE = 0.5;

function ask(t: Translate, { experiment }: Finished, key: MessageKey, params: MessageParams = {}): string {
  const { id, spec } = experiment;
  const about = t('quiz.history.about1', {
    id: String(id),
    share: share(t, spec.fraction),
    model: spec.model,
    policy: formatPolicy(spec.policy),
  });
  return `${about} ${t(key, params)}`;
}

type Question = (finished: Finished) => Draft | undefined;

const accuracyOf =
  (arm: Arm): Question =>
  (finished) => {
    const { experiment, report: found } = finished;
    const mean = found.arms.find((one) => one.arm === arm)?.clean.mean;
    if (mean === undefined) return undefined;
    return {
      id: `e${experiment.id}-${arm}`,
      kind: 'number',
      ask: inAll((t) => ask(t, finished, 'quiz.history.accuracy', { arm: armLabel(t, arm, experiment) })),
      answer: {
        accept: [(100 * mean).toFixed(1)],
        number: { is: Number((100 * mean).toFixed(2)), abs: TOLERANCE },
      },
      why: inAll((t) => t('quiz.history.was', { value: t.percent(mean, 2) })),
    };
  };

const winner: Question = (finished) => {
  const { experiment, report: found } = finished;
  const { kind } = found.clean.verdict;
  if (kind === 'none') return undefined;
  const options = (['helped', 'hurt', 'same', 'nothingChanged', 'cannotTell', 'soFar'] as const).map(
    (one) => ({
      text: inAll((t) => t(`quiz.history.verdict.${one}`)),
      right: one === kind,
    }),
  );
  return {
    id: `e${experiment.id}-verdict`,
    kind: 'choice',
    ask: inAll((t) => ask(t, finished, 'quiz.history.whoWon', { count: found.clean.pairs.length })),
    options,
  };
};

const wins: Question = (finished) => {
  const { experiment, report: found } = finished;
  const { pairs } = found.clean;
  // With one pair it is the question above; people may count a tie either way.
  if (pairs.length < 2 || pairs.some(({ reduced, augmented }) => reduced === augmented)) return undefined;
  const won = pairs.filter(({ reduced, augmented }) => augmented > reduced).length;
  return {
    id: `e${experiment.id}-wins`,
    kind: 'number',
    ask: inAll((t) => ask(t, finished, 'quiz.history.wins', { count: pairs.length })),
    answer: { number: { is: won } },
    why: inAll((t) => t('quiz.history.show', { id: String(experiment.id) })),
  };
};

const steps: Question = (finished) => {
  const { experiment, report: found } = finished;
  const of = (arm: Arm) => found.arms.find((one) => one.arm === arm)?.steps;
  const [full, reduced] = [of('full'), of('reduced')];
  if (!full || !reduced || full === reduced) return undefined;
  const times = Math.round((10 * full) / reduced) / 10;
  return {
    id: `e${experiment.id}-steps`,
    kind: 'number',
    ask: inAll((t) => ask(t, finished, 'quiz.history.steps')),
    answer: { number: { is: times, abs: 0.1 } },
    why: inAll((t) => t('quiz.history.stepsWhy', { full: t.number(full), reduced: t.number(reduced) })),
  };
};

const pictures: Question = (finished) => {
  const { experiment, report: found } = finished;
  const reduced = found.arms.find((one) => one.arm === 'reduced');
  if (reduced?.pictures === undefined) return undefined;
  return {
    id: `e${experiment.id}-pictures`,
    kind: 'number',
    ask: inAll((t) => ask(t, finished, 'quiz.history.pictures')),
    answer: { number: { is: reduced.pictures } },
  };
};

const interval: Question = (finished) => {
  const { verdict } = finished.report.clean;
  if (!('low' in verdict)) return undefined;
  const contains = verdict.low <= 0 && verdict.high >= 0;
  return {
    id: `e${finished.experiment.id}-interval`,
    kind: 'choice',
    ask: inAll((t) => ask(t, finished, 'quiz.history.interval')),
    options: [true, false].map((yes) => ({
      text: inAll((t) => t(yes ? 'quiz.history.yes' : 'quiz.history.no')),
      right: yes === contains,
    })),
  };
};

/** The most informative question first; each experiment starts with another one, so that questions vary. */
const QUESTIONS: readonly Question[] = [
  accuracyOf('augmented'),
  winner,
  wins,
  accuracyOf('reduced'),
  interval,
  steps,
  accuracyOf('full'),
  pictures,
];

/** All questions about one experiment. */
const itemsOf = (finished: Finished): Item[] =>
  QUESTIONS.flatMap((question) => {
    const draft = question(finished);
    return draft ? [itemSchema.parse(draft)] : [];
  });

/** Newest experiments first; empty if there is nothing to ask. */
export function historyItems(all: readonly Finished[]): Item[] {
  const chosen = all.flatMap((finished, place) => {
    const items = itemsOf(finished);
    const from = all.length > 1 ? (place * 2) % Math.max(1, items.length) : 0;
    return [...items.slice(from), ...items.slice(0, from)].slice(
      0,
      all.length === 1 ? items.length : MOST_EACH,
    );
  });
  return chosen.slice(0, MOST_ITEMS);
}

/** How an item's truth has changed since it was asked. */
export function recheck(
  item: Item,
  all: readonly Finished[],
): { readonly state: 'same' | 'gone' } | { readonly state: 'changed'; readonly item: Item } {
  const [, id] = /^e(\d+)-/.exec(item.id) ?? [];
  const finished = all.find(({ experiment }) => String(experiment.id) === id);
  const now = finished && itemsOf(finished).find((one) => one.id === item.id);
  if (!now) return { state: 'gone' };
  return keyText(now) === keyText(item) ? { state: 'same' } : { state: 'changed', item: now };
}

const keyText = (item: Item): string =>
  JSON.stringify(
    item.kind === 'choice' ? item.options.map(({ right }) => right) : 'answer' in item && item.answer,
  );
