/** Who may use a command: the one check of it, for what is typed and for the buttons. */
import { UserError } from '../i18n/user-error.ts';
import type { NamedCommand } from './command.ts';
import type { Person } from './place.ts';

/** Whether a person may use the command and its buttons. */
export const mayUse = <S>({ command }: NamedCommand<S>, person: Person): boolean =>
  command.who !== 'teacher' || person.teacher;

/** Throws a UserError for a person who may not use the command. */
export function checkRole<S>(named: NamedCommand<S>, person: Person): void {
  if (!mayUse(named, person)) throw new UserError('command.needsTeacher', { name: named.name });
}
