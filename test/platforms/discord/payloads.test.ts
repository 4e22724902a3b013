/** What people on Discord are sent: every command in every language, and every kind of block, as files to read. */
import { expect, it, onTestFinished } from 'vitest';
import { loadCommands } from '../../../src/app.ts';
import { createCanvasRenderer } from '../../../src/charts/canvas.ts';
import { type Block, type Card, text } from '../../../src/chat/card.ts';
import { createMessages } from '../../../src/platforms/discord/messages.ts';
import { createRequests } from '../../../src/platforms/discord/requests.ts';
import { systemClock } from '../../../src/time/clock.ts';
import { type Message, Permission, type Person, startDiscord } from '../../emulators/discord/index.ts';
import { prepare, rootWith } from '../../experiments/demonstrations.ts';
import { deleteFolder, newFolder } from '../../test-app.ts';
import { expectGolden, steady } from '../golden.ts';
import { drawMessage } from './draw.ts';
import { openServer } from './server.ts';

interface Scene {
  readonly locale: string;
  /** Manages the server. */
  readonly teacher: Person;
  readonly student: Person;
}

type Values = NonNullable<Parameters<Person['command']>[2]>;

/** What is done, by whom, and when the answer is complete. */
interface Step {
  readonly command: string;
  readonly options?: Values | ((scene: Scene) => Values);
  /** A button of the command instead. */
  readonly press?: string;
  readonly by?: 'teacher';
  readonly until?: (message: Message) => boolean;
}

const TINY = { fraction: 0.1, batch: 80, epochs: 1, seeds: 1 };
const press = (command: string, press: string, more: Partial<Step> = {}): Step => ({
  command,
  press,
  ...more,
});

const story: readonly Step[] = [
  { command: 'help' },
  { command: 'help', options: { command: 'experiment run' } },
  { command: 'help', options: { command: 'experiment rnu' } },
  { command: 'augment list' },
  { command: 'augment preview', options: { policy: 'flip + rotate(0.04)', seed: 1 } },
  { command: 'augment preview', options: { policy: 'flip', label: 'Bag', count: 1, seed: 1 } },
  { command: 'augment preview', options: { policy: 'flop' } },
  { command: 'experiment list' },
  { command: 'experiment show' },
  { command: 'experiment run', options: TINY },
  press('experiment run', 'drop'),
  { command: 'experiment run', options: TINY },
  press('experiment run', 'confirm', { until: ({ attachments }) => attachments.length >= 2 }),
  press('experiment run', 'numbers'),
  press('experiment labels', 'moved'),
  press('experiment run', 'more'),
  press('experiment run', 'longer'),
  { command: 'experiment show', options: { id: '2' } },
  { command: 'experiment show', options: { id: '77' } },
  { command: 'experiment export', options: { id: '2' } },
  { command: 'experiment export', options: { id: '2', what: 'predictions' } },
  { command: 'experiment cancel', options: { id: '2' } },
  // What takes so long that no network of it is done when it is cancelled.
  { command: 'experiment run', options: { fraction: 1, batch: 1, epochs: 300, seeds: 1 } },
  press('experiment run', 'confirm', { until: ({ text }) => text.includes('▱') }),
  { command: 'experiment cancel', options: { id: '5' } },
  { command: 'experiment run', options: { ...TINY, seeds: 6, predict: 'true' } },
  press('experiment run', 'confirm', { until: ({ text }) => text.includes('▱') }),
  { command: 'experiment predict', options: { arm: 'augmented', low: 80, high: 85.5 } },
  { command: 'experiment predict', options: { arm: 'augmented', low: 86, high: 85 } },
  { command: 'experiment predict', options: { arm: 'neither', low: 81, high: 85.5 } },
  press('experiment predict', 'mine'),
  { command: 'experiment cancel', options: { id: '6' } },
  { command: 'experiment predict', options: { id: '6', arm: 'neither', low: 81, high: 85 } },
  press('experiment predict', 'mine'),
  { command: 'experiment rename', options: { id: '2', name: 'My *first* `try` @everyone <@1>' } },
  { command: 'experiment list' },
  { command: 'experiment delete', options: { id: '2' } },
  {
    command: 'experiment demo',
    options: { name: 'late' },
    until: ({ attachments }) => attachments.length >= 3,
  },
  press('experiment demo', 'prepared'),
  { command: 'settings language', options: ({ locale }) => ({ language: locale }) },
  { command: 'settings language', options: { language: 'de', for: 'channel' } },
  { command: 'settings keep', by: 'teacher' },
  { command: 'settings keep', options: { days: 30 }, by: 'teacher' },
  { command: 'settings teacher', options: { change: 'list' }, by: 'teacher' },
  { command: 'settings teacher', options: ({ student }) => ({ change: 'add', who: student }), by: 'teacher' },
  { command: 'settings teacher', options: { change: 'list' }, by: 'teacher' },
  { command: 'settings teacher', options: { change: 'add' }, by: 'teacher' },
  { command: 'settings privacy' },
  press('settings privacy', 'export'),
  press('settings privacy', 'forget'),
  press('settings privacy', 'drop'),
  press('settings privacy', 'confirm'),
];

const late = await prepare();

/** Augie asks before everything, and the numbers are the same on every machine. */
const ENV = { AUGIE_CONFIRM_MINUTES: '0', AUGIE_BACKEND: 'wasm', AUGIE_TRAINERS: '2' };

const LANGUAGES = [
  ['en', 'en-US'],
  ['ko', 'ko'],
  ['de', 'de'],
] as const;

it.each(LANGUAGES)('sends every command in %s as in the golden files', async (locale, tag) => {
  const root = newFolder();
  onTestFinished(() => deleteFolder(root));
  rootWith(root, late);
  const { discord, guild } = await openServer({ env: ENV, root });
  const channel = guild.channel({ name: 'class-b' });
  const scene: Scene = {
    locale,
    student: guild.member({ name: 'Kim', locale: tag }),
    teacher: guild.member({ name: 'Ms Park', locale: tag, permissions: Permission.ManageGuild }),
  };
  const drawn = new Map<string, string[]>();
  for (const { command, options = {}, press, by = 'student', until = () => true } of story) {
    const who = scene[by];
    const before = who.sees(channel);
    const values = typeof options === 'function' ? options(scene) : options;
    if (press === undefined) await who.command(channel, command, values);
    else await pressNewest(who, before, `${command.replaceAll(' ', '.')}.${press}:`);
    const message = await discord.until(() =>
      who.sees(channel).find((one) => !before.includes(one) && !one.thinking && until(one)),
    );
    const title = press === undefined ? typedAs(command, values) : `the button "${press}"`;
    drawn.set(command, [
      ...(drawn.get(command) ?? []),
      `======== ${by}: ${title}\n\n${drawMessage(message)}\n`,
    ]);
  }
  // Those of quizzes are in quiz.test.ts.
  const names = (await loadCommands()).map(({ name }) => name).filter((name) => !name.startsWith('quiz '));
  expect([...drawn.keys()].sort()).toEqual(names.sort());
  for (const [command, texts] of drawn)
    expectGolden(`discord/${locale}/${command.replaceAll(' ', '-')}.txt`, steady(texts.join('\n')));
});

const typedAs = (command: string, values: Values) =>
  [
    `/${command}`,
    ...Object.entries(values).map(([name, value]) => `${name}:${typeof value === 'object' ? '@Kim' : value}`),
  ].join(' ');

/** Presses the button whose id begins so, on the newest message that has one. */
async function pressNewest(who: Person, seen: readonly Message[], id: string): Promise<void> {
  const has = ({ components }: Message) => JSON.stringify(components).includes(`"custom_id":"${id}`);
  const message = seen.findLast(has);
  if (!message) throw new Error(`no message has the button ${id}`);
  const [button = ''] =
    new RegExp(`(?<="custom_id":")${id}[^"]+`).exec(JSON.stringify(message.components)) ?? [];
  await who.press(message, button);
}

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
  'base64',
);
const FIGURE = {
  config: {
    type: 'bar',
    data: { labels: ['a', 'b'], datasets: [{ data: [1, 2] }] },
    options: { backgroundColor: '#ffffff' },
  },
  width: 320,
  height: 200,
};
const choices = (count: number): Block => ({
  type: 'choices',
  choices: Array.from({ length: count }, (_, i) => ({
    id: `augment.show.pick:${i + 1}`,
    label: `Choice ${i + 1}`,
    ...(i === 0 && { style: 'primary' as const }),
    ...(i === 1 && { style: 'danger' as const }),
  })),
});
const progress = (more: object): Block => ({
  type: 'progress',
  label: '3 of 9 networks are trained',
  done: 3,
  total: 9,
  ...more,
});
const WIDE = 'What there is to say about it, which is more than fits into a column of a table on a phone';

/** Every kind of block, with what makes it look different. */
const kinds: Readonly<Record<string, readonly Block[]>> = {
  'text plain': [text('One line.\nAnother one, with *markup* and https://example.org/a_b_c to follow.')],
  'text strong': [text('It helps.\nIt really does.', 'strong')],
  'text quiet': [text('Small print.\nMore of it.', 'quiet')],
  fields: [
    {
      type: 'fields',
      fields: [
        { label: 'Policy', value: 'flip + rotate(0.04)@0.5' },
        { label: '/help', value: '1. what\n2. what else' },
        { label: 'Nothing', value: '' },
      ],
    },
  ],
  'table that is narrow': [
    {
      type: 'table',
      columns: [{ label: 'Condition' }, { label: 'Test accuracy', align: 'right' }],
      rows: [
        ['Full', '85.1%'],
        ['증강', '80.0%'],
      ],
    },
  ],
  'table with long labels': [
    {
      type: 'table',
      columns: [
        { label: 'Seed', align: 'right' },
        { label: 'Everything (100%)', align: 'right' },
        { label: 'A part of it (20%)', align: 'right' },
        { label: 'The augmented part (20%)', align: 'right' },
      ],
      rows: [['1', '85.12%', '80.20%', '81.30%']],
    },
  ],
  'table of many numbers': [
    {
      type: 'table',
      columns: [
        { label: 'Condition' },
        { label: 'Images', align: 'right' },
        { label: 'Steps', align: 'right' },
        { label: 'Genauigkeit', align: 'right' },
        { label: 'Abweichung', align: 'right' },
        { label: 'Lowest–highest', align: 'right' },
      ],
      rows: [
        ['Full (100%)', '48,000', '15,000', '85.10%', '0.12', '85.0%–85.2%'],
        ['Augmented (20%)', '9,600', '3,000', '80.00%', '0.20', '79.2%–80.9%'],
      ],
    },
  ],
  'table of sentences': [
    {
      type: 'table',
      columns: [{ label: 'Number' }, { label: 'About' }, { label: 'Values' }],
      rows: [
        ['1', WIDE, '0.1 to 1'],
        ['batch', `${WIDE}, *really*`, ''],
      ],
    },
  ],
  'picture from a figure': [{ type: 'picture', name: 'bars', alt: 'Two bars: a 1, b 2', figure: FIGURE }],
  'picture from a png': [{ type: 'picture', name: 'dot', alt: 'A dot', png: PNG }],
  file: [{ type: 'file', name: 'numbers.csv', mediaType: 'text/csv', content: 'arm,accuracy\nfull,0.85\n' }],
  'progress that begins': [progress({ done: 0 })],
  'progress that runs': [progress({ left: 'about 2 min' })],
  'progress that is paused': [progress({ paused: 'No room on the disk. Make room and it goes on.' })],
  'progress that is done': [progress({ done: 9 })],
  '1 choice': [choices(1)],
  '5 choices': [choices(5)],
  '10 choices': [choices(10)],
  '11 choices': [choices(11)],
  '60 choices': [choices(60)],
  'a form': [
    {
      type: 'input',
      id: 'quiz.answer.submit:1',
      label: 'Answer',
      fields: [{ name: 'answer', label: 'Your answer' }],
    },
  ],
  code: [{ type: 'code', language: 'js', code: 'const a = `b`;\n// ``` is no end' }],
  divider: [text('Above.'), { type: 'divider' }, text('Below.')],
  'what is too long': [
    text(Array.from({ length: 100 }, (_, i) => `Line ${i + 1} of a text that has no end.`).join('\n')),
    choices(2),
  ],
};

it('sends every kind of block as in the golden file', async () => {
  const discord = await startDiscord();
  onTestFinished(() => discord.stop());
  const channel = discord.guild({ name: 'School' }).channel({ name: 'class' });
  const messages = createMessages({
    requests: createRequests(discord.token, discord.apiUrl, systemClock),
    charts: createCanvasRenderer(),
    commandIds: () => new Map([['help', '1']]),
    installation: 'abcdef',
    log: () => {},
  });
  const drawn: string[] = [];
  const draw = async (title: string, card: Omit<Card, 'title'>) => {
    const { message } = await messages.post(
      { platform: 'discord', channel: channel.id },
      { title, ...card },
      undefined,
    );
    const posted = channel.messages.find(({ id }) => id === message) as Message;
    drawn.push(`${drawMessage(posted)}\n`);
  };
  for (const [title, blocks] of Object.entries(kinds)) await draw(title, { blocks });
  const sentence = [text('A sentence.')];
  await draw('a mistake', { trouble: 'mistake', blocks: sentence });
  await draw('a fault', { trouble: 'fault', blocks: sentence });
  await draw('누구에게나', { locale: 'ko', blocks: kinds['what is too long'] ?? [] });
  await draw('für alle', { locale: 'de', blocks: [...(kinds['what is too long'] ?? []), choices(11)] });
  expectGolden('discord/kinds.txt', drawn.join('\n'));
});
