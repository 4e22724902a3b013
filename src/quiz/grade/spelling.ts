/** Whether an answer is a key with a slip of the pen in it. */
import { distance } from 'fastest-levenshtein';

/** Keys are words; in a longer text a slip decides nothing. */
const LONGEST = 64;

const HANGUL = /\p{Script=Hangul}/u;

/**
 * How many slips are overlooked: 1 from 4 letters on, 2 from 9 on. A Korean syllable is up to three letters of which one
 * may be wrong, never the whole of it: 과대적합 and 과소적합 are opposites.
 */
function allowed(key: string): number {
  const length = [...key].length;
  if (length < 4) return 0;
  return length < 9 || HANGUL.test(key) ? 1 : 2;
}

/** Both normalised and in lower case. Figures are no matter of spelling: resnet18 is not resnet50. */
export function nearlySpelt(answer: string, key: string): boolean {
  const most = allowed(key);
  return most > 0 && figures(answer) === figures(key) && slips(answer, key, most) <= most;
}

/** Wrong, missing, superfluous and exchanged letters (Damerau-Levenshtein, one exchange at most); Infinity above `most`. */
export function slips(answer: string, key: string, most: number): number {
  if (answer.length > LONGEST || key.length > LONGEST) return Infinity;
  const [a, b] = [answer.normalize('NFD'), key.normalize('NFD')];
  if (Math.abs(a.length - b.length) > most) return Infinity;
  let least = distance(a, b);
  for (let i = 0; i + 1 < a.length && least > 1; i++) {
    if (a[i] === b[i] || a[i] === a[i + 1]) continue;
    const exchanged = a.slice(0, i) + a[i + 1] + a[i] + a.slice(i + 2);
    least = Math.min(least, 1 + distance(exchanged, b));
  }
  return least <= most ? least : Infinity;
}

const figures = (text: string): string => text.replace(/\D+/g, ' ').trim();
