/** What the page's server is made from. */
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
  /** What people type instead, where there is a proxy in front of it. */
  readonly publicUrl?: string | undefined;
  /** Addresses and networks of the proxies that are believed when they say whom they ask for. */
  readonly trustedProxies?: readonly string[] | undefined;
  readonly quotas?: Quotas;
  /** Where the build put the page. */
  readonly folder: string;
  /** Makes a new teacher link: the old one ends, and so do the rights of all who came by it. */
  readonly newTeacherLink: boolean;
  /** Tells whoever started it where to go. */
  readonly say: (line: string) => void;
  readonly t: Translate;
}
