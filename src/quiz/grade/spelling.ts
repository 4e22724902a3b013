/** Whether an answer is a key with a typo. */

/** Keys are words; longer texts are not compared. */
const LONGEST = 64;

const HANGUL = /\p{Script=Hangul}/u;

/**
 * How many typos are tolerated: 1 from 4 letters on, 2 from 9 on. A Korean syllable is up to three letters, of which one
 * may be wrong, never the whole of it: 과대적합 and 과소적합 are opposites.
 */
function allowed(key: string): number {
  const length = [...key].length;
  if (length < 4) return 0;
  return length < 9 || HANGUL.test(key) ? 1 : 2;
}

/** Both normalised and in lower case. Digits must be equal: resnet18 is not resnet50. */
export function nearlySpelt(answer: string, key: string): boolean {
  const most = allowed(key);
  return most > 0 && figures(answer) === figures(key) && slips(answer, key, most) <= most;
}

/**
 * Wrong, missing, superfluous and exchanged letters: the Damerau-Levenshtein distance in which no letter is changed twice
 * ("optimal string alignment"). Infinity above `most`.
 */
export function slips(answer: string, key: string, most: number): number {
  if (answer.length > LONGEST || key.length > LONGEST) return Infinity;
  const [a, b] = [answer.normalize('NFD'), key.normalize('NFD')];
  if (Math.abs(a.length - b.length) > most) return Infinity;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const other = Number(a[i - 1] !== b[j - 1]);
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + other);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        next[j] = Math.min(next[j]!, before[j - 2]! + 1);
    }
    [before, row] = [row, next];
  }
  const least = row[b.length]!;
  return least <= most ? least : Infinity;
}

const figures = (text: string): string => text.replace(/\D+/g, ' ').trim();
