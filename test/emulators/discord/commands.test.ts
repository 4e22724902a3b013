/** Registration of commands, with the real discord.js. */
import { type DiscordAPIError, PermissionFlagsBits } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { login, restOf, start } from './client.ts';
import type { Discord, Json } from './index.ts';

const run = {
  type: 1,
  name: 'run',
  description: 'Run it',
  name_localizations: { ko: '실행', de: 'run' },
  options: [
    { type: 10, name: 'fraction', description: 'How much', min_value: 0.05, max_value: 1, required: true },
    {
      type: 3,
      name: 'policy',
      description: 'Which',
      choices: [{ name: 'Flip', value: 'flip', name_localizations: { ko: '뒤집기' } }],
    },
    { type: 4, name: 'epochs', description: 'How long', required: false },
  ],
};
const experiment = {
  name: 'experiment',
  description: 'Experiments',
  description_localizations: { ko: '실험' },
  options: [run],
};

const path = ({ application }: Discord) => `/applications/${application.id}/commands` as const;

describe('commands', () => {
  it('are kept under the same id, and listed with what was said about them', async () => {
    const discord = await start();
    const rest = restOf(discord);
    const [first] = (await rest.put(path(discord), { body: [experiment] })) as Json[];
    const [again] = (await rest.put(path(discord), { body: [experiment] })) as Json[];
    expect(again).toEqual(first);
    const [changed] = (await rest.put(path(discord), {
      body: [{ ...experiment, description: 'More' }],
    })) as Json[];
    expect(changed.id).toBe(first.id);
    expect(changed.version).not.toBe(first.version);
    expect(first.options[0].name_localizations).toEqual({ ko: '실행' });
    expect(first.options[0].options[2]).not.toHaveProperty('required');
    const [bare] = (await rest.get(path(discord))) as Json[];
    expect(bare).not.toHaveProperty('description_localizations');
    expect(bare.options[0].options[1].choices).toEqual([{ name: 'Flip', value: 'flip' }]);
    const [full] = (await rest.get(path(discord), {
      query: new URLSearchParams({ with_localizations: 'true' }),
    })) as Json[];
    expect(full.description_localizations).toEqual({ ko: '실험' });
  });

  it('are made, changed and dropped one by one, in a guild as well', async () => {
    const discord = await start();
    const guild = discord.guild({ name: 'Class' });
    const client = await login(discord);
    const mine = await client.application.commands.create(experiment as Json, guild.id);
    const everywhere = await client.application.commands.create({ name: 'help', description: 'Help' });
    expect(discord.commands(guild).map(({ name }) => name)).toEqual(['experiment', 'help']);
    await client.application.commands.edit(everywhere, { description: 'Helps' });
    expect(discord.commands()).toMatchObject([{ id: everywhere.id, description: 'Helps' }]);
    await client.application.commands.delete(mine.id, guild.id);
    expect(discord.commands(guild).map(({ name }) => name)).toEqual(['help']);
    await expect(client.application.commands.delete(mine.id, guild.id)).rejects.toMatchObject({
      code: 10063,
    });
  });

  it.each<[string, Json, string, string]>([
    ['capital letters', { ...experiment, name: 'Run' }, '0.name', 'APPLICATION_COMMAND_INVALID_NAME'],
    [
      'a Korean name with a space',
      { ...experiment, name_localizations: { ko: '실 험' } },
      '0.name_localizations.ko',
      'APPLICATION_COMMAND_INVALID_NAME',
    ],
    [
      'a locale that there is not',
      { ...experiment, name_localizations: { kr: '실험' } },
      '0.name_localizations.kr',
      'ENUM_TYPE_COERCE',
    ],
    ['no description', { name: 'a' }, '0.description', 'BASE_TYPE_REQUIRED'],
    [
      'a long description',
      { name: 'a', description: 'x'.repeat(101) },
      '0.description',
      'BASE_TYPE_MAX_LENGTH',
    ],
    [
      '26 choices',
      {
        ...experiment,
        options: [
          {
            type: 3,
            name: 'a',
            description: 'a',
            choices: Array.from({ length: 26 }, (_, i) => ({ name: `${i}`, value: `${i}` })),
          },
        ],
      },
      '0.options.0.choices',
      'BASE_TYPE_MAX_LENGTH',
    ],
    [
      'a required option too late',
      {
        ...experiment,
        options: [
          { type: 3, name: 'a', description: 'a' },
          { type: 3, name: 'b', description: 'b', required: true },
        ],
      },
      '0.options.1.required',
      'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
    ],
    [
      'subcommands beside options',
      { ...experiment, options: [run, { type: 3, name: 'b', description: 'b' }] },
      '0.options.1.type',
      'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
    ],
    [
      'more than 8000 characters',
      {
        ...experiment,
        options: Array.from({ length: 25 }, (_, i) => ({
          type: 3,
          name: `o${i}`,
          description: 'x'.repeat(100),
          choices: Array.from({ length: 3 }, (__, j) => ({
            name: `${j}`.repeat(90),
            value: `${j}`.repeat(90),
          })),
        })),
      },
      '0',
      'APPLICATION_COMMAND_TOO_LARGE',
    ],
  ])('are refused with %s', async (_, command, at, code) => {
    const discord = await start();
    const error: DiscordAPIError = await restOf(discord)
      .put(path(discord), { body: [command] })
      .then(
        () => {
          throw new Error('It was let pass.');
        },
        (refused) => refused,
      );
    expect(error).toMatchObject({ code: 50035 });
    expect(discord.takeProblems()[0]!.detail.map((one: Json) => [one.path.join('.'), one.code])).toEqual([
      [at, code],
    ]);
  });

  it('are typed as the client lets a person type them', async () => {
    const discord = await start();
    const guild = discord.guild({ name: 'Class' });
    const channel = guild.channel({ name: 'class' });
    const kim = guild.member({ name: 'Kim' });
    const teacher = guild.member({ name: 'Ada', permissions: PermissionFlagsBits.ManageGuild });
    const admin = {
      name: 'admin',
      description: 'x',
      default_member_permissions: String(PermissionFlagsBits.ManageGuild),
    };
    await restOf(discord).put(path(discord), { body: [experiment, admin] });
    const answer = await kim.command(channel, 'experiment run', { fraction: 0.2, policy: 'Flip' });
    expect(answer.interaction.payload).toMatchObject({
      type: 2,
      locale: 'en-US',
      data: {
        name: 'experiment',
        options: [
          {
            type: 1,
            name: 'run',
            options: [
              { name: 'fraction', type: 10, value: 0.2 },
              { name: 'policy', type: 3, value: 'flip' },
            ],
          },
        ],
      },
    });
    const typed = (options: Json, name = 'experiment run') => kim.command(channel, name, options);
    await expect(typed({ fraction: 2 })).rejects.toThrow('1 or less');
    await expect(typed({})).rejects.toThrow('needs the option "fraction"');
    await expect(typed({ fraction: 1, policy: 'turn' })).rejects.toThrow('its choices are flip');
    await expect(typed({ fraction: 1, epochs: 1.5 })).rejects.toThrow('a whole number');
    await expect(typed({}, 'experiment')).rejects.toThrow('needs one of its subcommands: run');
    await expect(typed({}, 'experiment stop')).rejects.toThrow('no subcommand "stop"');
    await expect(typed({}, 'admin')).rejects.toThrow('is not shown /admin');
    await expect(teacher.command(channel, 'admin')).resolves.toBeDefined();
  });
});
