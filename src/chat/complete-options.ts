/** Suggests options at a cursor after the name of a command. Positions are in the visible line. */
import { nearest } from '../i18n/nearest.ts';
import { plain } from '../i18n/typed.ts';
import { UserError } from '../i18n/user-error.ts';
import { completeValue } from './complete-value.ts';
import { describeOption, summaryOf } from './describe.ts';
import type { CommandInLine, Found, KindContext, Kinds, Suggestion } from './kind.ts';
import { currentName, type Option, type Options, rightValue, rightValues } from './option.ts';
import {
  hasPlace,
  type NamedPart,
  placeWords,
  positionalNames,
  type Span,
  takeApart,
  unquote,
} from './text.ts';

type Pieces = Omit<Found, 'begun' | 'hint'>;

/** The remaining options, and values for the one at the cursor. */
export function completeOptions<S>(
  line: string,
  cursor: number,
  { name: commandName, command, end }: CommandInLine<S>,
  kinds: Kinds,
  who: Pick<KindContext, 'person' | 'classroom' | 't'>,
): Found {
  const { options } = command;
  const summary = summaryOf(who.t, command);
  const positional = positionalNames(options);
  const { leading, named, bare } = partsBehind(line, end, positional, options);
  const written = new Map(
    [...bare, ...named].map(({ name, value }) => [name, line.slice(value.from, value.to).trim()]),
  );
  const isMissing = Object.entries(options).some(([name, { required }]) => required && !written.get(name));

  const optionOf = (name: string) => options[name] as Option<unknown>;
  const describe = (name: string) => describeOption(who.t, commandName, name, optionOf(name));
  const hintOf = (name: string) => `${name}: ${describe(name)}`;
  const suggestOption = (name: string): Suggestion => ({
    kind: 'option',
    label: name,
    detail: describe(name),
    insert: `${name}:`,
  });
  const optionsBy = (prefix: string, given: readonly string[]): Suggestion[] =>
    namesLeft(options, given)
      .filter((name) => name.startsWith(plain(prefix).toLowerCase()))
      .map(suggestOption);

  const given = Object.fromEntries([...written].map(([name, value]) => [name, unquote(value)]));
  const values = rightValues(options, given);
  const contextOf = (name: string): KindContext => ({ ...who, values, option: optionOf(name) });
  /** Whether the command would accept this as the value of an option. */
  function isRight(name: string, text: string): boolean {
    const context = contextOf(name);
    const value = rightValue(name, context.option, unquote(text));
    return value !== undefined && passes(() => kinds[context.option.kind]?.check?.(String(value), context));
  }

  /** Whether a value of an option fits the given options that depend on it: a label, when the dataset is chosen. */
  const keeps = (name: string) => (value: string) =>
    Object.entries(options).every(([other, { of, kind }]) => {
      const context = { ...contextOf(other), values: { ...values, [name]: value } };
      const given = values[other];
      return of !== name || given === undefined || passes(() => kinds[kind]?.check?.(String(given), context));
    });
  const completeAs = (name: string, region: Span) =>
    completeValue(line, region, cursor, kinds, contextOf(name), keeps(name));

  function inName({ name, at }: NamedPart): Found {
    const others = [...written.keys()].filter((other) => other !== name);
    const found = optionsBy(line.slice(at.from, cursor), others);
    const near = nearest(name, namesLeft(options, others));
    const isKnown = Object.hasOwn(options, name);
    return {
      ...at,
      suggestions: found.length === 0 && near !== undefined ? [suggestOption(near)] : found,
      begun: found.length > 0 && !isKnown,
      hint: isKnown ? hintOf(name) : summary,
    };
  }

  function inValue({ name, value }: NamedPart): Found {
    const own = completeAs(name, value);
    const word = wordAt(line, value, cursor);
    const before = line.slice(value.from, word.from).trim();
    const mayFollow = !own.inQuotes && word.last && isRight(name, before);
    const more = mayFollow ? optionsBy(line.slice(word.from, cursor), [...written.keys()]) : [];
    return {
      ...joined(line, own, { ...word, suggestions: more }),
      begun: isMissing || !isRight(name, line.slice(value.from, value.to).trim()),
      hint: own.hint ?? (more.length > 0 && own.suggestions.length === 0 ? summary : hintOf(name)),
    };
  }

  /** A word without a name: a positional option, or the beginning of a name. */
  function inLeading(): Found {
    const word = wordAt(line, leading, cursor);
    const before = line.slice(leading.from, word.from);
    const done = placeWords(before, positional);
    const words = before.split(/\s+/).filter((text) => text !== '').length;
    const target = hasPlace(words + 1, positional, options)
      ? (positional[words] ?? positional.at(-1))
      : undefined;
    // A text extends to the end; any other value is one word.
    const text = bare.find(({ name }) => name === target && optionOf(name).kind === 'text')?.value;
    const own = target === undefined ? undefined : completeAs(target, text ?? word);
    const mayFollow =
      word.last &&
      !own?.inQuotes &&
      hasPlace(words, positional, options) &&
      done.every(({ name, from, to }) => isRight(name, before.slice(from, to)));
    const given = [...done, ...named].map(({ name }) => name);
    const more = { ...word, suggestions: mayFollow ? optionsBy(line.slice(word.from, cursor), given) : [] };
    const isOpen = word.from < word.to && !(target && isRight(target, line.slice(word.from, word.to)));
    return {
      ...(own ? joined(line, own, more) : more),
      begun: isMissing || isOpen,
      hint: own?.hint ?? (target === undefined ? summary : hintOf(target)),
    };
  }

  const part = named.findLast(({ at }) => at.from <= cursor);
  if (!part) return inLeading();
  if (part.at.from < cursor && cursor < part.at.to) return inName(part);
  if (part.at.to <= cursor && Object.hasOwn(options, part.name)) return inValue(part);
  // Directly before a name nothing can be inserted without a space, and an unknown option has no known values.
  return { from: cursor, to: cursor, suggestions: [], begun: false, hint: summary };
}

/** The text after the command's name, which ends at `end`: `bare` are the positional options. */
function partsBehind(line: string, end: number, positional: readonly string[], options: Options) {
  const behind = line.slice(end);
  const { leading, named } = takeApart(behind);
  const shift = ({ from, to }: Span): Span => ({ from: end + from, to: end + to });
  return {
    leading: shift(leading),
    named: named.map(({ name, at, value }) => ({
      name: currentName(options, name),
      at: shift(at),
      value: shift(value),
    })),
    bare: placeWords(behind.slice(0, leading.to), positional).map(({ name, ...value }) => ({
      name,
      value: shift(value),
    })),
  };
}

/** False if it throws a UserError. */
function passes(check: () => void): boolean {
  try {
    check();
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

/** The remaining options, required ones first. */
function namesLeft(options: Options, given: readonly string[]): string[] {
  const excluded = given.flatMap((name) => new Map(Object.entries(options)).get(name)?.excludes ?? []);
  return Object.entries(options)
    .filter(([name]) => !given.includes(name) && !excluded.includes(name))
    .filter(([, { excludes = [] }]) => !excludes.some((name) => given.includes(name)))
    .sort(([, a], [, b]) => Number(b.required ?? false) - Number(a.required ?? false))
    .map(([name]) => name);
}

/** The word that the cursor touches; `last`: it is at the end of the region, with nothing after it. */
function wordAt(line: string, region: Span, cursor: number): Span & { readonly last: boolean } {
  const from = cursor - /\S*$/.exec(line.slice(region.from, cursor))![0].length;
  const to = cursor + /^\S*/.exec(line.slice(cursor, region.to))![0].length;
  return { from, to, last: line.slice(to, region.to).trim() === '' && (from < cursor || to === cursor) };
}

/** Both lists in one, replacing what either would replace. */
function joined(line: string, first: Pieces, second: Pieces): Pieces {
  if (second.suggestions.length === 0) return first;
  if (first.suggestions.length === 0) return second;
  const from = Math.min(first.from, second.from);
  const to = Math.max(first.to, second.to);
  const widened = (found: Pieces) =>
    found.suggestions.map((suggestion) => ({
      ...suggestion,
      insert: line.slice(from, found.from) + suggestion.insert + line.slice(found.to, to),
    }));
  return { from, to, suggestions: [...widened(first), ...widened(second)] };
}
