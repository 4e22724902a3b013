/** Who may use a command: the one check of it, for what is typed and for the buttons. */
import { UserError } from '../i18n/user-error.ts';
import type { NamedCommand } from './command.ts';
import type { Person } from './place.ts';

/** Throws a UserError for a person who may not use the command. */
export function checkRole<S>({ name, command }: NamedCommand<S>, person: Person): void {
  if (command.who === 'teacher' && !person.teacher) throw new UserError('command.needsTeacher', { name });
}
