/** Augie's own classroom, a chat in the browser: one server with any number of classrooms. */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import { guarded } from '../../chat/guarded.ts';
import type { Dispatch, Platform } from '../../chat/ports.ts';
import { renewSecret, secretOf } from '../../chat/secret.ts';
import { asLocale } from '../../i18n/i18n.ts';
import { UserError } from '../../i18n/user-error.ts';
import { createAddressOf } from './address.ts';
import { type Member, WEB } from './classrooms.ts';
import { deletingHandlers } from './deleting.ts';
import { WEB_FACTS } from './facts.ts';
import { isOurHost } from './hosts.ts';
import { type Address, isOpen, ownUrl, qrText, urls } from './invitation.ts';
import { createClassroom, joiningHandlers } from './joining.ts';
import { createLive } from './live.ts';
import { managingHandlers } from './managing.ts';
import { membershipHandlers } from './membership.ts';
import { readPages } from './pages.ts';
import type { WebParts } from './parts.ts';
import { createRoutes } from './routes.ts';
import { createSessions } from './sessions.ts';
import { storeCard } from './stored-card.ts';
import { createTalk, messageOf } from './talking.ts';

export interface Web extends Platform {
  /** Where it listens, from `start` on. */
  address(): Address;
  /** A secret. */
  teacherLink(): string;
}

/** Settings of the server itself. */
const SCOPE = 'web';
const SECRET_BYTES = 24;
/** Somebody who sends byte by byte is not waited for; bodies have limits of their own, which come before (bodies.ts). */
const REQUEST_MS = 180_000;
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
  const teacherSecret = () => secretOf(settings, SCOPE, 'teacherSecret', SECRET_BYTES);
  const teacherLink = () => `${ownUrl(address())}/#teach=${teacherSecret()}`;
  function renewTeacherLink(session: string | undefined): string {
    renewSecret(settings, SCOPE, 'teacherSecret', SECRET_BYTES);
    classrooms.keepOnlyTeacher(session);
    live.introduce();
    return teacherLink();
  }

  const sessions = createSessions(
    Buffer.from(secretOf(settings, SCOPE, 'cookieSecret', SECRET_BYTES), 'base64url'),
  );
  const talk = createTalk(
    parts,
    () => live,
    () => dispatch,
  );
  const live = createLive({ classrooms, clock, me: talk.me, build: pages.build });
  /** The pages that may ask: those that came from here, by whatever name this machine has. */
  const isHere = (host: string | undefined) => isOurHost(host, address());
  const isOurs = (origin: string | undefined, host: string | undefined) =>
    origin !== undefined &&
    (origin === parts.publicUrl || (URL.canParse(origin) && new URL(origin).host === host));

  const app = createRoutes({
    classrooms,
    sessions,
    pages,
    clock,
    isHere,
    isOurs,
    addressOf: createAddressOf(parts.trustedProxies ?? []),
    secure: parts.publicUrl?.startsWith('https:') ?? false,
    logFault: parts.logFault,
    handlers: {
      ...joiningHandlers(parts, teacherSecret, () => live.introduce()),
      ...talk.handlers,
      ...membershipHandlers(parts, live, talk.me),
      ...deletingHandlers(parts, live),
      ...managingHandlers(parts, live, address, renewTeacherLink),
    },
  });
  const server = createServer(
    { maxHeaderSize: MOST_HEADER_BYTES, headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS },
    guarded(getRequestListener(app.fetch), (error, _, response) => {
      parts.logFault('request', error);
      response.destroy();
    }),
  );
  server.on(
    'upgrade',
    guarded(upgrade, (error, _, socket) => {
      parts.logFault('upgrade', error);
      socket.destroy();
    }),
  );

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Before all else: an error of a socket that nobody listens to ends the process.
    socket.on('error', () => socket.destroy());
    // Not by `new URL`, which throws at much that a stranger can send.
    const [path, query] = (request.url ?? '').split('?', 2);
    if (
      path !== '/live' ||
      !isHere(request.headers.host) ||
      !isOurs(request.headers.origin, request.headers.host)
    ) {
      socket.destroy();
      return;
    }
    const asked = new URLSearchParams(query);
    const session = sessions.read(request.headers.cookie);
    const member =
      session === undefined ? undefined : classrooms.member(asked.get('classroom') ?? '', session);
    const present: Member | undefined = member?.removed ? undefined : member;
    live.connect(request, socket, head, present, {
      since: Number(asked.get('since')) || 0,
      locale: asLocale(asked.get('locale') ?? undefined) ?? 'en',
    });
  }

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
    facts: WEB_FACTS,
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
      // From now on an error means that one visitor could not connect; the next one may.
      server.on('error', (error) => parts.logFault('server', error));
      port = (server.address() as AddressInfo).port;
      announce();
    },
    async stop() {
      live.stop();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
    knows: (channel) => classrooms.get(channel) !== undefined,
    async post({ channel }, card, nonce, prompt) {
      const message = prompt
        ? messageOf(channel, prompt, { nonce })
        : { classroom: channel, ...(nonce && { nonce }) };
      return {
        platform: WEB,
        channel,
        message: String(talk.add({ ...message, ...(await storeCard(card, clock.now())) }).id),
      };
    },
    async edit(posted, card) {
      const now = clock.now();
      const stored = await storeCard(card, now);
      const edited = classrooms.edit(Number(posted.message) || 0, stored.card, stored.attachments, now);
      if (edited) live.publish(edited);
      return posted;
    },
    async tell({ channel }, person, card) {
      talk.add({ classroom: channel, onlyFor: person, ...(await storeCard(card, clock.now())) });
      return true;
    },
    forgotten: (person) => live.dismiss(person, 'forgotten'),
    deleted: (channel) => live.tell(channel, { type: 'reset' }),
  };
}
