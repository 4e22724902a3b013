/** Parses a JavaScript regular expression (flag u); pattern.ts says why it is not simply run. */
import { UserError } from '../../i18n/user-error.ts';

export type Assertion = 'start' | 'end' | 'border' | 'noBorder';

export type Node =
  | { readonly kind: 'character'; readonly is: (character: string) => boolean }
  | { readonly kind: 'assert'; readonly what: Assertion }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly Node[] }
  | { readonly kind: 'repeat'; readonly part: Node; readonly min: number; readonly max: number };

/** Long enough for authors, and short enough for nested brackets. */
const LONGEST = 500;

const ASSERTIONS: ReadonlyMap<string, Assertion> = new Map([
  ['^', 'start'],
  ['$', 'end'],
  ['\\b', 'border'],
  ['\\B', 'noBorder'],
]);

/** `\p{L}`, `\u{1F600}`, a pair of surrogates, `\u00e9`, `\x41`, `\cA`, or a backslash and any other character. */
const ESCAPE = /\\(?:[pPu]\{[^}]*\}|u[dD][89abAB]..\\u[dD][c-fC-F]..|u....|x..|c.|.)/suy;
const CLASS = /\[(?:[^\]\\]|\\.)*\]/suy;
const QUANTIFIER = /(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/suy;
const GROUP = /\((?:\?:|\?<[^=!>][^>]*>|(?!\?))/suy;

/** The engine checks the syntax first, so parts are well formed here. */
export function parsePattern(pattern: string, ignoreCase: boolean): Node {
  if (pattern.length > LONGEST)
    throw new UserError('quiz.author.patternTooLarge', { pattern: `${pattern.slice(0, 40)}…`, max: LONGEST });
  try {
    new RegExp(pattern, 'u');
  } catch {
    throw new UserError('quiz.author.badPattern', { pattern });
  }
  const flags = ignoreCase ? 'iu' : 'u';
  let at = 0;

  const take = (token: RegExp): RegExpExecArray | undefined => {
    token.lastIndex = at;
    const found = token.exec(pattern) ?? undefined;
    if (found) at += found[0].length;
    return found;
  };

  function choice(): Node {
    const parts = [sequence()];
    while (pattern[at] === '|') {
      at++;
      parts.push(sequence());
    }
    return parts.length === 1 ? parts[0]! : { kind: 'choice', parts };
  }

  function sequence(): Node {
    const parts: Node[] = [];
    while (at < pattern.length && pattern[at] !== '|' && pattern[at] !== ')') parts.push(repeated(term()));
    return { kind: 'sequence', parts };
  }

  function repeated(part: Node): Node {
    const found = take(QUANTIFIER);
    if (!found) return part;
    const [, sign, least, comma, most] = found;
    const min = sign ? Number(sign === '+') : Number(least);
    const max = sign ? (sign === '?' ? 1 : Infinity) : most ? Number(most) : comma ? Infinity : min;
    return { kind: 'repeat', part, min, max };
  }

  function term(): Node {
    if (pattern[at] === '(') return group();
    const source = (take(CLASS) ?? take(ESCAPE) ?? take(/./suy))![0];
    if (/^\\[1-9k]/.test(source)) throw new UserError('quiz.author.patternKind', { pattern, part: source });
    const what = ASSERTIONS.get(source);
    return what ? { kind: 'assert', what } : { kind: 'character', is: characterTest(source, flags) };
  }

  function group(): Node {
    const from = at;
    if (!take(GROUP))
      throw new UserError('quiz.author.patternKind', { pattern, part: pattern.slice(from, from + 3) });
    const inner = choice();
    at++; // the closing bracket
    return inner;
  }

  return choice();
}

/** Asks the engine about one character, and caches the answer: an expression for a single character is always fast. */
function characterTest(source: string, flags: string): (character: string) => boolean {
  const whole = new RegExp(`^${source}$`, flags);
  const known = new Map<string, boolean>();
  return (character) => {
    const found = known.get(character) ?? whole.test(character);
    known.set(character, found);
    return found;
  };
}
