/** Discord as a stage: the real platform with the real client, on the emulator, which also checks every request. */
import { createDiscord } from '../../../src/platforms/discord/platform.ts';
import {
  type Answer as DiscordAnswer,
  type Exchange,
  type Message,
  Permission,
  type Person,
  startDiscord,
} from '../../emulators/discord/index.ts';
import { augieOn } from '../../platforms/augie-on.ts';
import { deleteFolder, newFolder } from '../../test-app.ts';
import { swiftClock } from '../../time/fake-clock.ts';
import { type Actor, type Answer, type Given, type Shown, type Stage, UNASKED } from './stage.ts';

const EPHEMERAL = 1 << 6;

export async function openDiscord(): Promise<Stage> {
  const data = newFolder();
  const clock = swiftClock();
  const discord = await startDiscord({ clock });
  const guild = discord.guild({ name: 'TestWeb' });
  const channel = guild.channel({ name: 'class' });
  const place = { platform: 'discord', channel: channel.id };

  const augie = await augieOn({
    data,
    create: (parts) =>
      createDiscord({
        ...parts,
        token: discord.token,
        api: discord.apiUrl,
        cdn: discord.cdnUrl,
      }),
    ready: () => discord.ready(),
    env: UNASKED,
    clock,
  });

  const messages = () =>
    [...discord.world.messages.values()].filter(({ channelId }) => channelId === channel.id);

  function actorOf(person: Person): Actor {
    async function answerOf(doing: Promise<DiscordAnswer>): Promise<Answer> {
      const answer = await doing;
      await answer.acknowledged;
      const newest = () => {
        if (answer.failed !== undefined) throw new Error(answer.failed);
        const original = answer.message();
        return answer.followUps.at(-1) ?? (original?.thinking ? undefined : original);
      };
      return {
        acknowledgedAfterMs: answer.acknowledgedAfter ?? Number.NaN,
        until: (wanted = () => true) =>
          discord.until(() => {
            const message = newest();
            const shown = message && shownOf(message);
            return shown && wanted(shown) ? shown : undefined;
          }),
      };
    }
    const hasButton = (message: Message, id: string) => buttonsOf(message).some((button) => button.id === id);
    return {
      name: person.name,
      command: (name, given = {}) => answerOf(person.command(channel, name, asOptions(given))),
      async press(id) {
        let message = person.sees(channel).find((one) => hasButton(one, id));
        if (!message) {
          // Left from an older version of Augie.
          const choices = [{ id, label: '?' }];
          await augie.platform.post(place, { title: '?', blocks: [{ type: 'choices', choices }] }, undefined);
          message = await channel.until((one) => hasButton(one, id));
        }
        return answerOf(person.press(message, id));
      },
      async fill(id, values) {
        const opener = `input ${id}`;
        const message = await discord.until(() => person.sees(channel).find((one) => hasButton(one, opener)));
        const opened = await person.press(message, opener);
        return answerOf(person.submit(await opened.opens(), values));
      },
      sees: async () => person.sees(channel).map(shownOf),
      received: async () =>
        JSON.stringify(
          messages()
            .filter(({ onlyFor }) => onlyFor === undefined || onlyFor === person.id)
            .flatMap(({ edits }) => edits),
          spelt,
        ),
    };
  }

  return {
    cannot: {},
    mostCharacters: 4000,
    async person({ name, locale, teacher }) {
      // Discord knows no plain `en`.
      const tag = locale === 'en' ? 'en-GB' : locale;
      const more = teacher ? { permissions: Permission.ManageGuild } : {};
      return actorOf(guild.member({ name, locale: tag, ...more }));
    },
    sentOpenly: async () =>
      JSON.stringify(
        discord.requests
          .filter((exchange) => !isPrivate(exchange))
          .map(({ body, files }) => ({ body, files })),
        spelt,
      ),
    async restart() {
      await augie.leave();
      await augie.comeBack();
    },
    pass: async (ms) => clock.advance(ms),
    async close() {
      await augie.leave();
      deleteFolder(data);
      await discord.stop();
    },
  };
}

/** Files as text, so that words in them are found. */
const spelt = (_: string, value: unknown) => {
  if (value instanceof Uint8Array) return Buffer.from(value).toString();
  // What a Buffer says of itself to JSON.
  const { type, data } = (value ?? {}) as { type?: unknown; data?: unknown };
  return type === 'Buffer' && Array.isArray(data) ? Buffer.from(data).toString() : value;
};

/** Callbacks of typing help and forms are for one person by what they are. */
const TO_ONE = [8, 9];

function isPrivate({ body, answer }: Exchange): boolean {
  if (TO_ONE.includes(body?.type)) return true;
  const flags = [answer, answer?.resource?.message, body, body?.data].map((one) => Number(one?.flags ?? 0));
  return flags.some((flag) => (flag & EPHEMERAL) !== 0);
}

const asOptions = (given: Given) =>
  Object.fromEntries(
    Object.entries(given).map(([key, value]) => [
      key,
      typeof value === 'object' ? { name: value.name, bytes: value.bytes, contentType: value.type } : value,
    ]),
  );

interface Component {
  readonly content?: string;
  readonly custom_id?: string;
  readonly label?: string;
  readonly components?: readonly Component[];
}

const flat = (components: readonly Component[]): Component[] =>
  components.flatMap((one) => [one, ...flat(one.components ?? [])]);

const buttonsOf = ({ components }: Message) =>
  flat(components).flatMap(({ custom_id: id, label }) =>
    id !== undefined && label !== undefined ? [{ id, label }] : [],
  );

function shownOf(message: Message): Shown {
  const { attachments, components, pings } = message;
  const pictures = attachments.filter(({ contentType }) => contentType.startsWith('image/'));
  return {
    text: [
      ...flat(components).flatMap(({ content }) => (content === undefined ? [] : [asRead(content)])),
      ...pictures.map(({ description = '' }) => description),
    ].join('\n'),
    pictures: pictures.map(({ description = '', bytes }) => ({ alt: description, bytes: async () => bytes })),
    files: attachments
      .filter((one) => !pictures.includes(one))
      .map(({ filename, bytes }) => ({ name: filename, text: async () => Buffer.from(bytes).toString() })),
    buttons: buttonsOf(message),
    isPrivate: message.onlyFor !== undefined,
    calls: [...(pings.everyone ? ['everyone'] : []), ...pings.users, ...pings.roles],
  };
}

/** Everything that Discord's client takes for markup, and what of it is left to be read. */
const MARKUP =
  /```(?:\w*\n)?(?<box>[\s\S]*?)```|`(?<code>[^`]+)`|\\(?<escaped>[^\p{L}\p{N}\s])|<\/(?<command>[^:>]+):\d+>|<(?:@[!&]?|#|a?:\w+:|t:)[\d:a-z]+>|\[(?<label>[^\]\n]+)\]\(https?:[^)\s]+\)|(?<address>https?:\/\/[^\s<>]+)|\*+|_+|~~|\|\||`|^(?:#{1,3}|-#|>>>|>) /gimu;

function asRead(markdown: string): string {
  return markdown.replace(MARKUP, (...match) => {
    const { box, code, escaped, command, label, address } = match.at(-1) as Record<
      string,
      string | undefined
    >;
    if (command !== undefined) return `/${command}`;
    // The only character that a code block cannot contain is replaced by a similar one.
    return box?.replaceAll('ˋ', '`') ?? code ?? escaped ?? label ?? address ?? '';
  });
}
