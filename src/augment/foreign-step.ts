/** Parses a step as people write it in Python: `A.Rotate(limit=(-15, 15), p=0.5)`, `rotation_range=15`. */

export interface Arguments {
  /** How often. */
  readonly p: number | undefined;
  /** The numbers of an argument that has one of these names (lower case, no underscores): one number, or the two of a pair. */
  numbers(...names: readonly string[]): readonly number[] | undefined;
  /** The numbers of the positional argument at this place. */
  at(place: number): readonly number[] | undefined;
  /** A word argument, by its name or its place. */
  word(which: string | number): string | undefined;
}

export interface ForeignStep {
  readonly name: string;
  /** All of it. */
  readonly typed: string;
  /** Where it ends in the text. */
  readonly to: number;
  readonly given: Arguments;
  /** `@0.5`, if that was written, too. */
  readonly often: string | undefined;
}

const NAME = /[a-z][\w.]*(?:[ -][a-z]\w*){0,2}/iy;
const BRACKETS = /\s*\(((?:[^()]|\([^()]*\))*)(?:\)|$)/y;
const VALUE = /\s*=\s*((?:[[(][^\])]*[\])]|[^\s+@,])+)/y;
const OFTEN = /\s*(@\s*[\d.]+)/y;
const NUMBER = /[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi;
const MOST_TYPED = 80;

export const round = (value: number): number => Number(value.toFixed(5)) + 0;

/** One number, or a range. */
export const span = (values: readonly number[]): string => values.map(round).join('..');

/** The longest known name, of one to three words. */
function nameAt(text: string, from: number, isKnown: (name: string) => boolean): string | undefined {
  NAME.lastIndex = from;
  for (let name = NAME.exec(text)?.[0]; name; name = /^(.*)[ -]/.exec(name)?.[1])
    if (isKnown(name)) return name;
  return undefined;
}

export function findStep(
  text: string,
  from: number,
  isKnown: (name: string) => boolean,
): ForeignStep | undefined {
  const name = nameAt(text, from, isKnown);
  if (name === undefined) return undefined;
  let to = from + name.length;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = to;
    const found = pattern.exec(text);
    if (found) to += found[0].length;
    return found?.[1];
  };
  const given = readArguments(match(BRACKETS) ?? match(VALUE) ?? '');
  const typed = text.slice(from, to);
  const often = match(OFTEN);
  return typed.length > MOST_TYPED ? undefined : { name, typed, to, given, often };
}

function readArguments(text: string): Arguments {
  const all = (text.match(/(?:[^,()[\]]|[([][^()[\]]*[)\]])+/g) ?? []).map((one) => {
    const [, name, value = ''] = /^\s*(?:([a-z_]\w*)\s*=)?\s*(.*)$/is.exec(one) ?? [];
    return { name: name?.toLowerCase().replaceAll('_', ''), value: value.trim() };
  });
  const bare = all.filter(({ name }) => name === undefined);
  const named = (names: readonly string[]) =>
    all.find(({ name }) => name !== undefined && names.includes(name))?.value;
  const numbers = (value: string | undefined): readonly number[] | undefined => {
    const found = (/^[a-z"']/i.test(value ?? '') ? '' : (value ?? '')).match(NUMBER)?.map(Number);
    return found && found.length <= 2 ? found : undefined;
  };
  const word = (value: string | undefined) => /^["']?([a-z_]+)["']?$/i.exec(value ?? '')?.[1]?.toLowerCase();
  return {
    p: numbers(named(['p', 'prob', 'probability']))?.[0],
    numbers: (...names) => numbers(named(names)),
    at: (place) => numbers(bare[place]?.value),
    word: (which) => word(typeof which === 'number' ? bare[which]?.value : named([which])),
  };
}
