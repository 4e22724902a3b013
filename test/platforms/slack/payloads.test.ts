/** What people on Slack are sent: every command but those of quizzes, in every language, as files to read. */
import { expect, it, onTestFinished } from 'vitest';
import { loadCommands } from '../../../src/app.ts';
import { type Message, mentionOf, type Person } from '../../emulators/slack/index.ts';
import { buttonsOf, filesBehind, promisedFiles, textOf } from '../../emulators/slack/read.ts';
import { prepare, rootWith } from '../../experiments/demonstrations.ts';
import { deleteFolder, newFolder } from '../../test-app.ts';
import { expectGolden, steady } from '../golden.ts';
import { openWorkspace } from './workspace.ts';

interface Scene {
  readonly locale: string;
  readonly teacher: Person;
  readonly student: Person;
}

/** What is typed, or the button of a command that is pressed, by whom, and when the answer is complete. */
interface Step {
  readonly command: string;
  readonly text?: string | ((scene: Scene) => string);
  readonly press?: string;
  readonly by?: 'teacher';
  readonly until?: (message: Message) => boolean;
}

const TINY = 'fraction:0.1 batch:80 epochs:1 seeds:1';
const images = (count: number) => (message: Message) =>
  message.blocks.filter(({ type }) => type === 'image').length >= count;

const story: readonly Step[] = [
  { command: 'help' },
  { command: 'help', text: 'experiment run' },
  { command: 'help', text: 'experiment rnu' },
  { command: 'augment list' },
  { command: 'augment preview', text: 'policy="flip + rotate(0.04)" seed=1' },
  { command: 'augment preview', text: 'policy:flop' },
  { command: 'experiment list' },
  { command: 'experiment show' },
  { command: 'experiment run', text: TINY },
  { command: 'experiment run', press: 'confirm', until: images(2) },
  { command: 'experiment run', press: 'numbers' },
  { command: 'experiment labels', press: 'moved' },
  { command: 'experiment show', text: '1' },
  { command: 'experiment export', text: '1' },
  { command: 'experiment cancel', text: '1' },
  { command: 'experiment run', text: `${TINY.replace('seeds:1', 'seeds:6')} predict:true` },
  { command: 'experiment run', press: 'confirm', until: (message) => textOf(message).includes('▱') },
  { command: 'experiment predict', text: 'arm:augmented low:80 high:85.5' },
  { command: 'experiment cancel', text: '2' },
  { command: 'experiment rename', text: '1 My *first* `try` @here &lt;@1&gt;' },
  { command: 'experiment list' },
  { command: 'experiment delete', text: '1' },
  { command: 'experiment demo', text: 'late', until: images(3) },
  { command: 'settings language', text: ({ locale }) => locale },
  { command: 'settings keep', text: 'days:30', by: 'teacher' },
  { command: 'settings teacher', text: ({ student }) => `add ${mentionOf(student)}`, by: 'teacher' },
  { command: 'settings privacy' },
  { command: 'settings privacy', press: 'export' },
];

const late = await prepare();

/** Everything is asked about first, and the numbers are the same, whatever machine it is. */
const ENV = { AUGIE_CONFIRM_MINUTES: '0', AUGIE_BACKEND: 'wasm', AUGIE_TRAINERS: '2' };

it.each([
  ['en', 'en-US'],
  ['ko', 'ko-KR'],
  ['de', 'de-DE'],
])('sends every command in %s as in the golden files', async (locale, tag) => {
  const root = newFolder();
  onTestFinished(() => deleteFolder(root));
  rootWith(root, late);
  const { slack, channel } = await openWorkspace({ env: ENV, root });
  const scene: Scene = {
    locale,
    student: slack.person({ name: 'Kim', locale: tag }),
    teacher: slack.person({ name: 'Ms Park', locale: tag, isAdmin: true }),
  };
  const isCard = ({ user, blocks }: Message) => user === slack.world.bot.id && blocks.length > 0;
  const drawn = new Map<string, string[]>();
  for (const { command, text = '', press, by = 'student', until = () => true } of story) {
    const who = scene[by];
    const before = who.sees(channel).filter(isCard);
    const typed = typeof text === 'function' ? text(scene) : text;
    if (press === undefined) {
      const [word = '', ...second] = command.split(' ');
      await who.command(channel, `/${word}`, [...second, typed].join(' ').trim());
    } else await pressNewest(who, before, `${command.replaceAll(' ', '.')}.${press}:`);
    const isWhole = (one: Message) =>
      promisedFiles(one).length === filesBehind(slack.world.messages, one).length && until(one);
    const message = await slack.until(() =>
      who.sees(channel).find((one) => isCard(one) && !before.includes(one) && isWhole(one)),
    );
    const title = press === undefined ? `/${command} ${typed}`.trim() : `the button "${press}"`;
    const seen = message.onlyFor
      ? 'for the asker alone'
      : message.channel === channel.id
        ? 'for everybody'
        : 'direct';
    const files = filesBehind(slack.world.messages, message).flatMap(({ name, bytes }) => [
      `file ${name}`,
      ...Buffer.from(bytes)
        .toString()
        .split(/\r?\n/, 3)
        .map((line) => `    ${line.slice(0, 120)}`),
    ]);
    drawn.set(command, [
      ...(drawn.get(command) ?? []),
      [
        `======== ${by}: ${title}\n\n(${seen}; ${message.blocks.map(({ type }) => type).join(', ')})`,
        ...textOf(message)
          .split('\n')
          .map((line) => `| ${line}`.trimEnd()),
        ...buttonsOf(message).map(({ id, label }) => `[ ${label} ] -> ${id}`),
        ...files,
        '',
      ].join('\n'),
    ]);
  }
  const names = (await loadCommands()).map(({ name }) => name).filter((name) => !name.startsWith('quiz '));
  expect([...drawn.keys()].sort()).toEqual(names.sort());
  for (const [command, texts] of drawn)
    expectGolden(`slack/${locale}/${command.replaceAll(' ', '-')}.txt`, withoutIds(steady(texts.join('\n'))));
});

/** Slack's ids are counted, and so differ with every request. */
const withoutIds = (text: string) => text.replace(/\b[A-Z]0[0-9A-Z]{9}\b/g, 'ID');

/** Presses the button whose id begins so, on the newest message that has one. */
async function pressNewest(who: Person, seen: readonly Message[], begin: string): Promise<void> {
  const has = (message: Message) => buttonsOf(message).find(({ id }) => id.startsWith(begin))?.id;
  const message = seen.findLast((one) => has(one) !== undefined);
  if (!message) throw new Error(`no message has the button ${begin}`);
  await who.press(message, has(message) as string);
}
