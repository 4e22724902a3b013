/** Compares code by its tokens: code with the same meaning is equal, whatever its spaces and quotes. */
import { clean } from '../content/expression.ts';

const TOKEN =
  /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(\d[\d_]*(?:\.(?!\.)[\d_]*)?(?:e[+-]?\d+)?|\.\d[\d_]*(?:e[+-]?\d+)?)|([\p{L}_][\p{L}\p{N}_]*)|\.\.|\*\*|\/\/|[=!<>]=|->|\S/giu;

const CLOSING: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);

/** Python keywords that a bracket may follow without a call. */
const NOT_CALLED = new Set(
  ['and', 'else', 'if', 'in', 'is', 'not', 'or', 'return'].map((word) => `w:${word}`),
);

/**
 * A canonical form of the code: 'a' as "a", `.2` as `0.2`, `1/5` and `2e-1`, no comma after the last
 * value, named arguments in the order of the alphabet. `1` is `1.0`. Words stay distinct from strings and numbers.
 */
export function canonical(code: string, lowerCase: boolean): string {
  const tokens = divided(tokenise(code, lowerCase));
  let at = 0;

  /** The contents of brackets, up to `end`. `brackets`: of a call, of a tuple, or others. */
  function list(end: string | undefined, brackets: 'call' | 'tuple' | 'other'): string {
    const values: string[][] = [[]];
    let before: string | undefined;
    while (at < tokens.length && tokens[at] !== end) {
      const token = tokens[at++]!;
      const closing = CLOSING.get(token);
      if (token === ',') values.push([]);
      else values.at(-1)!.push(token);
      if (closing !== undefined) {
        values.at(-1)!.push(list(closing, token !== '(' ? 'other' : isCalled(before) ? 'call' : 'tuple'));
        if (tokens[at] === closing) values.at(-1)!.push(tokens[at++]!);
      }
      before = closing ?? token;
    }
    // In Python (1,) is a tuple and (1) is a number.
    const least = brackets === 'tuple' ? 2 : 1;
    if (values.length > least && values.at(-1)!.length === 0) values.pop();
    return (brackets === 'call' ? inOrder(values) : values).map((value) => value.join('\n')).join('\n,\n');
  }
  return list(undefined, 'call');
}

/** A text and a number get a mark that no other token begins with. */
function tokenise(code: string, lowerCase: boolean): string[] {
  return [...code.matchAll(TOKEN)].map(([token, double, single, number, word]) => {
    const text = double ?? single;
    if (text !== undefined) return `s:${text.replace(/\\(['"])/g, '$1')}`;
    if (number !== undefined) return `n:${clean(Number(number.replaceAll('_', '')))}`;
    if (word !== undefined) return `w:${lowerCase ? word.toLowerCase() : word}`;
    return token;
  });
}

const BINDS_BEFORE = new Set(['*', '/', '//', '%', '**']);

/** Replaces a quotient of two numbers by its value, unless a neighbouring operator binds first. */
function divided(tokens: readonly string[]): string[] {
  const result: string[] = [];
  for (const [i, token] of tokens.entries()) {
    const [outer, above, slash] = [result.at(-3), result.at(-2), result.at(-1)];
    const quotient = numberOf(above) / numberOf(token);
    if (
      slash === '/' &&
      Number.isFinite(quotient) &&
      !BINDS_BEFORE.has(outer ?? '') &&
      tokens[i + 1] !== '**'
    )
      result.splice(-2, 2, `n:${clean(quotient)}`);
    else result.push(token);
  }
  return result;
}

const numberOf = (token: string | undefined): number =>
  token?.startsWith('n:') ? Number(token.slice(2)) : Number.NaN;

const isCalled = (before: string | undefined): boolean =>
  before !== undefined && (/^w:|^[)\]]$/.test(before) ? !NOT_CALLED.has(before) : false);

/** Named arguments sorted by name. Before positional ones they stay in order: such code does not run. */
function inOrder(values: readonly string[][]): readonly string[][] {
  const isNamed = (value: readonly string[]) => value[0]?.startsWith('w:') === true && value[1] === '=';
  const first = values.findIndex(isNamed);
  if (first < 0 || !values.slice(first).every(isNamed)) return values;
  const named = values.slice(first).sort((a, b) => (a[0]! < b[0]! ? -1 : Number(a[0]! > b[0]!)));
  return [...values.slice(0, first), ...named];
}
