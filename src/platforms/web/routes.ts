/** From a request to a handler: headers, limits, who it is, and the table of rights; every error becomes a sentence. */
import type { IncomingMessage } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { compress } from 'hono/compress';
import type { z } from 'zod';
import type { Person } from '../../chat/place.ts';
import { newFaultId } from '../../chat/trouble.ts';
import { asLocale, type Locale, type MessageKey, translate } from '../../i18n/i18n.ts';
import { cut } from '../../i18n/typed.ts';
import { UserError } from '../../i18n/user-error.ts';
import type { Clock } from '../../time/clock.ts';
import { createBodies, MOST_JSON, MOST_UPLOAD } from './bodies.ts';
import { type Classroom, type ClassroomRepository, type Member, personId } from './classrooms.ts';
import { createLimiter } from './limits.ts';
import { type Pages, setHeaders } from './pages.ts';
import type { Refusal } from './protocol.ts';
import { Refused } from './refused.ts';
import { type Route, rates, rights } from './rights.ts';
import type { Sessions } from './sessions.ts';

/** A request that has passed all checks. */
export interface Ask {
  readonly c: Context<{ Bindings: HttpBindings }>;
  readonly locale: Locale;
  /** The browser's, if it has been here before. */
  readonly session: string | undefined;
  /** Makes the browser remember who it is. */
  signIn(): string;
  /** The same with a new session, whose cookie nobody else has. */
  signInAnew(): string;
  /** The JSON body. Throws Refused if it does not match. */
  body<T>(schema: z.ZodType<T>): Promise<T>;
  /** Reads a body with a picture in it; see bodies.ts. */
  upload<T>(use: (bytes: Buffer) => Promise<T>): Promise<T>;
  /** The request's address; a class often shares one. */
  readonly address: string;
  /**
   * Finds the owner of a secret: a class code, the teacher's secret. A right one is always found, whatever happened
   * before. Throws Refused with `key` for a wrong one, or says that there were too many from the same address.
   */
  secret<T>(find: () => T | undefined, key: MessageKey): T;
}

export interface MemberAsk extends Ask {
  readonly session: string;
  readonly classroom: Classroom;
  readonly member: Member;
  readonly person: Person;
}

export interface TeacherAsk extends Ask {
  readonly session: string;
  /** The classroom of the path. Throws Refused if it does not exist. */
  classroom(): Classroom;
}

type AskFor<R extends Route> = {
  anyone: Ask;
  member: MemberAsk;
  teacher: TeacherAsk;
}[(typeof rights)[R]['who']];

/** One for each line of the table; what they return is sent as JSON. */
export type Handlers = { readonly [R in Route]: (ask: AskFor<R>) => unknown };

export interface RoutesParts {
  readonly handlers: Handlers;
  readonly classrooms: ClassroomRepository;
  readonly sessions: Sessions;
  readonly pages: Pages;
  readonly clock: Clock;
  /** Whether the Host header names this server. */
  readonly isHere: (host: string | undefined) => boolean;
  /** Whether a request comes from one of our pages; `origin` and `host` are its headers. */
  readonly isOurs: (origin: string | undefined, host: string | undefined) => boolean;
  /** For limits; a class often shares one. */
  readonly addressOf: (request: IncomingMessage) => string;
  /** Whether browsers use https. */
  readonly secure: boolean;
  readonly logFault: (id: string, error: unknown) => void;
}

/**
 * Wrong secrets from one address before it is told that there were too many. A right one always passes, because a class, its
 * teacher and somebody who guesses may share an address. So this limit stops no guesser; the number of possible secrets
 * does (see `newCode`).
 */
const WRONG_GUESSES = { burst: 20, perSecond: 1 / 3 };

export function createRoutes(parts: RoutesParts): Hono<{ Bindings: HttpBindings }> {
  const { handlers, classrooms, sessions, clock } = parts;
  const app = new Hono<{ Bindings: HttpBindings }>();
  const limiters = {
    read: createLimiter(rates.read, clock),
    type: createLimiter(rates.type, clock),
    act: createLimiter(rates.act, clock),
  };
  const withBody = createBodies(clock);
  const guesses = createLimiter(WRONG_GUESSES, clock);

  function checkRate(limiter: ReturnType<typeof createLimiter>, who: string): void {
    if (!limiter.take(who)) throw new Refused(429, 'web.tooFast');
  }

  function askOf(c: Ask['c'], locale: Locale, session: string | undefined, address: string): Ask {
    const remember = (known: string) => {
      c.header('set-cookie', sessions.cookie(known, parts.secure));
      return known;
    };
    return {
      c,
      locale,
      session,
      signIn: () => remember(session ?? sessions.create()),
      signInAnew: () => remember(sessions.create()),
      async body(schema) {
        const parsed = await withBody(c.env.incoming, MOST_JSON, (bytes) => schema.safeParse(asJson(bytes)));
        if (!parsed.success) throw new Refused(400, 'web.badRequest');
        return parsed.data;
      },
      upload: (use) => withBody(c.env.incoming, MOST_UPLOAD, use),
      address,
      secret(find, key) {
        const found = find();
        if (found !== undefined) return found;
        throw guesses.take(address) ? new Refused(404, key) : new Refused(429, 'web.tooManyGuesses');
      },
    };
  }

  /** The checks of the table. Missing classrooms and other people's get the same answer. */
  function admit(route: Route, ask: Ask): MemberAsk | TeacherAsk | Ask {
    const { who, rate } = rights[route];
    const { session, c } = ask;
    const slug = c.req.param('slug');
    // Not limited by address, like the page's files: one person could keep out a class that shares it.
    if (who === 'anyone') return ask;
    if (session === undefined) throw new Refused(401, 'web.notMember');
    checkRate(limiters[rate], session);
    const teacher = classrooms.isTeacher(session);
    if (who === 'teacher') {
      if (!teacher) throw new Refused(403, 'web.needsTeacher');
      const classroom = () => {
        const found = classrooms.get(slug ?? '');
        if (!found) throw new Refused(404, 'web.noClassroom');
        return found;
      };
      return { ...ask, session, classroom };
    }
    const classroom = classrooms.get(slug ?? '');
    const member = classroom && classrooms.member(classroom.slug, session);
    if (!member || member.removed) throw new Refused(403, 'web.notMember');
    return {
      ...ask,
      session,
      classroom,
      member,
      person: { id: personId(member), name: member.name, teacher },
    };
  }

  app.use(async (c, next) => {
    await next();
    setHeaders(c.res);
  });
  app.use(async (c, next) => {
    const host = c.req.header('host');
    if (!parts.isHere(host)) throw new Refused(421, 'web.otherHost', { host: cut(host ?? '', 80) });
    await next();
  });
  app.use('/api/*', compress());
  for (const route of Object.keys(rights) as Route[]) {
    const [method = '', path = ''] = route.split(' ');
    app.on(method, path, async (c) => {
      if (method !== 'GET' && !parts.isOurs(c.req.header('origin'), c.req.header('host')))
        throw new Refused(403, 'web.otherOrigin');
      const session = sessions.read(c.req.header('cookie'));
      const ask = admit(route, askOf(c, localeOf(c), session, parts.addressOf(c.env.incoming)));
      const answer = await (handlers[route] as (ask: unknown) => unknown)(ask);
      return answer instanceof Response ? answer : c.json(answer as object);
    });
  }
  parts.pages.mount(app as unknown as Hono);

  app.notFound((c) => refuse(c, new Refused(404, 'web.noSuchPage')));
  app.onError((error, c) => {
    if (error instanceof UserError) return refuse(c, error);
    const id = newFaultId();
    parts.logFault(id, error);
    return refuse(c, new Refused(500, 'fault', { id }));
  });
  return app;
}

function asJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}

function refuse(c: Context, error: UserError): Response {
  const status = error instanceof Refused ? error.status : 400;
  return c.json({ error: translate(localeOf(c))(error.key, error.params) } satisfies Refusal, status);
}

/** The page says which language it shows; a browser by itself says which ones its person reads. */
function localeOf(c: Context): Locale {
  const tags = (c.req.header('accept-language') ?? '').slice(0, 200).split(',');
  for (const tag of tags) {
    const locale = asLocale(tag.trim());
    if (locale) return locale;
  }
  return 'en';
}
