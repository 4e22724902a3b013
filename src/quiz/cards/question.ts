/** The card of an open question: the question, the time left, and a way to answer. Pure. */
import { type Block, type Card, type Choice, type Field, text } from '../../chat/card.ts';
import { actionId } from '../../chat/command.ts';
import type { Translate } from '../../i18n/i18n.ts';
import { ANSWER, type Answers, BLANK, blankNames, type Item, mayBeEmpty, textIn } from '../content/quiz.ts';
import { lettered } from '../results/tally.ts';
import { isLive, isOpen, type Round, type Session } from '../session/session.ts';

/** The input of a round's card. */
export interface RoundView {
  readonly session: Session;
  readonly round: Round;
  /** How many have answered in this vote. */
  readonly answered: number;
  /** Milliseconds; undefined if there is no limit. */
  readonly left: number | undefined;
}

/** The same width for every blank, so that its length is no clue. */
const GAP = '____';

/** If there are several blanks, they have numbers, because names might be a clue. */
export const blankLabel = (t: Translate, item: Item, name: string): string => {
  const names = blankNames(item);
  return names.length === 1
    ? t('quiz.field.answer')
    : t('quiz.field.blank', { n: String(names.indexOf(name) + 1) });
};

export const withGaps = (item: Extract<Item, { kind: 'blanks' }>): string => {
  const several = blankNames(item).length > 1;
  let n = 0;
  return item.code.replace(BLANK, () => (several ? `${GAP}[${++n}]` : GAP)).trimEnd();
};

export const withAnswers = (
  item: Extract<Item, { kind: 'blanks' }>,
  answers: Readonly<Record<string, string>>,
): string => item.code.replace(BLANK, (_, name: string) => answers[name] ?? '').trimEnd();

export const questionTitle = (t: Translate, { session, round }: Pick<RoundView, 'session' | 'round'>) =>
  t('quiz.heading', {
    n: round.position + 1,
    total: session.items.length,
    title: textIn(session.title, t.locale),
  });

/** The question without the answers. */
export function questionBlocks(item: Item, t: Translate): Block[] {
  const options = lettered(item, t.locale);
  return [
    text(textIn(item.ask, t.locale), 'strong'),
    ...(item.kind === 'blanks'
      ? [{ type: 'code', language: item.language, code: withGaps(item) } as const]
      : []),
    ...(options.length > 0
      ? [
          {
            type: 'fields',
            fields: options.map(({ label, text: value }) => ({ label, value })),
          } as const,
        ]
      : []),
  ];
}

/** The name of the `i`th blank in forms: its own name might be a clue. */
const fieldName = (item: Item, i: number): string => (blankNames(item).length === 1 ? ANSWER : String(i + 1));

/** A form's values as answers. */
export const answersIn = (item: Item, values: Readonly<Record<string, string>>): Answers =>
  Object.fromEntries(blankNames(item).map((blank, i) => [blank, values[fieldName(item, i)] ?? '']));

/** The form: one field per blank. */
export function questionFields(item: Item, t: Translate): Field[] {
  if (item.kind === 'choice')
    return [
      {
        name: ANSWER,
        label: t('quiz.field.answer'),
        choices: lettered(item, t.locale).map(({ label, text: value }) => ({
          value: label,
          label: `${label}  ${value}`,
        })),
        many: item.many,
      },
    ];
  const label = (name: string) => (item.kind === 'order' ? t('quiz.field.order') : blankLabel(t, item, name));
  return blankNames(item).map((blank, i) => ({
    name: fieldName(item, i),
    label: label(blank),
    max: 200,
    optional: true,
  }));
}

export function questionCard(view: RoundView, t: Translate): Card {
  const { session, round, answered, left } = view;
  const { item, phase } = round;
  return {
    title: questionTitle(t, view),
    open: {
      id: `quiz:${round.id}`,
      ...(isOpen(phase) && { answered }),
      ...(left !== undefined && { left }),
    },
    blocks: [
      ...(session.mode === 'peer' ? [text(t(`quiz.peer.${phase as 'open'}`))] : []),
      ...questionBlocks(item, t),
      ...(mayBeEmpty(item) ? [text(t('quiz.mayBeEmpty'))] : []),
      time(view, t),
      ...(isOpen(phase) ? answering(round, t) : []),
      {
        type: 'choices',
        choices: [
          ...(hasHints(item) ? [answerButton(t, 'hint', round)] : []),
          ...(phase === 'discuss' ? [answerButton(t, 'partner', round)] : []),
          ...(isLive(phase) ? [revealButton(t, view)] : []),
        ],
      },
    ],
  };
}

/** 1:05, as clocks count down everywhere. */
const countdown = (ms: number): string => {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};

function time({ round, answered, left, session }: RoundView, t: Translate): Block {
  const label = round.phase === 'discuss' ? t('quiz.peer.talk') : t('quiz.answered', { count: answered });
  if (left === undefined) return text(label);
  const total = session.seconds * 1000;
  return {
    type: 'progress',
    label,
    done: Math.round(total - left),
    total,
    left: t('quiz.left', { time: countdown(left) }),
  };
}

function answering(round: Round, t: Translate): Block[] {
  const { id, item } = round;
  const quiet = text(t('quiz.private'), 'quiet');
  if (item.kind === 'choice' && !item.many)
    return [
      {
        type: 'choices',
        choices: lettered(item, t.locale).map(({ label }) => ({
          id: actionId('quiz answer', 'choose', `${id}.${label}`),
          label,
          style: 'primary',
        })),
      },
      quiet,
    ];
  return [
    {
      type: 'input',
      id: actionId('quiz answer', 'submit', id),
      label: t('quiz.button.answer'),
      fields: questionFields(item, t),
    },
    quiet,
  ];
}

const hasHints = (item: Item): boolean =>
  item.kind === 'blanks'
    ? Object.values(item.blanks).some(({ hint }) => hint !== undefined)
    : 'answer' in item && item.answer.hint !== undefined;

type AnswerAction = 'hint' | 'partner' | 'mine';
export const answerButton = (t: Translate, action: AnswerAction, round: Round): Choice => ({
  id: actionId('quiz answer', action, round.id),
  label: t(`quiz.button.${action}`),
});

const revealButton = (t: Translate, { session, round }: RoundView): Choice => ({
  id: actionId('quiz reveal', 'now', round.id),
  who: 'teacher',
  label:
    session.mode === 'normal' || round.phase === 'again'
      ? t('quiz.button.reveal')
      : t(`quiz.button.${round.phase === 'open' ? 'discuss' : 'again'}`),
});
