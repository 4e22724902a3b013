/** What people do with themselves in a classroom: take another name, and leave. */
import { z } from 'zod';
import { type Member, personId } from './classrooms.ts';
import { checkName } from './joining.ts';
import { createLimiter } from './limits.ts';
import type { Live } from './live.ts';
import type { WebParts } from './parts.ts';
import type { Me } from './protocol.ts';
import { QUOTAS } from './quotas.ts';
import { Refused } from './refused.ts';
import type { Handlers } from './routes.ts';

type Membership = 'POST /api/c/:slug/name' | 'POST /api/c/:slug/leave';

/** Earlier messages and answers carry the new name, too. Throws Refused where it is taken. */
export function rename(
  { classrooms, clock }: Pick<WebParts, 'classrooms' | 'clock'>,
  live: Live,
  { id, classroom, name: before }: Member,
  name: string,
): void {
  if (name === before) return;
  const changed = classrooms.rename(id, name, clock.now());
  if (!changed) throw new Refused(409, 'web.nameTaken', { name });
  live.introduce(classroom);
  live.tell(classroom, { type: 'renamed', person: { id: personId({ id }), name } });
  for (const message of changed) live.publish(message);
}

export function membershipHandlers(
  { classrooms, clock, quotas = QUOTAS }: Pick<WebParts, 'classrooms' | 'clock' | 'quotas'>,
  live: Live,
  me: (member: Member) => Me,
): Pick<Handlers, Membership> {
  const renames = createLimiter(quotas.renames, clock);
  return {
    async 'POST /api/c/:slug/name'(ask) {
      const given = await ask.body(z.object({ name: z.string().max(200) }));
      const { member } = ask;
      const name = checkName(classrooms, member.classroom, given.name, member.id);
      if (name !== member.name && !renames.take(ask.person.id)) throw new Refused(429, 'web.tooManyNames');
      rename({ classrooms, clock }, live, member, name);
      return me({ ...member, name });
    },
    'POST /api/c/:slug/leave'({ member, person }) {
      classrooms.leave(member.id);
      live.dismiss(person.id, 'left');
      return {};
    },
  };
}
