/** The answers of a class as CSV: a row per person, item, vote and blank, under English headers that stay. */
import { toCsv } from '../chat/csv.ts';

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

export const answersCsv = (rows: readonly ExportRow[]): string =>
  toCsv([HEADER, ...rows.map((row) => HEADER.map((name) => row[name]))]);
