/** What a command can be given. One declaration serves every platform: text here, typed options and forms elsewhere. */
import { nearest } from '../i18n/nearest.ts';
import { UserError } from '../i18n/user-error.ts';

/** What arrives from a platform: text, or a value that the platform has typed already. */
export type RawOptions = Readonly<Record<string, string | number | boolean>>;

export interface Option<T> {
  readonly kind: 'number' | 'integer' | 'text' | 'choice' | 'policy' | 'experiment' | 'picture';
  readonly min?: number;
  readonly max?: number;
  readonly choices?: readonly string[];
  readonly default?: T;
  readonly required?: boolean;
  /** May stand without its name behind the command, in the order of declaration; the last one takes the rest. */
  readonly positional?: boolean;
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
  integer: (range: Range): Option<number> => ({ kind: 'integer', ...range }),
  /** Without a value of its own, what it is depends on the rest. */
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
  /** An augmentation policy as text; what is wrong with it is said when it is parsed. */
  policy: (more: { default: string }): Option<string> => ({ kind: 'policy', ...more }),
  optionalPolicy: (): Option<string | undefined> => ({ kind: 'policy' }),
  /** A picture of one's own, by what the platform knows it by: a file's name in a shell. `ctx.readPicture` reads it. */
  picture: (): Option<string | undefined> => ({ kind: 'picture', max: 1000 }),
  /** The number of an experiment, or `latest`. */
  experiment: (): Option<string> => ({ kind: 'experiment', max: 20, default: 'latest', positional: true }),
};

/** Checks what was given against the declaration. Throws a UserError that names the option and what it takes. */
export function parseOptions<O extends Options>(options: O, raw: RawOptions): Values<O> {
  const names = Object.keys(options);
  for (const name of Object.keys(raw)) {
    if (!Object.hasOwn(options, name)) throw unknownOption(name, names);
  }
  return Object.fromEntries(
    names.map((name) => [name, parseValue(name, options[name] as Option<unknown>, raw[name])]),
  ) as Values<O>;
}

function unknownOption(typed: string, names: readonly string[]): UserError {
  const name = typed.slice(0, 40);
  if (names.length === 0) return new UserError('option.none', { name });
  const meant = nearest(typed, names);
  return meant
    ? new UserError('option.misspelt', { name, meant })
    : new UserError('option.unknown', { name, names: names.join(', ') });
}

function parseValue(name: string, option: Option<unknown>, given: RawOptions[string] | undefined): unknown {
  const text = given === undefined ? '' : String(given).trim();
  if (text === '') {
    if (option.required) throw new UserError('option.missing', { name });
    if (given !== undefined) throw new UserError('option.empty', { name });
    return option.default;
  }
  switch (option.kind) {
    case 'number':
    case 'integer':
      return parseNumber(name, option, text);
    case 'choice': {
      const found = option.choices?.find((choice) => choice === text.toLowerCase());
      if (!found) {
        throw new UserError('option.choice', {
          name,
          given: text.slice(0, 40),
          choices: option.choices?.join(', ') ?? '',
        });
      }
      return found;
    }
    case 'text':
    case 'policy':
    case 'experiment':
    case 'picture':
      if (option.max !== undefined && text.length > option.max) {
        throw new UserError('option.tooLong', { name, max: option.max });
      }
      return text;
  }
}

/** Decimal point or comma; a share may be written as a percentage. */
function parseNumber(name: string, option: Option<unknown>, text: string): number {
  const { min = -Infinity, max = Infinity } = option;
  const match = /^([-+]?(?:\d+[.,]?\d*|[.,]\d+)(?:e[-+]?\d{1,3})?)\s*(%?)$/i.exec(text.slice(0, 40));
  const value = match ? Number(match[1]?.replace(',', '.')) / (match[2] ? 100 : 1) : Number.NaN;
  const whole = option.kind === 'integer';
  if (Number.isNaN(value) || (whole && !Number.isInteger(value))) {
    throw new UserError(whole ? 'option.notWhole' : 'option.notNumber', {
      name,
      given: text.slice(0, 40),
      min,
      max,
    });
  }
  if (value < min || value > max)
    throw new UserError('option.range', { name, given: text.slice(0, 40), min, max });
  return value;
}
