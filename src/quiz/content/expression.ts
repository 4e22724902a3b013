/** Arithmetic in the texts of a quiz: `n * 0.8`, `round(n / 32, 1)`. Our own parser, because nothing else may run. */
import { cut } from '../../i18n/typed.ts';
import { UserError } from '../../i18n/user-error.ts';

/** The drawn numbers of an item, by name. */
export type Numbers = ReadonlyMap<string, number>;

/** Deeper brackets than anybody writes; without a limit they would exhaust the stack. */
const DEEPEST = 40;

type Compute = (...values: number[]) => number;

/** How many values each accepts. */
const FUNCTIONS: ReadonlyMap<
  string,
  { readonly least: number; readonly most: number; readonly of: Compute }
> = new Map([
  ['min', { least: 1, most: Infinity, of: Math.min }],
  ['max', { least: 1, most: Infinity, of: Math.max }],
  ['abs', { least: 1, most: 1, of: Math.abs }],
  ['floor', { least: 1, most: 1, of: (value: number) => Math.floor(clean(value)) }],
  ['ceil', { least: 1, most: 1, of: (value: number) => Math.ceil(clean(value)) }],
  ['round', { least: 1, most: 2, of: roundTo }],
]);

/** Without floating-point noise: 0.1 + 0.2 is 0.3. Adding 0 makes -0 a plain 0. */
export const clean = (value: number): number =>
  Number.isSafeInteger(value) ? value + 0 : Number(value.toPrecision(12)) + 0;

function roundTo(value: number, digits = 0): number {
  return clean(Math.round(clean(value * 10 ** digits)) / 10 ** digits);
}

/**
 * The value of an expression: numbers, names, + - * / ( ) and the functions above. Throws UserError for syntax
 * errors, unknown names, and expressions without a value (1 / 0).
 */
export function evaluate(expression: string, numbers: Numbers): number {
  const tokens = [...expression.matchAll(/\d+(?:\.\d+)?(?:e[+-]?\d+)?|\.\d+|[a-z_]\w*|\S/gi)];
  let at = 0;
  let depth = 0;

  const peek = (): string | undefined => tokens[at]?.[0];
  const take = (token: string): boolean => {
    const found = peek() === token;
    if (found) at++;
    return found;
  };
  const unreadable = (): UserError =>
    new UserError('quiz.author.expression', {
      expression: cut(expression.trim()),
      position: (tokens[at]?.index ?? expression.length) + 1,
    });

  function sum(): number {
    let value = product();
    for (;;) {
      if (take('+')) value += product();
      else if (take('-')) value -= product();
      else return value;
    }
  }

  function product(): number {
    let value = factor();
    for (;;) {
      if (take('*')) value *= factor();
      else if (take('/')) value /= factor();
      else return value;
    }
  }

  function factor(): number {
    if (++depth > DEEPEST) throw unreadable();
    const value = take('-') ? -factor() : atom();
    depth--;
    return value;
  }

  function atom(): number {
    if (take('(')) {
      const value = sum();
      if (!take(')')) throw unreadable();
      return value;
    }
    const token = peek();
    if (token === undefined || !/^[\w.]/.test(token) || token === '.') throw unreadable();
    at++;
    if (/^[\d.]/.test(token)) return Number(token);
    return peek() === '(' ? call(token) : named(token);
  }

  function call(name: string): number {
    const found = FUNCTIONS.get(name);
    if (!found) throw unknown(name, [...FUNCTIONS.keys()]);
    at++;
    const values = [sum()];
    while (take(',')) values.push(sum());
    if (!take(')') || values.length < found.least || values.length > found.most) throw unreadable();
    return found.of(...values);
  }

  function named(name: string): number {
    const value = numbers.get(name);
    if (value === undefined) throw unknown(name, [...numbers.keys()]);
    return value;
  }

  const value = sum();
  if (at < tokens.length) throw unreadable();
  if (!Number.isFinite(value))
    throw new UserError('quiz.author.noValue', { expression: cut(expression.trim()) });
  return clean(value);
}

/** The error for a name that is not one of the item's numbers, or not a function. */
export const unknown = (name: string, known: readonly string[]): UserError =>
  new UserError('quiz.author.unknownNumber', { name: cut(name), known: known.join(', ') || '–' });
