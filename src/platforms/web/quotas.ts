/** How much a classroom of the page holds: in bytes, and in people. */
import type { Input } from '../../chat/place.ts';
import type { ClassroomRepository } from './classrooms.ts';
import type { Rate } from './limits.ts';
import { Refused } from './refused.ts';
import type { MemberAsk } from './routes.ts';

export interface Quotas {
  /** Bytes of one person's messages and their answers in a classroom: some 150 noisy previews, or 1000 others. */
  readonly person: number;
  /** Bytes of all messages in a classroom. */
  readonly classroom: number;
  /** People who are in a classroom. */
  readonly members: number;
  /** New members who come from one address: a lecture hall often shares one. */
  readonly joins: Rate;
  /** How often one person may be called otherwise. */
  readonly renames: Rate;
}

export const QUOTAS: Quotas = {
  person: 50e6,
  classroom: 1e9,
  members: 500,
  joins: { burst: 400, perSecond: 2 },
  renames: { burst: 5, perSecond: 1 / 300 },
};

/** These commands can free space. */
const makesRoom = (input: Input): boolean =>
  'action' in input
    ? input.action.startsWith('settings.')
    : 'text' in input && /^\s*[/／]\s*settings\b/i.test(input.text);

/** Throws Refused if there is no room for a message. Teachers are trusted, because they have to tidy up. */
export function checkRoom(
  classrooms: ClassroomRepository,
  quotas: Quotas,
  { classroom: { slug }, person }: MemberAsk,
  input: Input,
): void {
  if (person.teacher || makesRoom(input)) return;
  const mega = (bytes: number) => ({ max: Math.round(bytes / 1e6) });
  if (classrooms.bytes(slug, person.id) >= quotas.person)
    throw new Refused(403, 'web.personFull', mega(quotas.person));
  if (classrooms.bytes(slug) >= quotas.classroom)
    throw new Refused(403, 'web.classroomFull', mega(quotas.classroom));
}

/** Throws Refused if the classroom is full. */
export function checkMembers(classrooms: ClassroomRepository, { members }: Quotas, slug: string): void {
  const present = classrooms.members(slug).filter(({ removed }) => !removed).length;
  if (present >= members) throw new Refused(403, 'web.classroomCrowded', { max: members });
}
