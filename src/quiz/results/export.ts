/** The answers of a class as CSV: a row per person, item, vote and blank, with stable English headers. */
import { type Card, text } from '../../chat/card.ts';
import { csvFile, formFor, toCsv } from '../../chat/csv.ts';
import type { Translate } from '../../i18n/i18n.ts';
import { textIn } from '../content/quiz.ts';
import type { Session } from '../session/session.ts';

const HEADER = [
  'session',
  'quiz',
  'item_number',
  'item',
  'blank',
  'person',
  'vote',
  'answer',
  'outcome',
  'rule',
  'credit',
  'points',
  'changes',
  'submitted_at',
  'receipt',
] as const;

/** `submitted_at` is ISO 8601 in UTC; `credit` is of 1, `points` are those of the whole item. */
export type ExportRow = Readonly<Record<(typeof HEADER)[number], string | number>>;

export const exportCard = (
  { id, title }: Session,
  rows: readonly ExportRow[],
  names: boolean,
  t: Translate,
): Card => ({
  title: t('quiz.export.title', { title: textIn(title, t.locale) }),
  blocks: [
    text(t(names ? 'quiz.export.names' : 'quiz.export.pseudonyms', { count: rows.length })),
    csvFile(
      `quiz-${id}.csv`,
      toCsv([HEADER, ...rows.map((row) => HEADER.map((name) => row[name]))], formFor(t.locale)),
    ),
  ],
});
