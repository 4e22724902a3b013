/** The card of a closed question: the key, what the class answered, and why. Pure, except for its pictures. */

import { tallyFigure } from '../../charts/tally.ts';
import type { Theme } from '../../charts/theme.ts';
import { type Block, type Card, type Choice, type Picture, text } from '../../chat/card.ts';
import { actionId } from '../../chat/command.ts';
import { FEWEST_SHOWN } from '../../chat/fewest-shown.ts';
import type { Translate } from '../../i18n/i18n.ts';
import { cut } from '../../i18n/typed.ts';
import { blankNames, type Item, textIn } from '../content/quiz.ts';
import { type Cluster, clusters, keyOf, lettered, readableKey, tallyOf } from '../results/tally.ts';
import type { Round, Submission } from '../session/session.ts';
import {
  answerButton,
  blankLabel,
  questionBlocks,
  questionTitle,
  type RoundView,
  withAnswers,
} from './question.ts';

/** A closed question. */
export interface RevealView extends RoundView {
  readonly submissions: readonly Submission[];
  readonly theme: Theme;
  /** As lines. */
  readonly sources: readonly string[];
  /** What the class's answers do to pictures. */
  readonly sheet: Picture | undefined;
  /** Its truth has changed meanwhile. */
  readonly note: string | undefined;
  /** The most frequent wrong answer, if it can be tried as an experiment. */
  readonly tryable: string | undefined;
}

/** How many bars a chart has, and how many wrong answers are explained. */
const MOST_BARS = 8;
const MOST_EXPLAINED = 3;

export function stoppedCard(view: RoundView, t: Translate): Card {
  return {
    title: questionTitle(t, view),
    blocks: [...questionBlocks(view.round.item, t), text(t('quiz.stopped'))],
  };
}

export function revealCard(view: RevealView, t: Translate): Card {
  const { round, session, submissions } = view;
  const { item } = round;
  const counted = votes(submissions).at(-1) ?? [];
  return {
    title: questionTitle(t, view),
    blocks: [
      ...(view.note === undefined ? [] : [text(view.note, 'quiet')]),
      text(textIn(item.ask, t.locale), 'strong'),
      ...keyBlocks(round, t),
      text(summary(item, counted, t)),
      ...(session.mode === 'peer' ? peerText(item, submissions, t) : []),
      ...(item.why === undefined ? [] : [text(textIn(item.why, t.locale))]),
      ...charts(view, t),
      ...(view.sheet ? [view.sheet] : []),
      ...mistakes(item, counted, t),
      ...(view.sources.length === 0
        ? []
        : [text(t('quiz.reveal.sources', { sources: view.sources.join(' · ') }), 'quiet')]),
      { type: 'choices', choices: choices(view, t) },
    ],
  };
}

/** The last vote counts; the first one is shown beside it. */
const votes = (submissions: readonly Submission[]): (readonly Submission[])[] =>
  ([1, 2] as const)
    .map((vote) => submissions.filter((one) => one.vote === vote))
    .filter((some) => some.length > 0);

function keyBlocks({ item, accepted }: Round, t: Translate): Block[] {
  const key = keyOf(item);
  const also = Object.entries(accepted).map(([blank, answers]) =>
    text(t('quiz.reveal.also', { blank: blankLabel(t, item, blank), answers: answers.join(', ') })),
  );
  if (item.kind === 'blanks')
    return [{ type: 'code', language: item.language, code: withAnswers(item, key) }, ...also];
  const options = lettered(item, t.locale);
  if (item.kind === 'choice')
    return [
      {
        type: 'fields',
        fields: item.options.map(({ right, why }, i) => ({
          label: `${right ? '✓' : '✗'} ${options[i]?.label}`,
          value: [options[i]?.text, why === undefined ? undefined : textIn(why, t.locale)]
            .filter(Boolean)
            .join(' – '),
        })),
      },
      ...also,
    ];
  if (item.kind === 'order')
    return [
      {
        type: 'fields',
        fields: item.lines.map((line, i) => ({
          label: `${i + 1}. ${key.answer?.split(' ')[i]}`,
          value: textIn(line, t.locale),
        })),
      },
    ];
  return [text(t('quiz.reveal.key', { key: readableKey(item, key.answer ?? '', t) }), 'strong'), ...also];
}

function summary(item: Item, submissions: readonly Submission[], t: Translate): string {
  const { answered, right, share } = tallyOf(item, submissions);
  if (answered === 0) return t('quiz.reveal.nobody');
  if (answered < FEWEST_SHOWN) return t('quiz.reveal.few', { count: answered, fewest: FEWEST_SHOWN });
  return t('quiz.reveal.right', { count: answered, right, share: t.percent(share, 0) });
}

function peerText(item: Item, submissions: readonly Submission[], t: Translate): Block[] {
  const [first = [], second = []] = votes(submissions);
  if (first.length < FEWEST_SHOWN || second.length < FEWEST_SHOWN) return [];
  const share = (some: readonly Submission[]) => t.percent(tallyOf(item, some).right / some.length, 0);
  return [text(t('quiz.peer.result', { first: share(first), second: share(second) }))];
}

/** One chart: of the only blank, or of the one that most people missed. */
function charts({ round, session, submissions, theme }: RevealView, t: Translate): Block[] {
  const { item } = round;
  const all = votes(submissions);
  if (all.length === 0 || all.some((some) => some.length < FEWEST_SHOWN)) return [];
  const missed = [...tallyOf(item, all.at(-1) ?? []).byBlank].sort((a, b) => a.right - b.right)[0];
  const blank = missed?.blank ?? '';
  const label = labelOf(item, t);
  const found = clusters(submissions, blank);
  const shown = item.kind === 'choice' ? withAllOptions(item, found, t) : found.slice(0, MOST_BARS);
  const count = (answer: string, some: readonly Submission[]) =>
    clusters(some, blank).find(({ key }) => key === answer)?.count ?? 0;
  const title =
    blankNames(item).length === 1
      ? t('quiz.reveal.chart')
      : t('quiz.reveal.chartOf', { blank: blankLabel(t, item, blank) });
  const bars = shown.map(({ answer, key, grade }) => ({
    label: label(answer),
    right: grade.outcome === 'right',
    counts: all.map((some) => count(key, some)),
  }));
  return [
    {
      type: 'picture',
      name: `quiz-${round.id}-answers`,
      alt: t('quiz.reveal.alt', {
        title,
        values: bars.map((bar) => `${bar.label}: ${bar.counts.join(' → ')}`).join(', '),
      }),
      figure: tallyFigure({
        title,
        theme,
        locale: t.locale,
        series:
          session.mode === 'peer'
            ? [t('quiz.peer.first'), t('quiz.peer.second')].slice(0, all.length)
            : [title],
        bars,
      }),
    },
  ];
}

/** Options keep their order and letters, also those that nobody chose. */
function withAllOptions(item: Extract<Item, { kind: 'choice' }>, found: readonly Cluster[], t: Translate) {
  if (item.many) return found.slice(0, MOST_BARS);
  return lettered(item, t.locale).map(
    ({ label }, i) =>
      found.find(({ answer }) => answer === label) ?? {
        answer: label,
        key: label,
        count: 0,
        grade: { outcome: item.options[i]?.right ? ('right' as const) : ('wrong' as const) },
      },
  );
}

const LONGEST_LABEL = 60;
const labelOf = (item: Item, t: Translate) => {
  const options = lettered(item, t.locale);
  return (answer: string): string => {
    if (answer.trim() === '') return t('quiz.empty');
    const option = item.kind === 'choice' ? options.find(({ label }) => label === answer) : undefined;
    return cut(option ? `${option.label} ${option.text}` : answer, LONGEST_LABEL);
  };
};

/** The most frequent wrong answers with the author's explanations. */
function mistakes(item: Item, submissions: readonly Submission[], t: Translate): Block[] {
  if (submissions.length < FEWEST_SHOWN || item.kind === 'choice' || item.kind === 'order') return [];
  const several = blankNames(item).length > 1;
  const rows = blankNames(item).flatMap((blank) =>
    clusters(submissions, blank)
      .filter(({ grade }) => grade.outcome !== 'right')
      .map((cluster) => ({ blank, ...cluster })),
  );
  const shown = rows.sort((a, b) => b.count - a.count).slice(0, MOST_EXPLAINED);
  if (shown.length === 0) return [];
  return [
    text(t('quiz.reveal.mistakes')),
    {
      type: 'fields',
      fields: shown.map(({ blank, answer, count, grade }) => ({
        label: `${several ? `${blankLabel(t, item, blank)}: ` : ''}${cut(answer || t('quiz.empty'), LONGEST_LABEL)}`,
        value: [
          t('quiz.sheet.wrong', { count }),
          ...(grade.why === undefined ? [] : [textIn(grade.why, t.locale)]),
        ].join(' · '),
      })),
    },
  ];
}

function choices({ round, session, tryable }: RevealView, t: Translate): Choice[] {
  const isLast = round.position === session.items.length - 1;
  const teachers: Omit<Choice, 'who'>[] = [
    ...(session.endedAt === undefined
      ? [
          {
            id: actionId('quiz next', 'now', round.id),
            label: t(isLast ? 'quiz.button.finish' : 'quiz.button.next'),
            style: 'primary' as const,
          },
        ]
      : []),
    ...(round.item.kind === 'order'
      ? []
      : [{ id: actionId('quiz reveal', 'check', round.id), label: t('quiz.button.check') }]),
    ...(tryable === undefined
      ? []
      : [
          {
            id: actionId('quiz next', 'see', round.id),
            label: t('quiz.button.see', { policy: cut(tryable, 40) }),
          },
        ]),
  ];
  return [
    answerButton(t, 'mine', round),
    ...teachers.map((choice) => ({ ...choice, who: 'teacher' as const })),
  ];
}
