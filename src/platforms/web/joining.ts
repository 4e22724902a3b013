/** The way in: the first look at the page, class codes and names, the teacher link, new classrooms. */
import { z } from 'zod';
import { catalogue, locales } from '../../i18n/i18n.ts';
import {
  type Classroom,
  type ClassroomRepository,
  cleanCode,
  type Member,
  newCode,
  slugOf,
} from './classrooms.ts';
import { createLimiter } from './limits.ts';
import { cleanName, looksLikeAugie, looksLikeOneOf, MAX_NAME } from './names.ts';
import type { WebParts } from './parts.ts';
import type { ClassroomInfo, Invited, Start } from './protocol.ts';
import { checkMembers, QUOTAS } from './quotas.ts';
import { Refused } from './refused.ts';
import type { Ask, Handlers } from './routes.ts';
import { sameText } from './sessions.ts';

const short = z.string().max(200);

type Joining =
  | 'GET /api/start'
  | 'GET /api/words/:locale'
  | 'POST /api/teach'
  | 'POST /api/invitation/:code'
  | 'POST /api/join'
  | 'POST /api/classrooms'
  | 'POST /api/enter/:slug';

export const toInfo = ({ slug, title, locked }: Classroom): ClassroomInfo => ({ slug, title, locked });

/** Checks a name for a classroom; `member` already has one there. Throws Refused. */
export function checkName(
  classrooms: ClassroomRepository,
  slug: string,
  typed: string,
  member?: number,
): string {
  const name = cleanName(typed);
  if (!/[\p{L}\p{N}]/u.test(name)) throw new Refused(400, 'web.nameEmpty');
  if ([...name].length > MAX_NAME) throw new Refused(400, 'web.nameTooLong', { max: MAX_NAME });
  if (looksLikeAugie(name)) throw new Refused(409, 'web.nameTaken', { name });
  const others = classrooms.members(slug).filter(({ id }) => id !== member);
  const present = others.map((one) => ({ name: one.name, teacher: classrooms.isTeacher(one.session) }));
  if (looksLikeOneOf(name, present)) throw new Refused(409, 'web.nameTaken', { name });
  return name;
}

/** `secret`: the current end of the teacher link. */
export function joiningHandlers(
  { classrooms, clock, quotas = QUOTAS }: Pick<WebParts, 'classrooms' | 'clock' | 'quotas'>,
  secret: () => string,
  teacherCame: () => void,
): Pick<Handlers, Joining> {
  const joins = createLimiter(quotas.joins, clock);

  function start(session: string | undefined): Start {
    const teacher = session !== undefined && classrooms.isTeacher(session);
    const mine = teacher ? classrooms.all() : session === undefined ? [] : classrooms.of(session);
    return { locales, teacher, classrooms: mine.map(toInfo) };
  }

  function join({ slug }: Classroom, ask: Ask, typed: string): { slug: string } {
    const known = ask.session === undefined ? undefined : classrooms.member(slug, ask.session);
    if (known?.removed && !known.hasLeft) throw new Refused(403, 'web.removed');
    // A teacher who has left, and is a teacher no more, is still known by their browser.
    if (known?.removed) classrooms.setRemoved(known.id, false);
    // A page that joins twice is already in; this renews its cookie.
    if (known) {
      ask.signIn();
      return { slug };
    }
    const name = checkName(classrooms, slug, typed);
    checkMembers(classrooms, quotas, slug);
    if (!joins.take(ask.address)) throw new Refused(429, 'web.tooManyJoins');
    enter(slug, ask.signIn(), name);
    return { slug };
  }

  function enter(slug: string, session: string, name: string): Member {
    const member = classrooms.join(slug, session, name, clock.now());
    if (!member) throw new Refused(409, 'web.nameTaken', { name });
    return member;
  }

  function byCode(typed: string): Classroom | undefined {
    const given = cleanCode(typed);
    // In constant time, unlike a search in the database's index.
    return classrooms.all().find(({ code }) => sameText(given, code));
  }

  return {
    'GET /api/start': ({ session }) => start(session),
    'GET /api/words/:locale': ({ c }) => {
      const locale = locales.find((one) => one === c.req.param('locale'));
      if (!locale) throw new Refused(404, 'web.noSuchPage');
      return catalogue(locale).page;
    },
    async 'POST /api/teach'(ask) {
      const given = await ask.body(z.object({ secret: short }));
      ask.secret(() => sameText(given.secret, secret()) || undefined, 'web.oldTeacherLink');
      // A copy of this browser's old cookie must not become a teacher's.
      const session = ask.signInAnew();
      if (ask.session !== undefined) classrooms.moveSession(ask.session, session);
      classrooms.addTeacher(session);
      teacherCame();
      return start(session);
    },
    'POST /api/invitation/:code'(ask) {
      const { title, locked } = ask.secret(() => byCode(ask.c.req.param('code') ?? ''), 'web.noSuchCode');
      return { title, locked } satisfies Invited;
    },
    async 'POST /api/join'(ask) {
      const given = await ask.body(z.object({ code: short, name: short }));
      const classroom = ask.secret(() => byCode(given.code), 'web.noSuchCode');
      const known = ask.session !== undefined && classrooms.member(classroom.slug, ask.session);
      if (classroom.locked && !known) throw new Refused(403, 'web.locked');
      return join(classroom, ask, given.name);
    },
    async 'POST /api/classrooms'(ask) {
      const given = await ask.body(z.object({ title: short }));
      const title = cleanName(given.title);
      if (!/[\p{L}\p{N}]/u.test(title)) throw new Refused(400, 'web.titleEmpty');
      if ([...title].length > MAX_NAME) throw new Refused(400, 'web.nameTooLong', { max: MAX_NAME });
      return toInfo(createClassroom({ classrooms, clock }, title));
    },
    async 'POST /api/enter/:slug'(ask) {
      const given = await ask.body(z.object({ name: short }));
      const { slug } = ask.classroom();
      const known = classrooms.member(slug, ask.session);
      if (known?.removed) classrooms.setRemoved(known.id, false);
      if (!known) enter(slug, ask.session, checkName(classrooms, slug, given.name));
      return { slug };
    },
  };
}

export function createClassroom(
  { classrooms, clock }: Pick<WebParts, 'classrooms' | 'clock'>,
  title: string,
): Classroom {
  const slug = slugOf(title, classrooms.isTaken);
  let code = newCode();
  while (classrooms.byCode(code)) code = newCode();
  return classrooms.create({ slug, title, code }, clock.now());
}
