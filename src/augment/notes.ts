/** What should be known before pictures of some data are put through a policy. */
import type { PictureShape } from '../datasets/dataset.ts';
import type { Note } from './operation.ts';
import { knownOperation, type Policy } from './policy.ts';

/** The notes on a policy's steps, in their order; a step that never happens has none, and none is said twice. */
export function policyNotes(policy: Policy, shape: PictureShape): Note[] {
  const notes = policy.flatMap(({ op, parameters, probability }) => {
    const note = probability > 0 && knownOperation(op).note?.(parameters, shape);
    return note ? [note] : [];
  });
  const seen = new Set<string>();
  return notes.filter((note) => {
    const text = JSON.stringify(note);
    return !seen.has(text) && seen.add(text);
  });
}
