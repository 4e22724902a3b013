/** What teachers do with a classroom and the people in it. */
import { z } from 'zod';
import { personId } from './classrooms.ts';
import { type Address, isOpen, qrRows, urls } from './invitation.ts';
import { checkName } from './joining.ts';
import type { Live } from './live.ts';
import { rename } from './membership.ts';
import type { WebParts } from './parts.ts';
import type { Invitation, MemberInfo } from './protocol.ts';
import { Refused } from './refused.ts';
import type { Handlers, TeacherAsk } from './routes.ts';

type Managing =
  | 'POST /api/teacher-link'
  | 'GET /api/c/:slug/invitation'
  | 'GET /api/c/:slug/members'
  | 'POST /api/c/:slug/lock'
  | 'POST /api/c/:slug/members/:id/rename'
  | 'POST /api/c/:slug/members/:id/remove'
  | 'POST /api/c/:slug/members/:id/readmit'
  | 'POST /api/c/:slug/delete';

export function managingHandlers(
  { classrooms, clock }: Pick<WebParts, 'classrooms' | 'clock'>,
  live: Live,
  address: () => Address,
  renewTeacherLink: (session: string) => string,
): Pick<Handlers, Managing> {
  const members = (slug: string): MemberInfo[] =>
    classrooms.members(slug).map((member) => ({
      id: personId(member),
      name: member.name,
      teacher: classrooms.isTeacher(member.session),
      removed: member.removed,
      hasLeft: member.hasLeft,
      here: live.isHere(personId(member)),
    }));

  function memberOf({ c, classroom }: TeacherAsk) {
    const { slug } = classroom();
    const found = classrooms.members(slug).find((member) => personId(member) === c.req.param('id'));
    if (!found) throw new Refused(404, 'web.noMember');
    return found;
  }

  return {
    'POST /api/teacher-link': ({ session }) => ({ url: renewTeacherLink(session) }),
    'GET /api/c/:slug/invitation'(ask) {
      const { code } = ask.classroom();
      const links = urls(address()).map((url) => `${url}/join/${code}`);
      const open = isOpen(address());
      return { code, urls: links, qr: open ? qrRows(links[0] ?? '') : [], open } satisfies Invitation;
    },
    'GET /api/c/:slug/members': (ask) => members(ask.classroom().slug),
    async 'POST /api/c/:slug/lock'(ask) {
      const { locked } = await ask.body(z.object({ locked: z.boolean() }));
      const { slug, title } = ask.classroom();
      classrooms.setLocked(slug, locked);
      const classroom = { slug, title, locked };
      live.tell(slug, { type: 'classroom', classroom });
      return classroom;
    },
    async 'POST /api/c/:slug/members/:id/rename'(ask) {
      const given = await ask.body(z.object({ name: z.string().max(200) }));
      const member = memberOf(ask);
      const { id, classroom } = member;
      const name = checkName(classrooms, classroom, given.name, id);
      rename({ classrooms, clock }, live, member, name);
      return members(classroom);
    },
    'POST /api/c/:slug/members/:id/remove'(ask) {
      const member = memberOf(ask);
      if (member.session === ask.session) throw new Refused(400, 'web.notYourself');
      classrooms.setRemoved(member.id, true);
      live.dismiss(personId(member), 'notMember');
      return members(member.classroom);
    },
    'POST /api/c/:slug/members/:id/readmit'(ask) {
      const { id, classroom, hasLeft } = memberOf(ask);
      // Nobody has their session.
      if (hasLeft) throw new Refused(400, 'web.hasLeft');
      classrooms.setRemoved(id, false);
      return members(classroom);
    },
    'POST /api/c/:slug/delete'(ask) {
      const { slug } = ask.classroom();
      const all = classrooms.members(slug);
      classrooms.remove(slug);
      for (const member of all) live.dismiss(personId(member), 'notMember');
      return {};
    },
  };
}
