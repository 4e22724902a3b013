/** "Did you mean ...?" as a button: Augie keeps the corrected line for the person until they press it. */
import { randomUUID } from 'node:crypto';
import { UserError } from '../i18n/user-error.ts';
import type { Choice } from './card.ts';
import { actionId, type NamedCommand, parseActionId } from './command.ts';
import { currentName } from './option.ts';
import type { Person, RawOptions } from './place.ts';
import { personScope, type SettingsRepository } from './ports.ts';
import { findCommand, isPlainValue, LONGEST } from './text.ts';

/** The action of every command that runs a kept line, and the name of the person's setting that keeps the lines. */
export const MEANT = 'meant';
/** How many lines are kept for a person, newest first. */
const MOST = 20;

/** A command as given, as far as Augie understood it. */
export interface Given<Services> {
  readonly found: NamedCommand<Services>;
  readonly given: RawOptions;
}

type Kept = readonly (readonly [id: string, line: string])[];

const keptOf = (settings: SettingsRepository, person: Person): Kept =>
  JSON.parse(settings.get(personScope(person), MEANT) ?? '[]');

/** The line of a pressed button; undefined for other buttons. Throws a UserError if the line is no longer kept. */
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

/** A button that runs the corrected line; undefined if there is no clear correction, or a line alone cannot express it. */
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

/** The corrected line, and what changed in it. */
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

/** Attachments of a command are gone when its button is pressed. */
const isUpload = <S>({ found }: Given<S>, name: string): boolean =>
  ['picture', 'file', 'member'].includes(
    new Map(Object.entries(found.command.options)).get(currentName(found.command.options, name))?.kind ?? '',
  );

/** A command as people type it. */
export const lineOf = (command: string, options: RawOptions): string =>
  [
    `/${command}`,
    ...Object.entries(options).map(([name, value]) => {
      const text = String(value);
      return `${name}:${isPlainValue(text) ? text : `"${text.replace(/["\\]/g, '\\$&')}"`}`;
    }),
  ].join(' ');
