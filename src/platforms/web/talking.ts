/** What is said in a classroom, what Augie answers, and its pictures. */
import { z } from 'zod';
import type { FormValues } from '../../chat/card.ts';
import type { Dispatch, Prompt, Respond } from '../../chat/ports.ts';
import { classroomScope, personScope } from '../../chat/ports.ts';
import { isCommand } from '../../chat/text.ts';
import { MOST_BYTES, tooLarge, type UploadKind } from '../../chat/uploads.ts';
import { type Locale, locales } from '../../i18n/i18n.ts';
import { visible } from '../../i18n/typed.ts';
import { UserError } from '../../i18n/user-error.ts';
import { MOST_JSON } from './bodies.ts';
import { type Member, type NewMessage, personId, type StoredMessage, WEB } from './classrooms.ts';
import { WEB_FACTS } from './facts.ts';
import { toInfo } from './joining.ts';
import { createSemaphore } from './limits.ts';
import type { Live } from './live.ts';
import type { WebParts } from './parts.ts';
import { createPictures } from './pictures.ts';
import type { Done, Me, Page, Room } from './protocol.ts';
import { checkRoom, QUOTAS } from './quotas.ts';
import { Refused } from './refused.ts';
import type { Handlers, MemberAsk } from './routes.ts';
import { inLanguage, labelIn, storeCard } from './stored-card.ts';

type Talking =
  | 'GET /api/c/:slug'
  | 'GET /api/c/:slug/messages'
  | 'GET /api/c/:slug/attachments/:message/:name'
  | 'POST /api/c/:slug/assist'
  | 'POST /api/c/:slug/say'
  | 'POST /api/c/:slug/press'
  | 'POST /api/c/:slug/language';

/** Messages that are sent at a time. */
const PAGE = 30;
/** Characters, as of a command. */
const MOST_SAID = 4000;
/** Pictures that are read at once: one of 20 MB takes its room in memory until it is decoded. */
const READ_AT_ONCE = 4;
/** Requests whose answers are remembered, as not each of them has a message. */
const MOST_KNOWN = 1000;

const key = z.string().min(8).max(64);
/** More than any form has room for, in all. */
const filled = z
  .record(z.string().max(40), z.string().max(4000))
  .refine((all) => Object.keys(all).length <= WEB_FACTS.formFields);
const pressed = z.object({
  action: z.string().max(200),
  key,
  values: filled.optional(),
  /** Id of the message that has the button. */
  on: z.int().optional(),
});
const typing = z.object({ text: z.string().max(10_000), cursor: z.int().min(0) });

export interface Talk {
  readonly handlers: Pick<Handlers, Talking>;
  me(member: Member): Me;
  /** Adds a message and shows it to whom it may concern. */
  add(message: NewMessage): StoredMessage;
}

export function createTalk(
  parts: Pick<
    WebParts,
    'classrooms' | 'classroomOf' | 'clock' | 'settings' | 'people' | 'charts' | 'assist' | 'quotas'
  >,
  live: () => Live,
  dispatch: () => Dispatch,
): Talk {
  const { classrooms, settings, clock } = parts;
  const picture = createPictures(parts.charts);
  const turns = createSemaphore(READ_AT_ONCE);
  /** Who is sending a picture, or waits to. */
  const uploading = new Set<string>();
  /** Requests by member and key, and what was answered: the same one again gets the same answer. */
  const known = new Map<string, Promise<Done>>();

  const placeOf = (slug: string) => ({ platform: WEB, channel: slug });
  const scopeOf = (slug: string) => classroomScope(parts.classroomOf(placeOf(slug)));

  function me(member: Member): Me {
    const person = { id: personId(member), name: member.name, teacher: classrooms.isTeacher(member.session) };
    const chosen = (scope: string) => settings.get(scope, 'language');
    const locale = chosen(personScope(person)) ?? chosen(scopeOf(member.classroom));
    return { ...person, ...(locale !== undefined && { locale }) };
  }

  function add(message: NewMessage): StoredMessage {
    const added = classrooms.add(message, clock.now());
    if (added.isNew) live().publish(added.message);
    return added.message;
  }

  /** Does it once for a key, however often it is asked for. */
  async function once(
    { classroom, person }: MemberAsk,
    key: string,
    action: () => Promise<Done>,
  ): Promise<Done> {
    const message = classrooms.keyed(classroom.slug, person.id, key);
    if (message !== undefined) return { message };
    const name = `${person.id} ${key}`;
    const running = known.get(name) ?? action();
    known.set(name, running);
    // What was refused may be tried again.
    running.catch(() => known.delete(name));
    for (const oldest of known.keys()) if (known.size > MOST_KNOWN) known.delete(oldest);
    return running;
  }

  /** The form of a message, for `use`. One with a picture is its sender's only one, and takes its turn when it is there. */
  async function receive<T>({ c, person, upload }: MemberAsk, use: (form: FormData) => Promise<T>) {
    const parse = (bytes: Buffer) =>
      new Response(new Uint8Array(bytes), { headers: { 'content-type': c.req.header('content-type') ?? '' } })
        .formData()
        .catch(() => {
          throw new Refused(400, 'web.badRequest');
        });
    const length = Number(c.req.header('content-length') ?? Infinity);
    if (length <= MOST_JSON) return upload(async (bytes) => use(await parse(bytes)));
    if (uploading.has(person.id)) throw new Refused(429, 'web.oneAtATime');
    uploading.add(person.id);
    return upload((bytes) => turns(async () => use(await parse(bytes)))).finally(() =>
      uploading.delete(person.id),
    );
  }

  /** Gives it to Augie; the answer becomes a message. */
  async function ask(
    asked: MemberAsk,
    key: string,
    input: { readonly text: string } | { readonly action: string; readonly values?: FormValues },
    more: { readonly upload?: File | undefined; readonly on?: number | undefined } = {},
  ): Promise<Done> {
    checkRoom(classrooms, parts.quotas ?? QUOTAS, asked, input);
    const {
      classroom: { slug },
      member,
      person,
      locale,
    } = asked;
    const place = placeOf(slug);
    const languages = () =>
      [personScope(person), scopeOf(slug)].map((scope) => settings.get(scope, 'language'));
    const before = languages().join();
    const on = more.on === undefined ? undefined : classrooms.message(slug, person.id, more.on);
    const label =
      on?.card && 'action' in input ? labelIn(inLanguage(on.card, readBy(asked)), input.action) : undefined;
    const pressed = { ...(on && { answers: on.id }), ...(label !== undefined && { pressed: label }) };
    let done: Done = {};
    const respond: Respond = async (card, visibility, nonce, follows) => {
      const mine = visibility === 'asker';
      const changed =
        follows?.platform === WEB && follows.channel === slug ? Number(follows.message) : undefined;
      // The card in which the answer is says it; elsewhere, the person would not know that anything was done.
      if (mine && follows && changed !== undefined && (!on || on.id === changed)) {
        done = { message: changed };
        return follows;
      }
      const stored = await storeCard(card, clock.now());
      // Whoever was just forgotten is not to be remembered by the answer.
      if (mine && !classrooms.member(slug, member.session)) return { ...place, message: '' };
      const prompt: Prompt = { person, ...('text' in input && { said: visible(input.text) }) };
      const message = messageOf(slug, prompt, { key, nonce, onlyFor: mine ? person.id : undefined });
      const { id } = add({ ...message, ...pressed, ...stored });
      done = { message: id };
      return { ...place, message: String(id) };
    };
    const { kind } = await dispatch()({ person, place, localeTag: locale, input }, respond, {
      readPicture: readUpload(more.upload, 'picture'),
      readFile: readUpload(more.upload, 'file'),
    });
    if (languages().join() !== before) live().introduce(slug);
    return kind === 'answered' ? done : { ...done, refused: true };
  }

  function say(asked: MemberAsk, key: string, text: string): Done {
    const said = visible(text).trim();
    if (said === '') throw new Refused(400, 'web.emptyMessage');
    if ([...said].length > MOST_SAID) throw new Refused(400, 'web.longMessage', { max: MOST_SAID });
    checkRoom(classrooms, parts.quotas ?? QUOTAS, asked, { text });
    parts.people.seen(asked.person, clock.now());
    return { message: add({ classroom: asked.classroom.slug, author: asked.person.id, key, said }).id };
  }

  /** What somebody has chosen, or else what their page says that it shows. */
  const readBy = ({ member, locale }: MemberAsk): Locale => me(member).locale ?? locale;

  /** The newest messages before an id. */
  function page(asked: MemberAsk, id: number | undefined): Page {
    const { classroom, person } = asked;
    const locale = readBy(asked);
    const found = classrooms.before(classroom.slug, person.id, id, PAGE + 1);
    return {
      messages: found.slice(-PAGE).map((message) => live().show(message, locale)),
      more: found.length > PAGE,
    };
  }

  const handlers: Talk['handlers'] = {
    'GET /api/c/:slug'(asked) {
      const { classroom, member } = asked;
      return {
        classroom: toInfo(classroom),
        me: me(member),
        asked: classrooms.asked(classroom.slug).map((message) => live().show(message, readBy(asked))),
        revision: classroom.revision,
        ...page(asked, undefined),
      } satisfies Room;
    },
    'GET /api/c/:slug/messages'(asked) {
      const before = Number(asked.c.req.query('before'));
      if (!Number.isSafeInteger(before)) throw new Refused(400, 'web.badRequest');
      return page(asked, before);
    },
    async 'GET /api/c/:slug/attachments/:message/:name'({ c, classroom, person }) {
      const { message, name } = c.req.param() as { message: string; name: string };
      const found = classrooms.attachment(classroom.slug, person.id, Number(message) || 0, name);
      if (!found) throw new Refused(404, 'web.noSuchPage');
      const isPicture = found.mediaType === 'image/png';
      c.header('content-type', found.mediaType);
      c.header('cache-control', 'private, max-age=31536000, immutable');
      if (!isPicture) {
        const file = name.split('/').at(-1) as string; // before it may stand its language
        c.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file)}`);
      }
      const theme = c.req.query('theme') === 'dark' ? 'dark' : 'light';
      return c.body(Uint8Array.from(await picture(found, theme)));
    },
    async 'POST /api/c/:slug/assist'(asked) {
      const { text, cursor } = await asked.body(typing);
      const { classroom, person } = asked;
      return parts.assist({
        text,
        cursor: Math.min(cursor, text.length),
        person,
        place: placeOf(classroom.slug),
        locale: readBy(asked),
      });
    },
    async 'POST /api/c/:slug/say'(asked) {
      return receive(asked, async (form) => {
        const sending = key.safeParse(form.get('key'));
        const typed = form.get('text');
        if (!sending.success || typeof typed !== 'string') throw new Refused(400, 'web.badRequest');
        const text = typed.replace(/\r\n?/g, '\n'); // as forms write the end of a line
        const picture = form.get('picture');
        const upload = picture instanceof File ? picture : undefined;
        return once(asked, sending.data, async () =>
          isCommand(text) ? ask(asked, sending.data, { text }, { upload }) : say(asked, sending.data, text),
        );
      });
    },
    async 'POST /api/c/:slug/press'(asked) {
      const { action, key, values, on } = await asked.body(pressed);
      return once(asked, key, () => ask(asked, key, { action, ...(values && { values }) }, { on }));
    },
    async 'POST /api/c/:slug/language'(asked) {
      const { locale } = await asked.body(z.object({ locale: z.string().max(20) }));
      if (!locales.includes(locale)) throw new Refused(400, 'web.badRequest');
      settings.set(personScope(asked.person), 'language', locale);
      live().introduce(asked.classroom.slug);
      return me(asked.member);
    },
  };
  return { handlers, me, add };
}

/** A message that answers somebody. */
export const messageOf = (
  classroom: string,
  { person, said }: Prompt,
  more: { key?: string; nonce?: string | undefined; onlyFor?: string | undefined },
): NewMessage => ({
  classroom,
  author: person.id,
  ...(said !== undefined && { said: said.slice(0, MOST_SAID) }),
  ...Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined)),
});

/** The one picture or text file that came with a command, whatever the command calls it. */
const readUpload = (file: File | undefined, kind: UploadKind) => async (): Promise<Uint8Array> => {
  if (!file) throw new UserError(kind === 'picture' ? 'web.noPicture' : 'web.noFile');
  if (file.size > MOST_BYTES[kind]) throw tooLarge(kind);
  return new Uint8Array(await file.arrayBuffer());
};
