/** Grades answers by letters: chosen options, and ordered lines. */
import type { Grade, Item, Text } from '../content/quiz.ts';
import { textIn } from '../content/quiz.ts';
import { MAX_ANSWER, normalise } from './normalise.ts';
import { graded, invalid, share } from './outcome.ts';

type ChoiceItem = Extract<Item, { kind: 'choice' }>;
type OrderItem = Extract<Item, { kind: 'order' }>;

/** The letter of an option or a line, by its place. */
export const letterOf = (place: number): string => String.fromCharCode(65 + place);

/** `B`, `b)`, `A, C`, `A und C`, `AC`, or the text of an option in any language. */
export function gradeChoice(item: ChoiceItem, typed: string): Grade {
  const { options, many } = item;
  if (typed.length > MAX_ANSWER) return invalid('option', 'quiz.answer.tooLong', { max: MAX_ANSWER });
  const text = normalise(typed).toLowerCase();
  if (text === '') return invalid('option', 'quiz.answer.empty');
  const chosen = placesIn(text, options);
  if (!chosen) return invalid('option', 'quiz.answer.letters', { last: letterOf(options.length - 1) });
  if (!many && chosen.length > 1) return invalid('option', 'quiz.answer.oneLetter');
  if (!many) {
    const option = options[chosen[0]!]!;
    return graded('option', Number(option.right), option.why);
  }
  const isRight = (place: number) => options[place]!.right;
  const all = options.filter(({ right }) => right).length;
  const hits = chosen.filter(isRight).length;
  const credit = hits === all && chosen.length === all ? 1 : (hits - (chosen.length - hits)) / all;
  const mistake = chosen.find((place) => !isRight(place));
  return graded(
    'option',
    share(Math.max(0, credit)),
    mistake === undefined ? undefined : options[mistake]!.why,
  );
}

/** Places of the named options, each once; undefined if something else is named. */
function placesIn(text: string, options: ChoiceItem['options']): number[] | undefined {
  const texts = options.map((option) => textsOf(option.text));
  const withText = (wanted: string) => texts.findIndex((ways) => ways.includes(wanted));
  const single = lettersIn(text, options.length);
  // A letter is a letter, even if it is also an option's text; an option's text is never read as several letters.
  if (single?.length === 1) return single;
  const whole = withText(text);
  if (whole >= 0) return [whole];
  if (single) return [...new Set(single)];
  const parts = text
    .split(/[,;]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const places = parts.map((part) => {
    const letters = lettersIn(part, options.length);
    return letters?.length === 1 ? letters[0]! : withText(part);
  });
  return places.length > 0 && places.every((place) => place >= 0) ? [...new Set(places)] : undefined;
}

const textsOf = (text: Text): string[] =>
  (typeof text === 'string' ? [text] : Object.values(text)).map((way) => normalise(way).toLowerCase());

/** Places of letters that are written separately or together; undefined if there is anything else. */
function lettersIn(text: string, count: number): number[] | undefined {
  const words = text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const letters = words.filter((word) => word !== 'and' && word !== 'und').join('');
  const places = [...letters].map((letter) => (letter.codePointAt(0) ?? 0) - 97);
  return places.length > 0 && places.every((place) => place >= 0 && place < count) ? places : undefined;
}

/** `C A B`, `cab`, `C > A > B`: each letter once. Credit is for the longest part in the right order. */
export function gradeOrder(item: OrderItem, typed: string): Grade {
  const { lines } = item;
  const shown = item.shown ?? lines.map((_, index) => index);
  if (typed.length > MAX_ANSWER) return invalid('order', 'quiz.answer.tooLong', { max: MAX_ANSWER });
  const text = normalise(typed).toLowerCase();
  if (text === '') return invalid('order', 'quiz.answer.empty');
  const places = lettersIn(text, lines.length);
  if (!places || places.length !== lines.length || new Set(places).size !== lines.length)
    return invalid('order', 'quiz.answer.order', { last: letterOf(lines.length - 1) });
  // Lines with the same text are interchangeable.
  const texts = lines.map((line) => textIn(line, 'en'));
  const answered = places.map((place) => texts[shown[place]!]!);
  return graded('order', share(longestCommon(answered, texts) / lines.length));
}

/** The length of the longest common subsequence. */
function longestCommon(a: readonly string[], b: readonly string[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const element of a) {
    const next = [0];
    for (const [j, other] of b.entries())
      next.push(element === other ? row[j]! + 1 : Math.max(row[j + 1]!, next[j]!));
    row = next;
  }
  return row[b.length]!;
}
