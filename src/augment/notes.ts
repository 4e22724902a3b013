/** What should be known before pictures of some data are put through a policy. */
import type { DatasetInfo, PictureShape } from '../datasets/dataset.ts';
import { fullLabel, labelNames } from '../datasets/label-name.ts';
import type { Translate } from '../i18n/i18n.ts';
import type { Note } from './operation.ts';
import { knownOperation, type Policy, parsePolicy } from './policy.ts';

/** A dataset, or pictures of which nothing but their shape is known. */
export interface NotedPictures
  extends PictureShape,
    Partial<Pick<DatasetInfo, 'title' | 'labels' | 'labelNames' | 'measured'>> {}

/** The sentence of a note. */
export const noteText = (t: Translate, { key, params, label }: Note): string =>
  t(key, { ...params, ...(label && { label: fullLabel(label, t.locale) }) });

/** The notes on a policy's steps, in their order; a step that never happens has none, and no note appears twice. */
export function policyNotes(policy: Policy, pictures: NotedPictures): Note[] {
  const notes = policy.flatMap(({ op, parameters, probability }): (Note | undefined)[] => {
    const note = probability > 0 ? knownOperation(op).note?.(parameters, pictures, probability) : undefined;
    return note?.kind === 'destroys' ? [note, measuredNote(op, pictures)] : [note];
  });
  const seen = new Set<string>();
  return notes.filter((note): note is Note => {
    const text = JSON.stringify(note);
    return note !== undefined && !seen.has(text) && seen.add(text) !== undefined;
  });
}

function measuredNote(op: string, pictures: NotedPictures): Note | undefined {
  const { title = '', labels = [], measured } = pictures;
  const loss = measured?.losses.find(({ policy }) => parsePolicy(policy)[0]?.op === op);
  if (!measured || !loss) return undefined;
  const { fraction, epochs, pairs } = measured;
  const label = labelNames({ ...pictures, labels })[labels.indexOf(loss.label)];
  return {
    kind: 'measured',
    key: 'op.measured',
    params: { title, percent: 100 * fraction, epochs, pairs, count: loss.points, ...loss },
    ...(label && { label }),
  };
}
