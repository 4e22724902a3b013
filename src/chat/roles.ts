/** Who may use a command: the only check, for typed commands and for buttons. */
import type { MessageKey } from '../i18n/i18n.ts';
import { UserError } from '../i18n/user-error.ts';
import type { NamedCommand } from './command.ts';
import type { Person } from './place.ts';

/** Whether a person may use the command and its buttons. */
export const mayUse = <S>({ command }: NamedCommand<S>, person: Person): boolean =>
  command.who !== 'teacher' || person.teacher;

/** Messages to people who would have to be a teacher. */
const FOR_TEACHERS: readonly MessageKey[] = [
  'command.needsTeacher',
  'experiment.needsTeacher',
  'experiment.notYours',
  'prediction.needsTeacher',
  'privacy.ownerless',
  'quiz.noneGoingOn',
  'quiz.noneYet',
  'settings.needsTeacher',
];

/** Whether a teacher could do what a person may not. */
export const lacksTeacher = ({ key }: UserError, { teacher }: Person): boolean =>
  !teacher && FOR_TEACHERS.includes(key);

/** Throws a UserError for a person who may not use the command. */
export function checkRole<S>(named: NamedCommand<S>, person: Person): void {
  if (!mayUse(named, person)) throw new UserError('command.needsTeacher', { name: named.name });
}
