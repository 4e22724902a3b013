/** From an invocation to an answer: language, options, the command; every error becomes a sentence. */
import { randomUUID } from 'node:crypto';
import { asLocale, type Locale, type MessageParams, pickedAs, translate } from '../i18n/i18n.ts';
import { cut, harmless } from '../i18n/typed.ts';
import { UserError } from '../i18n/user-error.ts';
import { type CommandContext, type NamedCommand, parseActionId, type Reply } from './command.ts';
import { parseOptions } from './option.ts';
import type { Invocation } from './place.ts';
import {
  type ClassroomOf,
  classroomScope,
  type Dispatch,
  type FormOf,
  type Lookup,
  nonceOf,
  type PeopleRepository,
  type PostRepository,
  personScope,
  type SettingsRepository,
  type Visibility,
} from './ports.ts';
import { checkRole } from './roles.ts';
import { findCommand, parseRest } from './text.ts';

export interface DispatchParts<Services> {
  readonly commands: readonly NamedCommand<Services>[];
  readonly services: Services;
  readonly people: PeopleRepository;
  readonly classroomOf: ClassroomOf;
  readonly settings: SettingsRepository;
  readonly posts: PostRepository;
  /** Called once the answer is posted (or could not be): the job may edit it from now on. */
  readonly startJob: (job: number) => void;
  readonly now: () => number;
  readonly logFault: (id: string, error: unknown) => void;
}

/** What was asked for here, then the person's own choice, then the class's, then what the platform says, then English. */
export function localeOf(
  invocation: Omit<Invocation, 'input'>,
  { settings, classroomOf }: { readonly settings: SettingsRepository; readonly classroomOf: ClassroomOf },
): Locale {
  return (
    invocation.locale ??
    settings.get(personScope(invocation.person), 'language') ??
    settings.get(classroomScope(classroomOf(invocation.place)), 'language') ??
    asLocale(invocation.localeTag) ??
    'en'
  );
}

/** Where options were picked in a form, people know them by the form's names for them. */
function asPicked({ key, params }: UserError, { input, localeTag }: Invocation): MessageParams {
  const locale = asLocale(localeTag);
  if (!('command' in input) || locale === undefined || !key.startsWith('option.')) return params;
  const named = (['name', 'other'] as const)
    .filter((which) => which in params)
    .map((which) => [which, pickedAs(locale, 'words', String(params[which]))]);
  return { ...params, ...Object.fromEntries(named) };
}

const nothing: Required<Lookup> = {
  readPicture: async () => {
    throw new UserError('picture.notHere');
  },
  readFile: async () => {
    throw new UserError('file.notHere');
  },
  readMember: async () => {
    throw new UserError('settings.teacher.notHere');
  },
};

export function createDispatch<Services extends object>(
  parts: DispatchParts<Services>,
): { readonly dispatch: Dispatch; readonly form: FormOf } {
  const contextOf = (invocation: Invocation, locale: Locale, lookup: Lookup = {}) => ({
    ...parts.services,
    // A name comes from outside as much as a command does, and is shown to others.
    person: { ...invocation.person, name: cut(harmless(invocation.person.name)) },
    place: invocation.place,
    classroom: parts.classroomOf(invocation.place),
    locale,
    t: translate(locale),
    ...nothing,
    ...lookup,
  });

  function behind(action: string) {
    const pressed = parseActionId(action);
    const found = parts.commands.find(({ name }) => name === pressed?.command);
    if (!pressed || !found) throw new UserError('action.unknown');
    const { actions = {}, forms = {} } = found.command;
    return {
      found,
      id: pressed.id,
      action: new Map(Object.entries(actions)).get(pressed.action),
      form: new Map(Object.entries(forms)).get(pressed.action),
    };
  }

  const form: FormOf = (invocation) => {
    const { found, id, form: fieldsOf } = behind('action' in invocation.input ? invocation.input.action : '');
    if (!fieldsOf) throw new UserError('action.unknown');
    checkRole(found, invocation.person);
    return fieldsOf(contextOf(invocation, localeOf(invocation, parts)), id);
  };

  async function answer(invocation: Invocation, ctx: CommandContext & Services) {
    const { input } = invocation;
    if ('action' in input) {
      const { found, id, action } = behind(input.action);
      if (!action) throw new UserError('action.unknown');
      checkRole(found, ctx.person);
      return { reply: await action(ctx, id, input.values), visibility: found.command.visibility };
    }
    const { found, rest } = findCommand('text' in input ? input.text : `/${input.command}`, parts.commands);
    const { command } = found;
    checkRole(found, ctx.person);
    const raw = 'text' in input ? parseRest(rest, command.options) : input.options;
    return {
      reply: await command.run(ctx, parseOptions(command.options, raw)),
      visibility: command.visibility,
    };
  }

  const dispatch: Dispatch = async (invocation, respond, lookup) => {
    let locale = invocation.locale ?? asLocale(invocation.localeTag) ?? 'en';
    let answered: { reply: Reply; visibility: Visibility };
    try {
      locale = localeOf(invocation, parts);
      const ctx = contextOf(invocation, locale, lookup);
      parts.people.seen(ctx.person, parts.now());
      answered = await answer(invocation, ctx);
    } catch (error) {
      const t = translate(locale);
      const trouble = error instanceof UserError ? 'mistake' : 'fault';
      const id = randomUUID().slice(0, 8);
      if (trouble === 'fault') parts.logFault(id, error);
      const text =
        error instanceof UserError ? t(error.key, asPicked(error, invocation)) : t('fault', { id });
      await respond({ title: t('error.title'), locale, trouble, blocks: [{ type: 'text', text }] }, 'asker');
      return { kind: trouble };
    }

    const { reply, visibility } = answered;
    const { job } = reply;
    try {
      const nonce = job && !parts.posts.ofJob(job.job)?.posted ? nonceOf(job.post) : undefined;
      // Should this process end before the answer is there, the next one puts it into the same place.
      if (job && invocation.reply) parts.posts.setPosted(job.post, invocation.reply, locale);
      const follows = reply.follow === undefined ? undefined : parts.posts.ofJob(reply.follow)?.posted;
      const posted = await respond({ locale, ...reply.card }, visibility, nonce, follows);
      if (job) parts.posts.setPosted(job.post, posted, locale);
    } finally {
      // Where the answer did not get through, the job's card is still in the outbox and goes out from there.
      for (const id of [job?.job, reply.follow]) if (id !== undefined) parts.startJob(id);
    }
    if (reply.refused) return { kind: 'mistake' };
    const waitFor = job && !job.lasting ? job.job : reply.follow;
    return {
      kind: 'answered',
      ...(waitFor !== undefined && { job: waitFor }),
      ...(reply.confirm !== undefined && { confirm: reply.confirm }),
    };
  };
  return { dispatch, form };
}
