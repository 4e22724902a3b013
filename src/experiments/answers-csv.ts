/** What networks answered, as CSV: label numbers, and a second file that says which label each number is. */
import { type CsvForm, toCsv } from '../chat/csv.ts';
import type { Measure, PlannedTrial } from './experiment.ts';

/** The answers of a network on a test, one byte for each image. */
export interface AnswersColumn {
  readonly planned: Pick<PlannedTrial, 'arm' | 'seed'>;
  readonly measure: Measure;
  readonly answers: Uint8Array;
}

/** One line for each test image: `index,label,reduced_1_clean,reduced_1_moved,…`. */
export function answersCsv(labels: Uint8Array, columns: readonly AnswersColumn[], form: CsvForm): string {
  const names = columns.map(({ planned: { arm, seed }, measure }) => `${arm}_${seed}_${measure}`);
  // Numbers need no quotation marks, and there may be a million of them.
  const lines = Array.from(
    labels,
    (label, i) => `${[i, label, ...columns.map(({ answers }) => answers[i])].join(form.separator)}\r\n`,
  );
  return toCsv([['index', 'label', ...names]], form) + lines.join('');
}

/** `label,name`: what the numbers mean. */
export const labelsCsv = (names: readonly string[], form: CsvForm): string =>
  toCsv([['label', 'name'], ...names.map((name, label) => [label, name])], form);
