/** A command as a person types it: `/experiment run fraction:0.2 policy:flip`, read by what is registered. */
import type { OptionValue, OptionValues } from './options.ts';
import type { Json, Upload } from './types.ts';

/** A command that can be run, e.g. `experiment run`, with its options. */
export interface Runnable {
  readonly name: string;
  readonly id: string;
  readonly description: string;
  readonly descriptions: Readonly<Record<string, string>>;
  readonly options: readonly Json[];
}

/** Every command with its subcommands spelled out. */
export function runnables(commands: readonly Json[]): Runnable[] {
  const inside = (at: Json, name: string, id: string): Runnable[] => {
    const below = (at.options ?? []).filter((option: Json) => option.type <= 2);
    if (below.length > 0)
      return below.flatMap((option: Json) => inside(option, `${name} ${option.name}`, id));
    const { description, description_localizations: descriptions, options = [] } = at;
    return [{ name, id, description, descriptions: descriptions ?? {}, options }];
  };
  return commands
    .filter(({ type }) => type === 1)
    .flatMap((command) => inside(command, command.name, command.id));
}

export interface Typed {
  readonly command: Runnable;
  readonly values: OptionValues;
}

/** Reads a line; `picture` is for the first option that takes a file and `people` are found by their names. */
export function readLine(
  line: string,
  all: readonly Runnable[],
  picture: Upload | undefined,
  people: readonly { readonly id: string; readonly name: string }[],
): Typed {
  const text = line.trim().replace(/^\//, '');
  const command = [...all]
    .sort((a, b) => b.name.length - a.name.length)
    .find(({ name }) => text === name || text.startsWith(`${name} `));
  if (!command) throw new Error(`There is no command that begins "/${text.split(' ')[0]}".`);
  const values: Record<string, OptionValue> = {};
  const names = command.options.map((option) => option.name).join('|');
  const rest = text.slice(command.name.length);
  const starts = names === '' ? [] : [...rest.matchAll(new RegExp(`\\s(${names}):`, 'gu'))];
  const loose = rest.slice(0, starts[0]?.index ?? rest.length).trim();
  if (loose !== '') throw new Error(`"${loose}" is not of the form option:value.`);
  for (const [index, start] of starts.entries()) {
    const option = command.options.find((one) => one.name === start[1]);
    const said = rest.slice(start.index + start[0].length, starts[index + 1]?.index ?? rest.length).trim();
    if (said !== '') values[option.name] = asValue(option, said, people);
  }
  const file = command.options.find((option) => option.type === 11);
  if (picture && file) values[file.name] = picture;
  return { command, values };
}

function asValue(
  option: Json,
  said: string,
  people: readonly { readonly id: string; readonly name: string }[],
): OptionValue {
  const chosen = option.choices?.find(
    (choice: Json) => choice.name === said || String(choice.value) === said,
  );
  if (chosen) return chosen.value;
  if (option.type === 4 || option.type === 10) return Number(said);
  if (option.type === 5) return said.toLowerCase() === 'true';
  const person = people.find(({ name }) => name.toLowerCase() === said.replace(/^@/, '').toLowerCase());
  return option.type === 6 || option.type === 9 ? (person?.id ?? said) : said;
}
