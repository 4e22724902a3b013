/** Private cards of a question: a receipt, a hint, one's answer beside the key, and a teacher's list of wrong answers. Pure. */

import { type Block, type Card, sentenceCard, text } from '../../chat/card.ts';
import { actionId } from '../../chat/command.ts';
import { FEWEST_SHOWN } from '../../chat/fewest-shown.ts';
import type { Translate } from '../../i18n/i18n.ts';
import { cut } from '../../i18n/typed.ts';
import { blankNames, type Item, textIn } from '../content/quiz.ts';
import type { Problems } from '../grade/problems.ts';
import { clusters, keyOf, lettered, readableKey } from '../results/tally.ts';
import type { Found } from '../session/find-round.ts';
import type { Submission } from '../session/session.ts';
import { blankLabel, questionTitle, withAnswers } from './question.ts';

/** Somebody's answers as text. */
const said = (item: Item, answers: Submission['answers'], t: Translate): Block =>
  item.kind === 'blanks'
    ? { type: 'code', language: item.language, code: withAnswers(item, answers) }
    : text(answers.answer || t('quiz.empty'), 'strong');

/** Tells a teacher that an action is done; the question's card shows its result. */
export const doneCard = (said: string, t: Translate): Card => sentenceCard(t('quiz.short'), said);

/** A receipt: proof that an answer counts. */
export function receiptCard(
  where: Found,
  answers: Submission['answers'],
  receipt: {
    readonly code: string;
    readonly changed: boolean;
    /** Blanks that are nearly spelt right. */
    readonly nearly: readonly string[];
    readonly changesLeft: number;
  },
  t: Translate,
): Card {
  const { item } = where.round;
  const count = receipt.changesLeft;
  const nearly = receipt.nearly.map((blank) => ofBlank(item, blank, t('quiz.nearly'), t));
  return {
    title: questionTitle(t, where),
    blocks: [
      text(t(receipt.changed ? 'quiz.receipt.changed' : 'quiz.receipt.counts')),
      said(item, answers, t),
      ...(nearly.length === 0 ? [] : [text([...nearly, t('quiz.receipt.nearly')].join('\n'), 'strong')]),
      text(count > 0 ? t('quiz.receipt.mayChange', { count }) : t('quiz.receipt.final'), 'quiet'),
      text(t('quiz.receipt.code', { code: receipt.code }), 'quiet'),
    ],
  };
}

/** A sentence about a blank, with its number if there are several. */
const ofBlank = (item: Item, blank: string, sentence: string, t: Translate): string =>
  blankNames(item).length > 1 ? `${blankLabel(t, item, blank)}: ${sentence}` : sentence;

/** For input that is not an answer: it is not stored. */
export function notKeptCard(where: Found, problems: Problems, t: Translate): Card {
  const { item } = where.round;
  const sentences = [...problems].map(([blank, { key, params }]) => ofBlank(item, blank, t(key, params), t));
  return {
    title: questionTitle(t, where),
    trouble: 'mistake',
    blocks: [text([...sentences, t('quiz.notKept')].join('\n'))],
  };
}

export function hintCard(where: Found, t: Translate): Card {
  const { item } = where.round;
  const hints = blankNames(item).flatMap((name) => {
    const hint =
      item.kind === 'blanks' ? item.blanks[name]?.hint : 'answer' in item ? item.answer.hint : undefined;
    return hint === undefined ? [] : [{ label: blankLabel(t, item, name), value: textIn(hint, t.locale) }];
  });
  return { title: questionTitle(t, where), blocks: [{ type: 'fields', fields: hints }] };
}

export const partnerCard = (where: Found, names: readonly string[], t: Translate): Card => ({
  title: questionTitle(t, where),
  blocks: [
    text(names.length === 0 ? t('quiz.peer.alone') : t('quiz.peer.partner', { names: names.join(', ') })),
  ],
});

/** Marks the letters that differ: all between the common beginning and the common end. */
export function difference(answer: string, key: string): string {
  let begin = 0;
  while (begin < Math.min(answer.length, key.length) && answer[begin] === key[begin]) begin++;
  let end = 0;
  while (
    end < Math.min(answer.length, key.length) - begin &&
    answer[answer.length - 1 - end] === key[key.length - 1 - end]
  )
    end++;
  const marks = ' '.repeat(begin) + '^'.repeat(Math.max(1, answer.length - begin - end));
  return `- ${answer}\n+ ${key}\n  ${marks}`;
}

/** The person's answer beside the key, once that is shown. */
export function mineCard(where: Found, submission: Submission, code: string, t: Translate): Card {
  const { item, accepted } = where.round;
  const key = keyOf(item);
  const several = blankNames(item).length > 1;
  const blocks = blankNames(item).flatMap((blank): Block[] => {
    const [answer, grade] = [submission.answers[blank] ?? '', submission.grades[blank]];
    const label = several ? `${blankLabel(t, item, blank)}: ` : '';
    const isAccepted =
      grade?.outcome === 'right' && grade.rule === 'variant' && (accepted[blank]?.length ?? 0) > 0;
    const verdict = grade?.outcome === 'right' ? 'right' : grade?.outcome === 'partly' ? 'partly' : 'wrong';
    return [
      text(
        `${label}${t(`quiz.mine.${verdict}`, { rule: t(`quiz.rule.${grade?.rule ?? 'none'}`) })}${isAccepted ? ` ${t('quiz.mine.accepted')}` : ''}`,
      ),
      ...(grade?.outcome === 'right' && answer === key[blank]
        ? []
        : [
            {
              type: 'code',
              language: 'diff',
              code: difference(answer || t('quiz.empty'), readableKey(item, key[blank] ?? '', t)),
            } as const,
          ]),
      ...(grade?.why === undefined ? [] : [text(textIn(grade.why, t.locale), 'quiet')]),
    ];
  });
  return {
    title: questionTitle(t, where),
    blocks: [
      ...blocks,
      text(t('quiz.mine.credit', { credit: t.percent(submission.credit, 0) })),
      text(t('quiz.receipt.code', { code }), 'quiet'),
    ],
  };
}

/** Wrong answers for a teacher to accept, without names, and without counts if few people have answered. */
export function checkCard(where: Found, submissions: readonly Submission[], t: Translate): Card {
  const { round } = where;
  const { item } = round;
  const options = lettered(item, t.locale);
  const several = blankNames(item).length > 1;
  const wrong = blankNames(item).flatMap((blank) =>
    clusters(submissions, blank)
      .filter(({ grade }) => grade.outcome !== 'right')
      .map((cluster) => ({ blank, ...cluster })),
  );
  const show = (answer: string) =>
    options.find(({ label }) => label === answer)?.text ?? (answer || t('quiz.empty'));
  const shown = wrong.slice(0, MOST_CHECKED);
  return {
    title: questionTitle(t, where),
    blocks:
      shown.length === 0
        ? [text(t('quiz.check.none'))]
        : [
            text(t('quiz.check.text')),
            {
              type: 'fields',
              fields: shown.map(({ blank, answer, count }, i) => ({
                label: `${i + 1}.`,
                value: [
                  several ? `${blankLabel(t, item, blank)}:` : '',
                  cut(show(answer), 80),
                  submissions.length < FEWEST_SHOWN ? '' : `(${t.number(count)})`,
                ]
                  .filter(Boolean)
                  .join(' '),
              })),
            },
            {
              type: 'choices',
              choices: shown.map(({ blank, key }, i) => ({
                id: actionId(
                  'quiz reveal',
                  'accept',
                  `${round.id}.${blankNames(item).indexOf(blank) + 1}.${key}`,
                ),
                label: t('quiz.button.accept', { n: String(i + 1) }),
              })),
            },
          ],
  };
}
const MOST_CHECKED = 8;
