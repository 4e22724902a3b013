/** Registration of commands with Discord, in every language, and when it happens. */
import { readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { loadCommands } from '../../../src/app.ts';
import type { NamedCommand } from '../../../src/chat/command.ts';
import { option } from '../../../src/chat/option.ts';
import { defineCommand, type Services } from '../../../src/define-command.ts';
import { locales } from '../../../src/i18n/i18n.ts';
import { commandBodies, registerCommands } from '../../../src/platforms/discord/registration.ts';
import { createRequests } from '../../../src/platforms/discord/requests.ts';
import { systemClock } from '../../../src/time/clock.ts';
import { commandFlaws } from '../../emulators/discord/command-rules.ts';
import { type Discord, type Json, startDiscord } from '../../emulators/discord/index.ts';
import { expectGolden } from '../golden.ts';
import { openServer } from './server.ts';

const shipped = await loadCommands();
const messagesOf = (locale: string): Json => JSON.parse(readFileSync(`src/i18n/${locale}.json`, 'utf8'));
const TRANSLATED = locales.filter((locale) => locale !== 'en');

/** A command, a second word or an option, and all below it. */
function everything(body: Json): Json[] {
  return [body, ...(body.options ?? []).flatMap(everything)];
}

const textIn = (thing: Json, what: 'name' | 'description', locale: string): string =>
  thing[`${what}_localizations`]?.[locale] ?? thing[what];

const TYPES = [
  '',
  'second word',
  '',
  'text',
  'whole number',
  '',
  '',
  '',
  '',
  'person or role',
  'number',
  'file',
];

/** One thing in all languages, then what it takes. */
function drawn(thing: Json, depth = 0): string[] {
  const {
    type,
    required,
    autocomplete,
    choices,
    min_value: least,
    max_value: most,
    max_length: longest,
  } = thing;
  const takes = [
    depth > 0 ? TYPES[type] : [],
    required ? 'must be given' : [],
    autocomplete ? 'completed while it is typed' : [],
    least === undefined ? [] : `from ${least} to ${most}`,
    longest === undefined ? [] : `up to ${longest} characters`,
    choices
      ? `one of ${choices.map(({ name, value }: Json) => (name === value ? name : `${name} (${value})`)).join(', ')}`
      : [],
    thing.default_member_permissions ? `for permissions ${thing.default_member_permissions}` : [],
  ].flat();
  const pad = '  '.repeat(depth);
  return [
    `${pad}${depth === 0 ? '/' : ''}${thing.name}${takes.length > 0 ? `: ${takes.join(', ')}` : ''}`,
    ...['en', ...TRANSLATED].map(
      (locale) =>
        `${pad}    ${locale} ${textIn(thing, 'name', locale)}: ${textIn(thing, 'description', locale)}`,
    ),
    ...(thing.options ?? []).flatMap((inner: Json) => drawn(inner, depth + 1)),
  ];
}

it('describes every command as in the golden file', () => {
  const bodies = commandBodies(shipped);
  expectGolden('discord/commands.txt', `${bodies.map((body) => drawn(body).join('\n')).join('\n\n')}\n`);
});

describe('what is shipped', () => {
  const bodies: Json[] = commandBodies(shipped);

  it('is as Discord wants it', () => {
    for (const body of bodies) expect(commandFlaws('ApplicationCommandUpdateRequest', body, [])).toEqual([]);
    expect(bodies.length).toBeLessThanOrEqual(100);
  });

  it('is described as a whole, nothing cut off', () => {
    for (const thing of bodies.flatMap(everything))
      for (const locale of locales) expect(textIn(thing, 'description', locale)).not.toMatch(/…$/);
  });

  it('has no name twice among those beside each other, in any language', () => {
    const siblings = [bodies, ...bodies.flatMap(everything).map(({ options = [] }) => options)];
    for (const locale of locales)
      for (const group of siblings) {
        const names = group.map((thing: Json) => textIn(thing, 'name', locale));
        expect(new Set(names).size, names.join(' ')).toBe(names.length);
      }
  });

  it('has words for every command, option and group in every language, and none too many', () => {
    const words = shipped.flatMap(({ name, command }) => [
      ...name.split(' '),
      ...Object.keys(command.options),
    ]);
    const groups = shipped.filter(({ name }) => name.includes(' ')).map(({ name }) => name.split(' ')[0]);
    const unique = (all: readonly unknown[]) => [...new Set(all)].sort();
    for (const locale of locales) {
      const messages = messagesOf(locale);
      expect(Object.keys(messages.words).sort(), locale).toEqual(unique(words));
      expect(Object.keys(messages.groups).sort(), locale).toEqual(unique(groups));
    }
  });

  it('is for servers only', () => {
    for (const body of bodies) expect([body.contexts, body.integration_types]).toEqual([[0], [0]]);
  });
});

const command = (more: object = {}) =>
  defineCommand({
    summary: 'help.summary',
    visibility: 'asker',
    options: {},
    run: () => ({ card: { title: 'x', blocks: [] } }),
    ...more,
  }) as NamedCommand<Services>['command'];

describe('of commands of any kind', () => {
  const permissions = (...commands: NamedCommand<Services>[]) =>
    commandBodies(commands).map((body) => body.default_member_permissions);

  it('those for teachers alone are shown only to who manages the server', () => {
    const teachers = command({ who: 'teacher' });
    expect(permissions({ name: 'keep', command: teachers })).toEqual([String(1 << 5)]);
    expect(
      permissions(
        { name: 'settings keep', command: teachers },
        { name: 'settings teacher', command: teachers },
      ),
    ).toEqual([String(1 << 5)]);
    expect(
      permissions(
        { name: 'settings keep', command: teachers },
        { name: 'settings language', command: command() },
      ),
    ).toEqual([null]);
  });

  it('those options come first that must be given', () => {
    const options = {
      seeds: option.integer({ min: 1, max: 9, default: 2 }),
      id: option.experiment({ required: true }),
      name: option.text({ max: 60 }),
    };
    const [body] = commandBodies([{ name: 'experiment rename', command: command({ options }) }]) as Json[];
    expect(body.options[0].options.map(({ name, required = false }: Json) => [name, required])).toEqual([
      ['id', true],
      ['name', true],
      ['seeds', false],
    ]);
  });
});

const puts = (discord: Discord) => discord.requests.filter(({ method }) => method === 'PUT');
const ROUTE = '/applications/{application_id}/commands';

describe('Discord is told', () => {
  async function emptyDiscord() {
    const discord = await startDiscord();
    onTestFinished(() => discord.stop());
    const requests = createRequests(discord.token, discord.apiUrl, systemClock);
    const register = (commands: readonly NamedCommand<Services>[] = shipped) =>
      requests.insist(() => registerCommands(requests.bot, discord.application.id, commands));
    return { discord, register };
  }

  it('once, and not again when Augie is started again', async () => {
    const server = await openServer();
    const before = server.discord.commands();
    await server.leave();
    await server.comeBack();
    const registered = () => server.logged.filter(({ message }) => message === 'commands on Discord');
    await vi.waitFor(() => expect(registered()).toHaveLength(2), 10_000);
    expect(registered().map(({ details }) => (details as Json).changed)).toEqual([true, false]);
    expect(puts(server.discord)).toHaveLength(1);
    expect(server.discord.commands()).toEqual(before);
  });

  it('by the ids that commands can be mentioned by', async () => {
    const { discord, register } = await emptyDiscord();
    const { changed, ids } = await register();
    expect(changed).toBe(true);
    expect([...ids.keys()].sort()).toEqual(shipped.map(({ name }) => name).sort());
    for (const [name, id] of ids)
      expect(discord.commands().find((one) => one.name === name.split(' ')[0]).id).toBe(id);
    expect(await register()).toEqual({ changed: false, ids });
    expect(puts(discord)).toHaveLength(1);
  });

  it('of a change: another description, another option, a command less', async () => {
    const { discord, register } = await emptyDiscord();
    const help = (more: object) => [{ name: 'help', command: command(more) }];
    const versions = [
      help({}),
      help({ summary: 'augment.list.summary' }),
      help({ options: { seed: option.integer({ min: 1, max: 9, default: 2 }) } }),
      help({ options: { seed: option.integer({ min: 1, max: 10, default: 2 }) } }),
      help({ who: 'teacher' }),
      [],
    ];
    for (const [i, version] of versions.entries()) {
      expect((await register(version)).changed, String(i)).toBe(true);
      expect((await register(version)).changed, String(i)).toBe(false);
    }
    expect(puts(discord)).toHaveLength(versions.length);
    expect(discord.commands()).toEqual([]);
  });

  it('what is right after somebody else changed it', async () => {
    const { discord, register } = await emptyDiscord();
    await register();
    const right = structuredClone(discord.commands());
    const meddle: ((commands: Json[]) => unknown)[] = [
      (commands) => commands.pop(),
      (commands) => {
        commands[0].description = 'Something else';
      },
      (commands) => {
        commands[0].options[0].name_localizations = null;
      },
      (commands) => {
        commands[0].default_member_permissions = '0';
      },
      (commands) => commands.push({ ...commands[0], id: '1', name: 'more' }),
    ];
    for (const change of meddle) {
      change(discord.world.commands.get('global') as Json[]);
      expect((await register()).changed, change.toString()).toBe(true);
      const plain = ({ id: _, version: __, ...command }: Json) => command;
      expect(discord.commands().map(plain)).toEqual(right.map(plain));
    }
  });

  it.each([
    ['GET', 500, 2],
    ['PUT', 503, 2],
    ['PUT', 'drop', 1],
  ] as const)('though a %s fails with %s', async (method, status, times) => {
    const { discord, register } = await emptyDiscord();
    discord.faults.next(`${method} ${ROUTE}`, { status, times });
    expect((await register()).changed).toBe(true);
    expect(discord.commands()).toHaveLength(commandBodies(shipped).length);
  });

  it('though what was done is said to have failed, and then not again', async () => {
    const { discord, register } = await emptyDiscord();
    discord.faults.next(`PUT ${ROUTE}`, { status: 502, afterDoing: true });
    expect((await register()).changed).toBe(false);
    expect(puts(discord)).toHaveLength(1);
  });

  it('though there is a limit to how often', async () => {
    const { discord, register } = await emptyDiscord();
    for (const method of ['GET', 'PUT'])
      discord.faults.next(`${method} ${ROUTE}`, {
        status: 429,
        headers: { 'retry-after': '1', 'x-ratelimit-scope': 'shared' },
        body: { message: 'You are being rate limited.', retry_after: 0.2, global: false },
      });
    expect((await register()).changed).toBe(true);
    expect(discord.commands()).toHaveLength(commandBodies(shipped).length);
  });
});
