/** From what somebody did on Slack to its answer: acknowledged before any work, answered once, in private where it must be. */
import type { types } from '@slack/bolt';
import type { Card, Field, FormValues } from '../../chat/card.ts';
import { choicesFor } from '../../chat/choices.ts';
import { localeOf } from '../../chat/dispatch.ts';
import { optionsOfForm } from '../../chat/form-of-options.ts';
import { lineOf } from '../../chat/meant.ts';
import type { Input, Invocation, Posted, RawOptions } from '../../chat/place.ts';
import type { Dispatch, Lookup, Outcome, Respond } from '../../chat/ports.ts';
import type { ServiceParts } from '../../chat/service-parts.ts';
import { findCommand, parseRest } from '../../chat/text.ts';
import { mistakeCard } from '../../chat/trouble.ts';
import { within } from '../../chat/within.ts';
import { translate } from '../../i18n/i18n.ts';
import { UserError } from '../../i18n/user-error.ts';
import { wait } from '../../time/wait.ts';
import { optionsId } from './action-id.ts';
import { readFile, type SentFile } from './downloads.ts';
import { LIMITS } from './limits.ts';
import { menuOf } from './menu.ts';
import { type Asker, channelOf, type Messages } from './messages.ts';
import { type FormPlace, modalOf } from './modal.ts';
import type { Act } from './once.ts';
import { type People, personId, personOf, type Told } from './people.ts';
import type { Requests } from './requests.ts';
import { hasError, postTrouble } from './trouble.ts';
import { withColons } from './typed.ts';

export interface InteractionsParts extends Omit<ServiceParts, 'charts' | 'say' | 't'> {
  readonly requests: Requests;
  readonly messages: Messages;
  readonly people: People;
  readonly dispatch: Dispatch;
  readonly token: string;
  /** Where files are, if not at Slack's own hosts. */
  readonly filesHost: string | undefined;
}

/** Who did something, and where. */
export interface Doer {
  readonly told: Told;
  readonly asker: Asker;
}

/** A modal opens within three seconds, so who somebody is may take no longer than this. */
const KNOWN_MS = 1000;
/** So long an acknowledgement waits for the errors of a form. */
const ERRORS_MS = 2000;

export type Interactions = ReturnType<typeof createInteractions>;

export function createInteractions(parts: InteractionsParts) {
  const { messages, requests, clock, commands } = parts;
  const commandOf = (name: string | undefined) => commands.find((one) => one.name === name)?.command;

  async function whoOf({ told, asker }: Doer, withinMs?: number): Promise<Omit<Invocation, 'input'>> {
    const known = await parts.people.of(told, withinMs);
    return {
      person: personOf(known, parts.classroomOf(asker.place), parts.teachers),
      place: asker.place,
      localeTag: known.locale,
    };
  }

  async function refuse(asker: Asker, error: UserError, locale: string): Promise<void> {
    await messages.replyInPrivate(asker, mistakeCard(translate(locale), error));
  }

  /** Posts where everybody sees it; where that cannot be, the one who asked is told why. */
  async function reply(asker: Asker, card: Parameters<Respond>[0]): Promise<Posted> {
    try {
      return await messages.reply(asker, card);
    } catch (error) {
      const trouble = postTrouble(error);
      if (trouble) await refuse(asker, trouble, card.locale ?? 'en');
      throw error;
    }
  }

  function lookupOf({ told }: Doer, files: ReadonlyMap<string, SentFile>): Lookup {
    const read = async (name: string, kind: 'picture' | 'file', missing: UserError) => {
      const file = files.get(name);
      if (!file) throw missing;
      return readFile(file, parts.token, parts.filesHost, kind);
    };
    return {
      readPicture: (name) => read(name, 'picture', new UserError('slack.pictureByForm')),
      readFile: (name) => read(name, 'file', new UserError('slack.pictureByForm')),
      async readMember(reference) {
        const [, user] = /^@?([UW][A-Z0-9]{4,})$/.exec(reference.trim()) ?? [];
        if (user === undefined) throw new UserError('slack.whoByName', {}, 'who');
        const { team, name } = await parts.people.of({ team: told.team, user });
        return { id: personId(team, user), name };
      },
    };
  }

  async function run(
    doer: Doer,
    input: Input,
    respond?: Respond,
    files: ReadonlyMap<string, SentFile> = new Map(),
  ): Promise<Outcome> {
    const { asker } = doer;
    const who = await whoOf(doer);
    const usual: Respond = (card, seenBy) =>
      seenBy === 'asker' ? messages.replyInPrivate(asker, card) : reply(asker, card);
    return parts.dispatch(
      { ...who, input, reply: messages.reserved(asker) },
      respond ?? usual,
      lookupOf(doer, files),
    );
  }

  const placeOfForm = ({ asker, told }: Doer): FormPlace => ({
    team: asker.place.channel.split(':')[0] ?? told.team,
    channel: channelOf(asker.place),
    thread: asker.thread,
    hook: asker.hook?.url,
    hookAt: asker.hook?.at,
  });

  /** `isOver`: another modal is open, on which this one lies. */
  async function open(asker: Asker, trigger: string, view: types.ModalView, isOver: boolean, locale: string) {
    try {
      await requests.call(
        isOver ? 'views.push' : 'views.open',
        { trigger_id: trigger, view },
        { isOnce: true },
      );
    } catch (error) {
      parts.log('a form could not be opened', { err: error });
      if (!hasError(error, 'expired_trigger_id', 'trigger_expired')) throw error;
      await refuse(asker, new UserError('slack.tooSlow'), locale);
    }
  }

  /** Opens a form for an input that is not complete. Mistakes in it are answered. */
  async function openForm(
    doer: Doer,
    input: Input,
    {
      trigger,
      callback,
      title,
      command,
      isOver = false,
    }: { trigger: string; callback: string; title: string; command?: string; isOver?: boolean },
  ): Promise<void> {
    const who = await whoOf(doer, KNOWN_MS);
    const locale = localeOf(who, parts);
    let fields: readonly Field[];
    try {
      fields = parts.form({ ...who, input });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return refuse(doer.asker, error, locale);
    }
    const options = commandOf(command)?.options;
    const view = modalOf({ callback, title, fields, options, at: placeOfForm(doer) }, translate(locale));
    await open(doer.asker, trigger, view, isOver, locale);
  }

  async function openMenu(doer: Doer, trigger: string, group?: string): Promise<void> {
    const who = await whoOf(doer, KNOWN_MS);
    const locale = localeOf(who, parts);
    const at = placeOfForm(doer);
    const menu = menuOf(commands, { group, person: who.person, at, t: translate(locale) });
    await open(doer.asker, trigger, menu, false, locale);
  }

  /** The command of a line, its name and what it lacks, as far as that is clear. */
  function commandIn(line: string) {
    try {
      const { found, rest } = findCommand(line, commands);
      const options = Object.entries(found.command.options);
      const given = parseRest(
        withColons(
          rest,
          options.map(([name]) => name),
        ),
        found.command.options,
      );
      const isKnown = Object.keys(given).every((name) => name in found.command.options);
      const lacks = isKnown && options.some(([name, option]) => option.required && given[name] === undefined);
      const names = options.map(([name]) => name);
      return { name: found.name, visibility: found.command.visibility, lacks, line: withColons(line, names) };
    } catch {
      return { name: undefined, visibility: 'asker' as const, lacks: false, line };
    }
  }

  /** What is not as the form had it at first: a default is no choice, and may not go with what somebody did choose. */
  function touched(who: Omit<Invocation, 'input'>, command: string, values: FormValues): RawOptions {
    const first = new Map<string, string | undefined>();
    try {
      for (const { name, value } of parts.form({ ...who, input: { command, options: {} } }))
        first.set(name, value);
    } catch (error) {
      // Sending it will say what is wrong.
      if (!(error instanceof UserError)) throw error;
    }
    return Object.fromEntries(
      Object.entries(optionsOfForm(values)).filter(([name, value]) => value !== first.get(name)),
    );
  }

  /** Whether anybody may send this line as it is. */
  function isRight({ told, asker: { place } }: Doer, text: string): boolean {
    const person = { id: personId(told.team, told.user), name: told.user, teacher: false };
    return parts.assist({ text, cursor: text.length, person, place, locale: 'en' }).problem === undefined;
  }

  return {
    /** A line that was typed. `trigger`: modals can be opened; a message to the app has none. */
    typed(doer: Doer, typed: string, trigger?: string): Act {
      const { name, visibility, lacks, line } = commandIn(typed);
      const word = /^\/(\S*)$/.exec(line)?.[1];
      const isGroup = word !== undefined && commands.some((one) => one.name.startsWith(`${word} `));
      if (trigger !== undefined && (word === '' || (isGroup && name === undefined)))
        return { work: () => openMenu(doer, trigger, word || undefined) };
      if (trigger !== undefined && name !== undefined && lacks) {
        const form = { trigger, callback: optionsId(name), title: `/${name}`, command: name };
        return { work: () => openForm(doer, { text: line }, form) };
      }
      return {
        // Everybody sees what the answer is an answer to; mistakes are nobody else's business.
        ...(visibility === 'everyone' &&
          trigger !== undefined &&
          isRight(doer, line) && { response: { response_type: 'in_channel' } }),
        work: async () => void (await run(doer, { text: word === '' ? '/help' : line })),
      };
    },
    openMenu,
    pressed: (doer: Doer, action: string): Act => ({ work: async () => void (await run(doer, { action })) }),
    openAction: (doer: Doer, action: string, title: string, trigger: string): Act => ({
      work: () => openForm(doer, { action }, { trigger, callback: `fill ${action}`, title }),
    }),
    openOptions: (doer: Doer, command: string, trigger: string, isOver: boolean): Act => ({
      work: () =>
        openForm(
          doer,
          { command, options: {} },
          { trigger, callback: optionsId(command), title: `/${command}`, command, isOver },
        ),
    }),
    /** All fields of a form whose first ones are shown. */
    async showMore(doer: Doer, command: string, values: FormValues, view: { id: string; hash: string }) {
      const who = await whoOf(doer, KNOWN_MS);
      const t = translate(localeOf(who, parts));
      const fields = parts.form({ ...who, input: { command, options: optionsOfForm(values) } });
      const options = commandOf(command)?.options;
      const at = placeOfForm(doer);
      const callback = optionsId(command);
      const whole = modalOf({ callback, title: `/${command}`, fields, options, isWhole: true, at }, t);
      await requests.call(
        'views.update',
        { view_id: view.id, hash: view.hash, view: whole },
        { isOnce: true },
      );
    },
    /** What a menu of a form offers for what is typed. */
    async suggested(doer: Doer, command: string, field: string, typed: string, values: FormValues) {
      const who = await whoOf(doer, KNOWN_MS);
      const { [field]: _, ...others } = values;
      const options = [
        ...Object.entries(optionsOfForm(others)).map(([name, value]) => ({ name, value })),
        { name: field, value: typed, focused: true },
      ];
      const room = { choices: LIMITS.options, value: LIMITS.optionValue, typedFirst: true };
      return choicesFor(command, options, parts.assist, { ...who, locale: localeOf(who, parts) }, room).map(
        ({ value, label }) => ({
          text: { type: 'plain_text' as const, text: within(label, LIMITS.optionText), emoji: false },
          value,
        }),
      );
    },
    /** The form of a command's options was sent: what is wrong is said beside its field, before anything is done. */
    async sentOptions(
      doer: Doer,
      command: string,
      values: FormValues,
      files: ReadonlyMap<string, SentFile>,
      fields: readonly string[],
    ): Promise<Act> {
      const who = await whoOf(doer, KNOWN_MS);
      const options = touched(who, command, values);
      const text = lineOf(command, options);
      const locale = localeOf(who, parts);
      const { problem, option } = parts.assist({ ...who, locale, text, cursor: text.length });
      if (problem !== undefined && option !== undefined && fields.includes(option))
        return { response: { response_action: 'errors', errors: { [option]: problem } } };
      return {
        response: { response_action: 'clear' },
        work: async () => void (await run(doer, { command, options }, undefined, files)),
      };
    },
    /** The form of a card was sent: its errors stand beside their fields where they are known in time. */
    async sentForm(doer: Doer, action: string, values: FormValues, fields: readonly string[]): Promise<Act> {
      const { asker } = doer;
      const held: { readonly card: Card; readonly send: () => Promise<Posted> }[] = [];
      let isLate = false;
      const respond: Respond = async (card, seenBy) => {
        if (seenBy !== 'asker') return reply(asker, card);
        const send = () => messages.replyInPrivate(asker, card);
        if (isLate) return send();
        held.push({ card, send });
        return { ...asker.place, message: `only ${asker.user}` };
      };
      const done = run(doer, { action, values }, respond);
      const sendHeld = async () => {
        isLate = true;
        for (const { send } of held.splice(0)) await send();
        await done;
      };
      const outcome = await Promise.race([
        done.catch(() => undefined),
        wait(clock, ERRORS_MS).then(() => undefined),
      ]);
      const wrong = outcome?.kind === 'mistake' ? outcome.option : undefined;
      if (wrong === undefined || !fields.includes(wrong)) return { work: sendHeld };
      const sentences = held.flatMap(({ card }) =>
        card.blocks.flatMap((block) => (block.type === 'text' ? block.text : [])),
      );
      return { response: { response_action: 'errors', errors: { [wrong]: sentences.join('\n') } } };
    },
  };
}
