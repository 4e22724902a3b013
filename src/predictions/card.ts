/** What cards say about predictions: the open round, how the class did, and each person's own. Pure. */
import { type Block, type Choice, type Field, text } from '../chat/card.ts';
import { actionId } from '../chat/command.ts';
import { FEWEST_SHOWN } from '../chat/fewest-shown.ts';
import type { Translate } from '../i18n/i18n.ts';
import { PREDICT_MS, type Prediction, predictedArms, type Round } from './prediction.ts';
import {
  type ClassScore,
  classScore,
  intervalScore,
  missedBy,
  type Outcome,
  points,
  rankOf,
} from './score.ts';

type Action = 'submit' | 'begin' | 'mine';

/** The id of a button or form of /experiment predict. */
export const predictAction = (action: Action, experiment: number): string =>
  actionId('experiment predict', action, experiment);

export const predictButton = (t: Translate, action: 'begin' | 'mine', experiment: number): Choice => ({
  id: predictAction(action, experiment),
  label: t(`prediction.button.${action}`),
  ...(action === 'begin' && { who: 'askerOrTeacher' }),
});

const SHARE = { style: 'percent', maximumFractionDigits: 2 } as const;
const share = (t: Translate, value: number) => t.number(value, SHARE);
const short = (t: Translate, value: number) =>
  t.number(value, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const interval = (t: Translate, { low, high }: Prediction) => t.range(low, high, SHARE);

/** An open round: what it asks, and how many have predicted, but not what. `paused`: why it cannot continue. */
export function openBlocks(
  experiment: number,
  { left, count }: Round,
  t: Translate,
  paused?: string,
): Block[] {
  const counted = t('prediction.count', { count });
  return [
    text(t('prediction.ask')),
    left === 0
      ? text(counted)
      : {
          type: 'progress',
          label: counted,
          done: Math.max(0, PREDICT_MS - left),
          total: PREDICT_MS,
          ...(paused === undefined
            ? { left: t('prediction.left', { time: t('time.seconds', { n: Math.ceil(left / 1000) }) }) }
            : { paused }),
        },
    formBlock(experiment, t),
  ];
}

/** Asks for a prediction. `own`: the person's prediction so far. */
export const formBlock = (experiment: number, t: Translate, own?: Prediction): Block => ({
  type: 'input',
  id: predictAction('submit', experiment),
  label: t('prediction.form'),
  fields: formFields(t, own),
});

export function formFields(t: Translate, own?: Prediction): Field[] {
  const percent = (value: number) => t.number(points(value), { maximumFractionDigits: 4 });
  return [
    {
      name: 'arm',
      label: t('prediction.field.arm'),
      choices: predictedArms.map((arm) => ({ value: arm, label: t(`prediction.arm.${arm}`) })),
      ...(own && { value: own.arm }),
    },
    { name: 'low', label: t('prediction.field.low'), max: 10, ...(own && { value: percent(own.low) }) },
    { name: 'high', label: t('prediction.field.high'), max: 10, ...(own && { value: percent(own.high) }) },
  ];
}

/** How a class did. `outcome` is left out if there is nothing to score against. */
export function scoreBlocks(
  predictions: readonly Prediction[],
  outcome: Outcome | undefined,
  t: Translate,
): Block[] {
  const count = predictions.length;
  if (!outcome) return [text(t('prediction.unscored', { count }))];
  const accuracy = share(t, outcome.accuracy);
  const score = classScore(predictions, outcome);
  if (!score) return [text(t('prediction.few', { count, least: FEWEST_SHOWN, accuracy }))];
  const [first, ...more] = [
    t('prediction.held', { count, held: score.held, accuracy }),
    t('prediction.width', { width: short(t, score.medianWidth) }),
    ...(score.right === undefined || !outcome.arm
      ? []
      : [t(`prediction.said.${outcome.arm}`, { count, right: score.right })]),
  ];
  return [text(first as string, 'strong'), text(more.join(' '))];
}

/** The label of the button that tries a common mistake with more seeds. */
export const mistakenText = (
  t: Translate,
  { count, mistaken }: ClassScore,
  seeds: number,
): string | undefined =>
  mistaken &&
  t('prediction.button.see', {
    count,
    said: mistaken.count,
    arm: t(`prediction.arm.${mistaken.arm}`),
    seeds,
  });

/** A person's own prediction and its score. */
export function ownBlocks(
  own: Prediction,
  all: readonly Prediction[],
  outcome: Outcome | undefined,
  t: Translate,
): Block[] {
  const fields = [
    { label: t('prediction.own.arm'), value: t(`prediction.arm.${own.arm}`) },
    { label: t('prediction.own.interval'), value: interval(t, own) },
  ];
  if (!outcome) return [{ type: 'fields', fields }];
  const missed = missedBy(own, outcome.accuracy);
  const accuracy = share(t, outcome.accuracy);
  fields.push(
    {
      label: t('prediction.own.result'),
      value:
        missed === 0
          ? t('prediction.own.held', { accuracy })
          : t('prediction.own.missed', {
              accuracy,
              missed: t.number(missed, { minimumFractionDigits: 1, maximumFractionDigits: 2 }),
            }),
    },
    {
      label: t('prediction.own.score'),
      value: t.number(intervalScore(own, outcome.accuracy), { maximumFractionDigits: 1 }),
    },
  );
  // With few people, a rank would reveal how the others did.
  if (all.length >= FEWEST_SHOWN) {
    const rank = rankOf(own, all, outcome.accuracy);
    fields.push({
      label: t('prediction.own.rank'),
      value: t('prediction.own.of', { rank, count: all.length }),
    });
  }
  return [{ type: 'fields', fields }, text(t('prediction.own.how'), 'quiet')];
}

/** The receipt: the prediction counts, and how Augie read it. */
export const receipt = (t: Translate, outcome: 'counted' | 'changed', id: number, own: Prediction): string =>
  t(`prediction.receipt.${outcome}`, {
    id: String(id),
    arm: t(`prediction.arm.${own.arm}`),
    interval: interval(t, own),
  });
