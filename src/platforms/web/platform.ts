/** Augie's own classroom, a chat in the browser: one server with any number of classrooms. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { createAdaptorServer } from '@hono/node-server';
import type { Assist } from '../../chat/assist.ts';
import type {
  ClassroomOf,
  Dispatch,
  PeopleRepository,
  Platform,
  SettingsRepository,
} from '../../chat/ports.ts';
import type { Translate } from '../../i18n/i18n.ts';
import { UserError } from '../../i18n/user-error.ts';
import type { ChartRenderer } from '../../images/figure.ts';
import type { Clock } from '../../time/clock.ts';
import { type ClassroomRepository, type Member, WEB } from './classrooms.ts';
import { type Address, isOpen, ownUrl, qrText, urls } from './invitation.ts';
import { createClassroom, joiningHandlers } from './joining.ts';
import { createLive } from './live.ts';
import { managingHandlers } from './managing.ts';
import { readPages } from './pages.ts';
import { createRoutes } from './routes.ts';
import { createSessions } from './sessions.ts';
import { storeCard } from './stored-card.ts';
import { createTalk, messageOf } from './talking.ts';

export interface WebParts {
  readonly classrooms: ClassroomRepository;
  readonly classroomOf: ClassroomOf;
  readonly settings: SettingsRepository;
  readonly people: PeopleRepository;
  readonly charts: ChartRenderer;
  readonly assist: Assist;
  readonly clock: Clock;
  readonly logFault: (id: string, error: unknown) => void;
  /** Where it listens; port 0 is any free one. */
  readonly host: string;
  readonly port: number;
  /** What people type instead, where a proxy stands before it. */
  readonly publicUrl?: string | undefined;
  /** Where the build put the page. */
  readonly folder: string;
  /** Makes the teacher link anew: the old one ends, and so do the rights of all who came by it. */
  readonly newTeacherLink: boolean;
  /** Tells whoever started it where to go. */
  readonly say: (line: string) => void;
  readonly t: Translate;
}

export interface Web extends Platform {
  /** Where it listens, from `start` on. */
  address(): Address;
  /** A secret. */
  teacherLink(): string;
}

/** Settings of the server itself. */
const SCOPE = 'web';
/** Somebody who sends byte by byte is not waited for. */
const REQUEST_MS = 60_000;
const HEADERS_MS = 15_000;
const MOST_HEADER_BYTES = 8192;
/** Links that the terminal shows; a school with more classrooms finds the others on the page. */
const SHOWN_LINKS = 3;

export function createWeb(parts: WebParts): Web {
  const { classrooms, settings, clock, t, say } = parts;
  const pages = readPages(parts.folder);
  let dispatch: Dispatch;
  let port = parts.port;

  const address = (): Address => ({ host: parts.host, port, publicUrl: parts.publicUrl });
  const secretOf = (name: string, anew = false): string => {
    const known = settings.get(SCOPE, name);
    if (known !== undefined && !anew) return known;
    const made = randomBytes(24).toString('base64url');
    settings.set(SCOPE, name, made);
    return made;
  };
  const teacherLink = () => `${ownUrl(address())}/#teach=${secretOf('teacherSecret')}`;
  function renewTeacherLink(session: string | undefined): string {
    secretOf('teacherSecret', true);
    classrooms.keepOnlyTeacher(session);
    live.introduce();
    return teacherLink();
  }

  const sessions = createSessions(Buffer.from(secretOf('cookieSecret'), 'base64url'));
  const talk = createTalk(
    parts,
    () => live,
    () => dispatch,
  );
  const live = createLive({ classrooms, clock, me: talk.me, build: pages.build });
  /** The pages that may ask: those that came from here, by whatever name this machine has. */
  const isOurs = (origin: string | undefined, host: string | undefined) =>
    origin !== undefined &&
    (origin === parts.publicUrl || (URL.canParse(origin) && new URL(origin).host === host));

  const app = createRoutes({
    classrooms,
    sessions,
    pages,
    clock,
    isOurs,
    secure: parts.publicUrl?.startsWith('https:') ?? false,
    logFault: parts.logFault,
    handlers: {
      ...joiningHandlers(
        parts,
        () => secretOf('teacherSecret'),
        () => live.introduce(),
      ),
      ...talk.handlers,
      ...managingHandlers(parts, live, address, renewTeacherLink),
    },
  });
  const server = createAdaptorServer({
    fetch: app.fetch,
    serverOptions: {
      maxHeaderSize: MOST_HEADER_BYTES,
      headersTimeout: HEADERS_MS,
      requestTimeout: REQUEST_MS,
    },
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://augie');
    socket.on('error', () => socket.destroy());
    if (pathname !== '/live' || !isOurs(request.headers.origin, request.headers.host))
      return socket.destroy();
    const session = sessions.read(request.headers.cookie);
    const member =
      session === undefined ? undefined : classrooms.member(searchParams.get('classroom') ?? '', session);
    const present: Member | undefined = member?.removed ? undefined : member;
    live.connect(request, socket, head, present, Number(searchParams.get('since')) || 0);
  });

  function announce(): void {
    say(t('web.running', { url: ownUrl(address()) }));
    say(t('web.teacherLink', { url: teacherLink() }));
    if (!isOpen(address())) {
      say(t('web.onlyHere'));
      return;
    }
    const [base] = urls(address());
    const all = classrooms.all();
    for (const { title, code } of all.slice(0, SHOWN_LINKS)) {
      const url = `${base}/join/${code}`;
      say(t('web.joinLink', { title, url }));
      if (all.length === 1) say(qrText(url));
    }
  }

  return {
    name: WEB,
    address,
    teacherLink,
    async start(given) {
      dispatch = given;
      if (parts.newTeacherLink) renewTeacherLink(undefined);
      if (classrooms.all().length === 0) createClassroom(parts, t('web.firstClassroom'));
      server.listen(parts.port, parts.host);
      await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
        const reason = error.code ?? error.message;
        throw new UserError(reason === 'EADDRINUSE' ? 'web.portTaken' : 'web.cannotListen', {
          host: parts.host,
          port: String(parts.port),
          reason,
        });
      });
      port = (server.address() as AddressInfo).port;
      announce();
    },
    async stop() {
      live.stop();
      const closed = once(server, 'close');
      server.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
    },
    knows: (channel) => classrooms.get(channel) !== undefined,
    async post({ channel }, card, nonce, prompt) {
      const message = prompt
        ? messageOf(channel, prompt, { nonce })
        : { classroom: channel, ...(nonce && { nonce }) };
      return { platform: WEB, channel, message: String(talk.add(message, card).id) };
    },
    async edit(posted, card) {
      const stored = storeCard(card);
      const edited = classrooms.edit(Number(posted.message) || 0, stored.card, stored.attachments);
      if (edited) live.publish(edited);
      return posted;
    },
    async tell({ channel }, person, card) {
      talk.add({ classroom: channel, onlyFor: person }, card);
      return true;
    },
    forgotten: (person) => live.dismiss(person, 'forgotten'),
    deleted: (channel) => live.tell(channel, { type: 'reset' }),
  };
}
