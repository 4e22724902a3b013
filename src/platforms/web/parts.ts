/** The dependencies of the page's server. */
import type { Assist } from '../../chat/assist.ts';
import type { Posted } from '../../chat/place.ts';
import type { ClassroomOf, PeopleRepository, SettingsRepository, Work } from '../../chat/ports.ts';
import type { Translate } from '../../i18n/i18n.ts';
import type { ChartRenderer } from '../../images/figure.ts';
import type { Clock } from '../../time/clock.ts';
import type { ClassroomRepository } from './classrooms.ts';
import type { Quotas } from './quotas.ts';

export interface WebParts {
  readonly classrooms: ClassroomRepository;
  readonly classroomOf: ClassroomOf;
  readonly settings: SettingsRepository;
  readonly people: PeopleRepository;
  /** What goes on in a message. */
  readonly workIn: (message: Posted) => Work | undefined;
  readonly charts: ChartRenderer;
  readonly assist: Assist;
  readonly clock: Clock;
  readonly logFault: (id: string, error: unknown) => void;
  /** Where it listens; port 0 is any free one. */
  readonly host: string;
  readonly port: number;
  /** The address that people type, if it is behind a proxy. */
  readonly publicUrl?: string | undefined;
  /** Addresses and networks of the proxies whose X-Forwarded-For counts. */
  readonly trustedProxies?: readonly string[] | undefined;
  readonly quotas?: Quotas;
  /** The folder of the built page. */
  readonly folder: string;
  /** Makes a new teacher link: the old one ends, and so do the rights of all who came by it. */
  readonly newTeacherLink: boolean;
  /** Prints a line for the person who started it. */
  readonly say: (line: string) => void;
  readonly t: Translate;
}
