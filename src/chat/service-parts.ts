/** What a platform of a chat service is made with, besides its own addresses and tokens. */

import type { Translate } from '../i18n/i18n.ts';
import type { ChartRenderer } from '../images/figure.ts';
import type { Clock } from '../time/clock.ts';
import type { Assist } from './assist.ts';
import type { NamedCommand } from './command.ts';
import type { ClassroomOf, FormOf, SettingsRepository, TeacherRepository } from './ports.ts';

export interface ServiceParts {
  // biome-ignore lint/suspicious/noExplicitAny: what commands use is nothing to a platform
  readonly commands: readonly NamedCommand<any>[];
  readonly classroomOf: ClassroomOf;
  readonly settings: SettingsRepository;
  readonly teachers: TeacherRepository;
  readonly assist: Assist;
  /** The fields of a button's form, or of a command's. */
  readonly form: FormOf;
  readonly charts: ChartRenderer;
  readonly clock: Clock;
  /** Tells the person who started Augie about the connection. */
  readonly say: (line: string) => void;
  readonly t: Translate;
  readonly log: (message: string, details: object) => void;
}
