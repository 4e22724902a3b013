/** The options of commands. One declaration serves every platform: text here, typed options and forms elsewhere. */
import { nearest } from '../i18n/nearest.ts';
import { cut, plain, visible } from '../i18n/typed.ts';
import { UserError } from '../i18n/user-error.ts';
import type { RawOptions } from './place.ts';

export interface Option<T> {
  readonly kind:
    | 'number'
    | 'integer'
    | 'text'
    | 'choice'
    | 'dataset'
    | 'policy'
    | 'experiment'
    | 'quiz'
    | 'picture'
    | 'file'
    | 'label'
    | 'member';
  readonly min?: number;
  readonly max?: number;
  /** For datasets they depend on the classroom, and `optionsAt` fills them in. */
  readonly choices?: readonly string[];
  /** Choices besides the datasets. */
  readonly also?: readonly string[];
  readonly default?: T;
  readonly required?: boolean;
  /** Positional: may be given without its name, in the order of declaration; the last one takes the rest. */
  readonly positional?: boolean;
  /** Options that have no meaning together with this one: giving both is a mistake. */
  readonly excludes?: readonly string[];
  /** Its former name, which still works. */
  readonly formerly?: string;
  /** For a label: the option that names its dataset. */
  readonly of?: string;
}

// biome-ignore lint/suspicious/noExplicitAny: options of any value type
export type Options = Readonly<Record<string, Option<any>>>;
export type Values<O extends Options> = { [K in keyof O]: O[K] extends Option<infer T> ? T : never };

interface Range {
  min: number;
  max: number;
  default: number;
}

export const option = {
  number: (range: Range): Option<number> => ({ kind: 'number', ...range }),
  /** A required option. */
  givenNumber: (range: Omit<Range, 'default'>): Option<number> => ({
    kind: 'number',
    required: true,
    ...range,
  }),
  integer: (range: Range): Option<number> => ({ kind: 'integer', ...range }),
  /** An option that may be left out; the command then chooses. */
  optionalInteger: (range: Omit<Range, 'default'>): Option<number | undefined> => ({
    kind: 'integer',
    ...range,
  }),
  /** `max`: characters. */
  text: <const Optional extends boolean = false>({
    optional,
    ...bounds
  }: {
    max: number;
    positional?: boolean;
    optional?: Optional;
  }): Option<Optional extends true ? string | undefined : string> => ({
    kind: 'text',
    required: optional !== true,
    ...bounds,
  }),
  choice: <const C extends string>(
    choices: readonly C[],
    more: { default?: NoInfer<C>; positional?: boolean } = {},
  ): Option<C> => ({ kind: 'choice', choices, required: more.default === undefined, ...more }),
  /** The name of a dataset; the default one if left out. */
  dataset: (more: { also?: readonly string[] } = {}): Option<string> => ({ kind: 'dataset', ...more }),
  /** An augmentation policy as text; parsing it reports mistakes. */
  policy: (more: { default: string }): Option<string> => ({ kind: 'policy', ...more }),
  optionalPolicy: (): Option<string | undefined> => ({ kind: 'policy' }),
  /** The name of a quiz. */
  quiz: (more: { default: string }): Option<string> => ({ kind: 'quiz', max: 60, positional: true, ...more }),
  /** A person's own picture, by the platform's name for it, such as a file name. `ctx.readPicture` reads it. */
  picture: (more: { excludes?: readonly string[]; formerly?: string } = {}): Option<string | undefined> => ({
    kind: 'picture',
    max: 1000,
    ...more,
  }),
  /** A person's own text file. `ctx.readFile` reads it. */
  file: (): Option<string | undefined> => ({ kind: 'file', max: 1000 }),
  /** A label of the dataset that the option `of` names: its name, or a unique part of it. */
  label: ({ of }: { of: string }): Option<string | undefined> => ({ kind: 'label', max: 40, of }),
  /** A person or a role, by the platform's id. `ctx.readMember` says who that is. */
  member: (): Option<string | undefined> => ({ kind: 'member', max: 100, positional: true }),
  /** The number of an experiment, or `latest`, which is the default if the option is not required. */
  experiment: ({ required = false } = {}): Option<string> => ({
    kind: 'experiment',
    max: 20,
    positional: true,
    ...(required ? { required } : { default: 'latest' }),
  }),
};

/** The choices that the declaration alone does not know; undefined for kinds of options that need no more. */
export type ChoicesAt = (
  option: Option<unknown>,
  classroom: string,
) => Pick<Option<string>, 'choices' | 'default'> | undefined;

/** The options of a command with a classroom's current choices. */
export const optionsAt = <O extends Options>(options: O, classroom: string, choicesAt: ChoicesAt): O =>
  Object.fromEntries(
    Object.entries(options).map(([name, option]) => [name, { ...option, ...choicesAt(option, classroom) }]),
  ) as O;

/** The current name of an option. */
export const currentName = (options: Options, name: string): string =>
  Object.keys(options).find((current) => options[current]?.formerly === name) ?? name;

/** Checks given options against their declarations. Throws a UserError that names the option and what it accepts. */
export function parseOptions<O extends Options>(options: O, given: RawOptions): Values<O> {
  const raw: RawOptions = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [currentName(options, name), value]),
  );
  const names = Object.keys(options);
  for (const name of Object.keys(raw)) {
    if (!Object.hasOwn(options, name)) throw unknownOption(name, options);
    const other = options[name]?.excludes?.find((excluded) => raw[excluded] !== undefined);
    if (other !== undefined) throw new UserError('option.contradiction', { name, other }, name);
  }
  return Object.fromEntries(
    names.map((name) => [name, parseValue(name, options[name] as Option<unknown>, raw[name])]),
  ) as Values<O>;
}

export const noOptions = (typed: string): UserError => new UserError('option.none', { name: cut(typed) });

function unknownOption(typed: string, options: Options): UserError {
  const all = Object.entries(options);
  if (all.length === 0) return noOptions(typed);
  const names = Object.keys(options);
  const name = cut(typed);
  const meant = nearest(typed, names);
  if (meant !== undefined)
    return new UserError('option.misspelt', { name, meant }, undefined, { name: typed, as: meant });
  // `/experiment rename 3 Note: no flip` would have an option "note" otherwise.
  const text = all.find(([, { kind }]) => kind === 'text')?.[0];
  return text === undefined
    ? new UserError('option.unknown', { name, names: names.join(', ') })
    : new UserError('option.unknownOrText', { name, names: names.join(', '), example: `${text}:"…"` });
}

function parseValue(name: string, option: Option<unknown>, given: RawOptions[string] | undefined): unknown {
  const text = given === undefined ? '' : visible(String(given)).trim();
  if (text === '') {
    if (option.required) throw new UserError('option.missing', { name }, name);
    if (given !== undefined) throw new UserError('option.empty', { name }, name);
    return option.default;
  }
  switch (option.kind) {
    case 'number':
    case 'integer':
      return parseNumber(name, option, text);
    case 'choice':
    case 'dataset': {
      const choices = option.choices ?? [];
      const wanted = plain(text).toLowerCase();
      return choices.find((choice) => choice === wanted) ?? refuseChoice(name, text, choices);
    }
    case 'text':
    case 'policy':
    case 'experiment':
    case 'quiz':
    case 'picture':
    case 'file':
    case 'label':
    case 'member':
      if (option.max !== undefined && [...text].length > option.max) {
        throw new UserError('option.tooLong', { name, max: option.max }, name);
      }
      return text;
  }
}

/** The value of one option; undefined if it is not given or wrong. */
export function rightValue(
  name: string,
  option: Option<unknown>,
  given: RawOptions[string] | undefined,
): unknown {
  if (given === undefined || given === '') return undefined;
  try {
    return parseValue(name, option, given);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** Each option's given value if it is valid, otherwise its default. */
export const rightValues = (options: Options, given: RawOptions): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(options).map(([name, option]) => [
      name,
      rightValue(name, option, given[name]) ?? option.default,
    ]),
  );

/** Throws the UserError for a word that is not a choice: it names the nearest choice, and all of them. */
export function refuseChoice(name: string, typed: string, choices: readonly string[]): never {
  const params = { name, given: cut(typed), choices: choices.join(', ') };
  const meant = nearest(typed, choices);
  throw meant === undefined
    ? new UserError('option.choice', params, name)
    : new UserError('option.misspeltChoice', { ...params, meant }, name, { value: meant });
}

/** Digits only: 1.000 is a thousand to some and one to others. */
const WHOLE = /^([-+]?\d+(?:e\+?\d{1,3})?)$/i;
/** With a decimal point or comma; a share may be a percentage. */
const DECIMAL = /^([-+]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[-+]?\d{1,3})?)\s*(%?)$/i;

function parseNumber(name: string, option: Option<unknown>, text: string): number {
  const { min = -Infinity, max = Infinity } = option;
  const whole = option.kind === 'integer';
  const [, digits = '', percent] = (whole ? WHOLE : DECIMAL).exec(plain(text)) ?? [];
  const value = Number(digits.replace(',', '.')) / (percent ? 100 : 1);
  const params = { name, given: cut(text), min, max };
  if (digits === '') throw new UserError(whole ? 'option.notWhole' : 'option.notNumber', params, name);
  if (value < min || value > max) throw new UserError('option.range', params, name);
  return value;
}
