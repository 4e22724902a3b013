/** Makes of an item, as its author wrote it, the one that a class is asked: numbers drawn and filled in, lines shuffled. */
import { locales, translate } from '../../i18n/i18n.ts';
import { cut } from '../../i18n/typed.ts';
import { UserError } from '../../i18n/user-error.ts';
import { clean, evaluate, type Numbers, unknown } from './expression.ts';
import { type Item, textIn } from './quiz.ts';

/** A draw in [0, 1) for a purpose: the name of a number, or a place among lines (`line 2`). */
export type ItemDraws = (name: string) => number;

type OrderItem = Extract<Item, { kind: 'order' }>;

/**
 * The item with its numbers drawn and filled in: `{{n}}` and `{{= n * 2}}` in every text and key. It no longer has
 * `numbers`, and lines to order have the order in which they are shown. Throws UserError for an author's mistake.
 */
export function resolveItem(item: Item, draws: ItemDraws): Item {
  const numbers: Numbers = new Map(
    Object.entries(item.numbers).map(([name, range]) => [name, drawn(name, range, draws(name))]),
  );
  const { id, kind, sources, numbers: _, ...rest } = item;
  const resolved = { id, kind, sources, numbers: {}, ...(filled(rest, numbers) as object) } as Item;
  return resolved.kind === 'order' ? { ...resolved, shown: shownOrder(resolved, draws) } : resolved;
}

/**
 * The order in which lines are shown: at each place the index of a line in the right order. It never reads like the
 * right order, which would need no work.
 */
export function shownOrder({ lines }: OrderItem, draws: ItemDraws): number[] {
  const order = lines.map((_, index) => index);
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(draws(`line ${i}`) * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  const texts = lines.map((line) => textIn(line, 'en'));
  const solved = () => order.every((line, place) => texts[line] === texts[place]);
  for (let turn = 1; solved() && turn < order.length; turn++) order.push(order.shift()!);
  return order;
}

function drawn(name: string, { from, to, step }: Item['numbers'][string], draw: number): number {
  // Rounding must not lose the last step of a range: 0.1 to 0.5 has 5 values.
  const steps = Math.floor((to - from) / step + 1e-9);
  if (steps < 0) throw new UserError('quiz.author.emptyRange', { name, from, to });
  return clean(from + step * Math.floor(draw * (steps + 1)));
}

/** A part of an item with the numbers written into every text of it: in what is said in a language, with its decimal sign. */
function filled(part: unknown, numbers: Numbers, field = ''): unknown {
  if (typeof part === 'string') return written(part, numbers, signsOf(field));
  if (Array.isArray(part)) return part.map((element) => filled(element, numbers));
  if (part === null || typeof part !== 'object') return part;
  const entries = Object.entries(part).map(([name, value]) => [name, filled(value, numbers, name)] as const);
  // A numeric key may be an expression; in wrong answers `is` is a text.
  return Object.fromEntries(
    entries.map(([name, value]) => [name, field === 'number' && name === 'is' ? asNumber(value) : value]),
  );
}

const asNumber = (value: unknown): unknown =>
  typeof value === 'string' ? evaluate(value, new Map()) : value;

/** Makes of a number how it is written in a field. Texts have their language as the name of their field. */
function signsOf(field: string): (value: number) => string {
  if (field === 'pattern') return (value) => String(value).replace(/[.+]/g, '\\$&');
  if (!locales.includes(field)) return String;
  return (value) => translate(field).number(value, { useGrouping: false, maximumFractionDigits: 15 });
}

function written(text: string, numbers: Numbers, signs: (value: number) => string): string {
  const result = text.replace(/\{\{(=?)([^{}]*)\}\}/g, (_, computed: string, inner: string) => {
    const name = inner.trim();
    // Without `=` only a name is allowed: something like an expression has probably lost it.
    if (!computed && !numbers.has(name)) throw unknown(name, [...numbers.keys()]);
    return signs(evaluate(inner, numbers));
  });
  if (result.includes('{{'))
    throw new UserError('quiz.author.unclosed', { text: cut(result.slice(result.indexOf('{{'))) });
  return result;
}
