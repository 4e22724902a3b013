/** From an invocation to an answer: language, options, the command; every error becomes a sentence. */
import {
  asLocale,
  type Locale,
  type MessageParams,
  pickedAs,
  type Translate,
  translate,
} from '../i18n/i18n.ts';
import { cut, harmless } from '../i18n/typed.ts';
import { UserError } from '../i18n/user-error.ts';
import { type Card, type Choice, drawIn } from './card.ts';
import { type CommandContext, type NamedCommand, parseActionId, type Reply } from './command.ts';
import { formOfOptions, optionsOfForm } from './form-of-options.ts';
import type { Kinds } from './kind.ts';
import { type Given, meantChoice, meantLine } from './meant.ts';
import { type ChoicesAt, type Option, optionsAt, parseOptions } from './option.ts';
import type { Input, Invocation, Person } from './place.ts';
import {
  type ClassroomOf,
  classroomScope,
  type Dispatch,
  type FactsOf,
  type FormOf,
  type Lookup,
  nonceOf,
  type Outcome,
  type PeopleRepository,
  type PostRepository,
  personScope,
  type SettingsRepository,
  type Visibility,
} from './ports.ts';
import { checkRole, lacksTeacher } from './roles.ts';
import { findCommand, LONGEST, parseRest } from './text.ts';
import { faultCard, mistakeCard, newFaultId } from './trouble.ts';

export interface DispatchParts<Services> {
  readonly commands: readonly NamedCommand<Services>[];
  readonly services: Services;
  readonly choicesAt: ChoicesAt;
  readonly people: PeopleRepository;
  readonly classroomOf: ClassroomOf;
  readonly settings: SettingsRepository;
  readonly posts: PostRepository;
  readonly kinds: Kinds;
  readonly factsOf: FactsOf;
  /** Called once the answer is posted (or could not be): the job may edit it from now on. */
  readonly startJob: (job: number) => void;
  readonly now: () => number;
  readonly logFault: (id: string, error: unknown) => void;
  /** Trouble on this computer, e.g. a missing file; `local` has its path. */
  readonly logTrouble?: (error: UserError) => void;
}

/** The language of the command itself, then the person's choice, the class's, the platform's, and English. */
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

/** People who filled in a form know options by the form's names. */
function asPicked({ key, params }: UserError, { input, localeTag }: Invocation): MessageParams {
  const locale = asLocale(localeTag);
  if (!('command' in input) || locale === undefined || !key.startsWith('option.')) return params;
  const named = (['name', 'other'] as const)
    .filter((which) => which in params)
    .map((which) => [which, pickedAs(locale, 'words', String(params[which]))]);
  return { ...params, ...Object.fromEntries(named) };
}

/** Limits form values to the length of a command: platforms have different limits. */
function checkLengths(input: Input): void {
  const given = 'action' in input ? input.values : 'text' in input ? input.filled : input.options;
  for (const [name, value] of Object.entries(given ?? {}))
    if (typeof value === 'string' && value.length > LONGEST)
      throw new UserError('option.tooLong', { name: cut(name), max: LONGEST }, name);
}

type Pressed = Extract<Input, { action: string }>;

interface Answered {
  readonly reply: Reply;
  readonly visibility: Visibility;
  readonly card: Card;
}

/** What a platform must be able to look up to accept an option of this kind. */
const READERS: Partial<Record<Option<unknown>['kind'], keyof Lookup>> = {
  picture: 'readPicture',
  file: 'readFile',
  member: 'readMember',
};

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
    // Names come from outside, as commands do, and others see them.
    person: { ...invocation.person, name: cut(harmless(invocation.person.name)) },
    place: invocation.place,
    classroom: parts.classroomOf(invocation.place),
    locale,
    t: translate(locale),
    ...nothing,
    ...lookup,
  });

  function ofAction(action: string) {
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
    const { input, person, place } = invocation;
    const ctx = contextOf(invocation, localeOf(invocation, parts));
    if (!('action' in input)) {
      const { found, given } = read(input, ctx);
      const mostChoices = parts.factsOf(place)?.suggestions;
      return formOfOptions(found, { kinds: parts.kinds, who: ctx, given, mostChoices });
    }
    const { found, id, form: fieldsOf } = ofAction(input.action);
    if (!fieldsOf) throw new UserError('action.unknown');
    checkRole(found, person);
    return fieldsOf(ctx, id);
  };

  async function drawn(reply: Reply, { locale }: CommandContext): Promise<Card> {
    const { card } = reply;
    return typeof card === 'function' ? drawIn(locale, card) : { locale, ...card };
  }

  async function press({ action, values }: Pressed, ctx: CommandContext & Services): Promise<Answered> {
    const { found, id, action: act } = ofAction(action);
    if (!act) throw new UserError('action.unknown');
    checkRole(found, ctx.person);
    const reply = await act(ctx, id, values);
    return { reply, visibility: found.command.visibility, card: await drawn(reply, ctx) };
  }

  /** The command, and its options as given. */
  function read(input: Exclude<Input, Pressed>, { person, classroom }: CommandContext): Given<Services> {
    const { found, rest } = findCommand('text' in input ? input.text : `/${input.command}`, parts.commands);
    checkRole(found, person);
    const options = optionsAt(found.command.options, classroom, parts.choicesAt);
    const given = 'text' in input ? parseRest(rest, options) : input.options;
    const here = { ...found, command: { ...found.command, options } };
    return { found: here, given: { ...given, ...('text' in input && optionsOfForm(input.filled ?? {})) } };
  }

  async function run({ found, given }: Given<Services>, ctx: CommandContext & Services): Promise<Answered> {
    const { command } = found;
    const reply = await command.run(ctx, parseOptions(command.options, given));
    return { reply, visibility: command.visibility, card: await drawn(reply, ctx) };
  }

  /** The option with the mistake, and the form field for it. */
  function askedAgain(
    { option }: UserError,
    { input, person, place }: Invocation,
    asked: Given<Services> | undefined,
    t: Translate,
    lookup: Lookup,
  ): Pick<Extract<Outcome, { kind: 'mistake' }>, 'option' | 'field'> {
    if (option === undefined) return {};
    if ('action' in input) return Object.hasOwn(input.values ?? {}, option) ? { option } : {};
    const declared = new Map(Object.entries(asked?.found.command.options ?? {})).get(option);
    if (!asked || !declared) return {};
    const reader = READERS[declared.kind];
    if (reader && !lookup[reader]) return { option };
    const { [option]: _wrong, ...given } = asked.given;
    const field = formOfOptions(asked.found, {
      kinds: parts.kinds,
      who: { person, classroom: parts.classroomOf(place), t },
      given,
      mostChoices: parts.factsOf(place)?.suggestions,
    }).find(({ name }) => name === option);
    return { option, ...(field && { field }) };
  }

  /** If there is no button, e.g. because the disk is full, there is still the sentence. */
  function offered(error: UserError, asked: Given<Services> | undefined, person: Person): Choice | undefined {
    try {
      return meantChoice(error, asked, person, parts);
    } catch (problem) {
      parts.logFault(newFaultId(), problem);
      return undefined;
    }
  }

  const dispatch: Dispatch = async (invocation, respond, lookup) => {
    let locale = invocation.locale ?? asLocale(invocation.localeTag) ?? 'en';
    let asked: Given<Services> | undefined;
    let answered: Answered;
    try {
      locale = localeOf(invocation, parts);
      const ctx = contextOf(invocation, locale, lookup);
      parts.people.seen(ctx.person, parts.now());
      const { input: done } = invocation;
      const input =
        ('action' in done ? meantLine(done.action, ctx.person, parts.settings) : undefined) ?? done;
      checkLengths(input);
      if ('action' in input) answered = await press(input, ctx);
      else {
        asked = read(input, ctx);
        answered = await run(asked, ctx);
      }
    } catch (error) {
      const t = translate(locale);
      if (error instanceof UserError) {
        // The card says less about it.
        if (Object.keys(error.local).length > 0) parts.logTrouble?.(error);
        const meant = offered(error, asked, invocation.person);
        const params = asPicked(error, invocation);
        await respond(await drawIn(locale, (t) => mistakeCard(t, error, params, meant)), 'asker');
        return {
          kind: 'mistake',
          ...askedAgain(error, invocation, asked, t, lookup ?? {}),
          ...(lacksTeacher(error, invocation.person) && { teacher: true }),
        };
      }
      const id = newFaultId();
      parts.logFault(id, error);
      await respond(await drawIn(locale, (t) => faultCard(t, id)), 'asker');
      return { kind: 'fault' };
    }

    const { reply, visibility, card } = answered;
    const { job } = reply;
    try {
      const nonce = job && !parts.posts.ofJob(job.job)?.posted ? nonceOf(job.post) : undefined;
      // If this process ends before the answer is posted, the next one posts it in the same place.
      if (job && invocation.reply) parts.posts.setPosted(job.post, invocation.reply, locale);
      const follows = reply.follow === undefined ? undefined : parts.posts.ofJob(reply.follow)?.posted;
      const posted = await respond(card, visibility, nonce, follows);
      if (job) parts.posts.setPosted(job.post, posted, locale);
    } finally {
      // If posting failed, the job's card is still in the outbox and is posted from there.
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
