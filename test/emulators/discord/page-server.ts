/** Serves the page that shows a channel of the emulated Discord, and does what people do on it. */
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { numbered } from './components.ts';
import type { ChannelHandle, Discord, GuildHandle, Person } from './index.ts';
import { readLine, runnables } from './line.ts';
import { messageJson } from './message-json.ts';
import { seenIn } from './person.ts';
import type { Json, Message, Upload } from './types.ts';

export interface Shown {
  readonly guild: GuildHandle;
  readonly channel: ChannelHandle;
  readonly people: readonly { readonly person: Person; readonly role: string; readonly locale: string }[];
}

const files: Record<string, string> = { html: 'text/html', js: 'text/javascript', css: 'text/css' };

/** What `startDiscord` calls for requests that are not Discord's; `of` is known once it has started. */
export function pageServer(of: () => { discord: Discord; shown: Shown }) {
  const personOf = (id: string | null): Person =>
    (of().shown.people.find(({ person }) => person.id === id) ?? of().shown.people[0]!).person;

  function state(who: Person): Json {
    const { discord, shown } = of();
    const { world } = discord;
    const mine = [...world.interactions.values()].filter(
      ({ userId, type }) => userId === who.id && type !== 4,
    );
    return {
      me: who.id,
      bot: world.bot,
      connected: discord.gateway.connected > 0,
      channel: shown.channel.name,
      people: shown.people.map(({ person: { id, name }, role, locale }) => ({ id, name, role, locale })),
      commands: runnables(discord.commands(shown.guild)).filter(({ name }) =>
        who.mayUse(name.split(' ')[0] as string),
      ),
      problems: discord.problems.slice(-5),
      messages: seenIn(world, shown.channel.id, who.id).map((message) => messageState(message)),
      failures: mine
        .filter(({ failed }) => failed)
        .map(({ id, failed, source }) => ({ id, failed, on: source?.id })),
      modals: mine
        .filter(({ callback, acknowledgedAt }) => callback?.type === 9 && acknowledgedAt !== undefined)
        .map(({ id, callback }) => ({
          id,
          title: callback?.data.title,
          customId: callback?.data.custom_id,
          components: numbered(callback?.data.components),
        })),
    };
  }

  function messageState(message: Message): Json {
    const { world } = of().discord;
    const stored = world.messages.get(message.id)!;
    const interaction = world.interactions.get(message.interactionId ?? '');
    const names: string[] = [];
    for (let at = interaction?.payload.data; at?.name && at.type <= 2; at = at.options?.[0])
      names.push(at.name);
    return {
      ...messageJson(world, stored),
      thinking: message.thinking,
      onlyForMe: message.onlyFor !== undefined,
      ...(interaction && message.type === 20
        ? { usedBy: world.users.get(interaction.userId), used: names.join(' ') }
        : {}),
    };
  }

  function live(response: ServerResponse, who: Person): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    let waiting = false;
    const send = (): void => {
      waiting = false;
      response.write(`data: ${JSON.stringify(state(who))}\n\n`);
    };
    const off = of().discord.world.onChange(() => {
      // One change often comes with others: they are told together.
      if (!waiting) setImmediate(send);
      waiting = true;
    });
    response.on('close', off);
    send();
  }

  async function act(what: string, body: Json): Promise<Json> {
    const { discord, shown } = of();
    const who = personOf(body.who);
    const picture: Upload | undefined = body.picture && {
      name: body.picture.name,
      bytes: Buffer.from(body.picture.base64, 'base64'),
      contentType: body.picture.type,
    };
    const message = (): Message => discord.world.messages.get(body.message)!;
    const people = shown.people.map(({ person }) => person);
    if (what === 'say' && body.line.trim().startsWith('/')) {
      const { command, values } = readLine(
        body.line,
        runnables(discord.commands(shown.guild)),
        picture,
        people,
      );
      await who.command(shown.channel, command.name, values);
    } else if (what === 'say') await who.say(shown.channel, body.line, picture ? [picture] : []);
    else if (what === 'press') await who.press(message(), body.id);
    else if (what === 'choose') await who.choose(message(), body.id, body.values);
    else if (what === 'submit') {
      const { id, title, customId, components } = state(who).modals.find(
        (one: Json) => one.id === body.modal,
      );
      await who.submit({ interactionId: id, title, customId, components }, body.values);
    } else if (what === 'complete') {
      const { command, values } = readLine(
        body.line,
        runnables(discord.commands(shown.guild)),
        undefined,
        people,
      );
      return who.autocomplete(shown.channel, command.name, values, body.option);
    }
    return {};
  }

  async function post(request: IncomingMessage, response: ServerResponse, what: string): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const answer = (status: number, body: Json): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    try {
      answer(200, await act(what, JSON.parse(Buffer.concat(chunks).toString('utf8'))));
    } catch (error) {
      answer(400, { error: (error as Error).message });
    }
  }

  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const [, first, second] = url.pathname.split('/') as [string, string, string?];
    if (request.method === 'POST' && first === 'do' && second) void post(request, response, second);
    else if (first === 'events') live(response, personOf(url.searchParams.get('who')));
    else if (first === '' || first === 'message') give(response, 'index.html');
    else if (first === 'page' && /^[a-z]+\.(js|css)$/.test(second ?? '')) give(response, second as string);
    else return false;
    return true;
  };
}

function give(response: ServerResponse, file: string): void {
  const type = files[file.split('.').at(-1) as string] as string;
  response
    .writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' })
    .end(readFileSync(join(import.meta.dirname, 'page', file)));
}
