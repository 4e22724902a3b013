/** "Did you mean ...?" for anything a person can misspell. */
import { distance } from 'fastest-levenshtein';

/** The known word nearest to the typed one, if it is near enough (a third of its letters). */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  const word = typed.slice(0, 64).toLowerCase();
  const [best] = known
    .map((candidate) => ({ candidate, away: edits(word, candidate.toLowerCase()) }))
    .sort((a, b) => a.away - b.away);
  return best && best.away <= Math.max(1, Math.round(best.candidate.length / 3)) ? best.candidate : undefined;
}

/** Letters in the wrong order count as one typo, however many edits they need. */
const edits = (a: string, b: string): number =>
  a !== b && a.length === b.length && sorted(a) === sorted(b) ? 1 : distance(a, b);

const sorted = (word: string): string => [...word].sort().join('');
