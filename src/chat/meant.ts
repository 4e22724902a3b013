/** "Did you mean ...?" as a button: the line that was meant is kept for the person until it is pressed. */
import { randomUUID } from 'node:crypto';
import { UserError } from '../i18n/user-error.ts';
import type { Choice } from './card.ts';
import { actionId, type NamedCommand, parseActionId } from './command.ts';
import { currentName } from './option.ts';
import type { Person, RawOptions } from './place.ts';
import { personScope, type SettingsRepository } from './ports.ts';
import { findCommand, isPlainValue, LONGEST } from './text.ts';

/** The action of every command that runs a line which was kept, and the setting of a person that keeps them. */
export const MEANT = 'meant';
/** Kept of one person, the newest. */
const MOST = 20;

/** A command as somebody gave it, as far as it was understood. */
export interface Given<Services> {
  readonly found: NamedCommand<Services>;
  readonly given: RawOptions;
}

type Kept = readonly (readonly [id: string, line: string])[];

const keptOf = (settings: SettingsRepository, person: Person): Kept =>
  JSON.parse(settings.get(personScope(person), MEANT) ?? '[]');

/** The line behind a pressed button; undefined for buttons of another kind. Throws a UserError where it is kept no more. */
export function meantLine(
  action: string,
  person: Person,
  settings: SettingsRepository,
): { readonly text: string } | undefined {
  const pressed = parseActionId(action);
  if (pressed?.action !== MEANT) return undefined;
  const [, text] = keptOf(settings, person).find(([id]) => id === pressed.id) ?? [];
  if (text === undefined) throw new UserError('action.unknown');
  return { text };
}

/** A button that runs what was meant; undefined where that is not clear, or cannot be given by a line alone. */
export function meantChoice<S>(
  error: UserError,
  asked: Given<S> | undefined,
  person: Person,
  {
    settings,
    commands,
  }: { readonly settings: SettingsRepository; readonly commands: readonly NamedCommand<S>[] },
): Choice | undefined {
  const found = put(error, asked);
  if (!found || found.line.length > LONGEST) return undefined;
  const { name } = findCommand(found.line, commands).found;
  const kept = keptOf(settings, person);
  const [id] = kept.find(([, line]) => line === found.line) ?? [randomUUID().slice(0, 8)];
  const newest: Kept = [...kept.filter(([other]) => other !== id), [id, found.line]];
  settings.set(personScope(person), MEANT, JSON.stringify(newest.slice(-MOST)));
  return { id: actionId(name, MEANT, id), label: found.label, line: found.line, style: 'primary' };
}

/** The line as it was meant, and what is different in it. */
function put<S>(
  { meant, option }: UserError,
  asked: Given<S> | undefined,
): { readonly line: string; readonly label: string } | undefined {
  if (!meant) return undefined;
  if ('line' in meant) return { line: meant.line, label: meant.line };
  if (!asked || Object.keys(asked.given).some((name) => isUpload(asked, name))) return undefined;
  if ('name' in meant) {
    if (Object.hasOwn(asked.given, meant.as)) return undefined;
    const renamed = Object.entries(asked.given).map(([name, value]) => [
      name === meant.name ? meant.as : name,
      value,
    ]);
    return { line: lineOf(asked.found.name, Object.fromEntries(renamed)), label: `${meant.as}:` };
  }
  if (option === undefined || !Object.hasOwn(asked.given, option)) return undefined;
  const line = lineOf(asked.found.name, { ...asked.given, [option]: meant.value });
  return { line, label: meant.value };
}

/** What came with a command is gone when its button is pressed. */
const isUpload = <S>({ found }: Given<S>, name: string): boolean =>
  ['picture', 'file', 'member'].includes(
    new Map(Object.entries(found.command.options)).get(currentName(found.command.options, name))?.kind ?? '',
  );

/** A command as it is typed. */
export const lineOf = (command: string, options: RawOptions): string =>
  [
    `/${command}`,
    ...Object.entries(options).map(([name, value]) => {
      const text = String(value);
      return `${name}:${isPlainValue(text) ? text : `"${text.replace(/["\\]/g, '\\$&')}"`}`;
    }),
  ].join(' ');
