/** The results of a session: a person's points, everybody's for a teacher, and what the class knew. Pure. */

import { type Block, type Card, text } from '../../chat/card.ts';
import { actionId } from '../../chat/command.ts';
import { FEWEST_SHOWN } from '../../chat/fewest-shown.ts';
import type { Translate } from '../../i18n/i18n.ts';
import { cut } from '../../i18n/typed.ts';
import { textIn } from '../content/quiz.ts';
import { rankOf, type Score } from '../results/points.ts';
import type { Round, Session, Submission } from '../session/session.ts';

export function scoreCard(
  session: Session,
  scores: readonly Score[],
  mine: Score | undefined,
  most: number,
  t: Translate,
  isTeacher: boolean,
): Card {
  const number = (value: number) => t.number(value, { maximumFractionDigits: 2 });
  const own: Block[] =
    mine === undefined
      ? [text(t('quiz.scores.none'))]
      : [
          text(
            t('quiz.scores.mine', { points: number(mine.points), most: number(most), count: most }),
            'strong',
          ),
          ...(scores.length < FEWEST_SHOWN
            ? []
            : [text(t('quiz.scores.rank', { rank: rankOf(scores, mine.points), count: scores.length }))]),
        ];
  return {
    title: t('quiz.scores.title', { title: textIn(session.title, t.locale) }),
    blocks: [
      ...own,
      ...(isTeacher && scores.length > 0
        ? [
            board(scores, most, t),
            {
              type: 'choices',
              choices: [{ id: actionId('quiz next', 'board', session.id), label: t('quiz.button.board') }],
            } as const,
          ]
        : []),
    ],
  };
}

export const boardCard = (session: Session, scores: readonly Score[], most: number, t: Translate): Card => ({
  title: t('quiz.scores.title', { title: textIn(session.title, t.locale) }),
  blocks: [scores.length === 0 ? text(t('quiz.scores.nobody')) : board(scores, most, t)],
});

const board = (scores: readonly Score[], most: number, t: Translate): Block => ({
  type: 'table',
  columns: [
    { label: t('quiz.table.rank'), align: 'right' },
    { label: t('quiz.table.name'), people: true },
    { label: t('quiz.table.points', { most: t.number(most) }), align: 'right' },
  ],
  rows: scores.map(({ name, points }) => [
    t.number(rankOf(scores, points)),
    name || t('privacy.somebody'),
    t.number(points, { maximumFractionDigits: 2 }),
  ]),
});

/** What a class knew, item by item, at the end of a session. */
export function endCard(
  session: Session,
  rounds: readonly { readonly round: Round; readonly submissions: readonly Submission[] }[],
  t: Translate,
): Card {
  const over = rounds.filter(({ round }) => round.phase === 'revealed');
  return {
    title: t('quiz.end.title', { title: textIn(session.title, t.locale) }),
    blocks: [
      text(t('quiz.end.text', { count: over.length, total: session.items.length })),
      ...(over.length === 0
        ? []
        : [
            {
              type: 'table',
              columns: [
                { label: t('quiz.table.item'), align: 'right' },
                { label: t('quiz.table.question') },
                { label: t('quiz.table.answered'), align: 'right' },
                { label: t('quiz.table.share'), align: 'right' },
              ],
              rows: over.map(({ round, submissions }) => [
                String(round.position + 1),
                cut(textIn(round.item.ask, t.locale), 60),
                t.number(submissions.length),
                submissions.length < FEWEST_SHOWN
                  ? '–'
                  : t.percent(
                      submissions.reduce((sum, { credit }) => sum + credit, 0) / submissions.length,
                      0,
                    ),
              ]),
            } as const,
          ]),
      text(t('quiz.end.scores'), 'quiet'),
    ],
  };
}
