/** A class's quiz on Discord: what everybody and each one is sent, as files to read; forms, whispers, restarts, doubles. */
import { expect, it } from 'vitest';
import { loadCommands } from '../../../src/app.ts';
import { type Answer, type Message, Permission, type Person } from '../../emulators/discord/index.ts';
import { expectGolden, steady } from '../golden.ts';
import { drawMessage } from './draw.ts';
import { openServer } from './server.ts';

const LANGUAGES = [
  ['en', 'en-US'],
  ['ko', 'ko'],
  ['de', 'de'],
] as const;

async function openClass(tag: string) {
  const server = await openServer();
  const channel = server.guild.channel({ name: 'quiz' });
  const member = (name: string, permissions?: bigint) =>
    server.guild.member({ name, locale: tag, ...(permissions !== undefined && { permissions }) });
  const teacher = member('Ms Park', Permission.ManageGuild);
  const students = ['Kim', 'Lee', 'Ann', 'Bob', 'Eva', 'Tom'].map((name) => member(name));
  return { ...server, channel, teacher, students, kim: students[0] as Person };
}

const idOf = ({ components }: Message, action: string): string => {
  const [id] = new RegExp(`(?<="custom_id":")[^"]*${action.replaceAll('.', '\\.')}:[^"]+`).exec(
    JSON.stringify(components),
  ) ?? [''];
  if (id === '') throw new Error(`no ${action}`);
  return id;
};
const settled = (answer: Answer) => answer.until();

it.each(LANGUAGES)('sends every card of a quiz in %s as in the golden files', async (locale, tag) => {
  const { channel, teacher, students, kim, discord } = await openClass(tag);
  const drawn = new Map<string, string[]>();
  const draw = (command: string, title: string, message: Message) =>
    void drawn.set(command, [
      ...(drawn.get(command) ?? []),
      `======== ${title}\n\n${drawMessage(message)}\n`,
    ]);
  const newIn = (who: Person, before: readonly Message[]) =>
    discord.until(() => who.sees(channel).find((one) => !before.includes(one) && !one.thinking));
  const ask = async (who: Person, command: string, options: Record<string, string | number> = {}) => {
    const before = who.sees(channel);
    await who.command(channel, command, options);
    const message = await newIn(who, before);
    const written = Object.entries(options).map(([name, value]) => `${name}:${value}`);
    draw(command, [`${who.name}: /${command}`, ...written].join(' '), message);
    return message;
  };
  const push = async (who: Person, message: Message, action: string) => {
    const before = who.sees(channel);
    await who.press(message, idOf(message, action));
    const shown = await newIn(who, before);
    const [command = ''] = /^\w+\.\w+/.exec(action) ?? [];
    draw(command.replace('.', ' '), `${who.name}: the button ${action}`, shown);
    return shown;
  };
  await ask(kim, 'quiz answer', { answer: '1' });
  await ask(teacher, 'quiz list');
  // A policy that is graded by what it does: numbers belong to the session, so they are the same every time.
  const first = await ask(teacher, 'quiz start', { quiz: 'augmentation', time: 0 });
  await push(kim, first, 'quiz.answer.hint');
  await ask(kim, 'quiz answer', { answer: 'abc' });
  await ask(kim, 'quiz answer', { answer: '0.9' });
  await ask(kim, 'quiz answer', { answer: '18' });
  await ask(kim, 'quiz answer', { answer: '0.5' });
  for (const [i, student] of students.slice(1).entries())
    await settled(
      await student.command(channel, 'quiz answer', {
        answer: ['0.05', '-0.05..0.05', '0.9', '0.9', '0.9'][i] as string,
      }),
    );
  await ask(teacher, 'quiz reveal');
  const revealed = await discord.until(() =>
    channel.messages.find((one) => one.id === first.id && one.attachments.length >= 2),
  );
  draw('quiz reveal', 'the card of the question', revealed);
  await push(kim, revealed, 'quiz.answer.mine');
  const check = await push(teacher, revealed, 'quiz.reveal.check');
  await push(teacher, check, 'quiz.reveal.accept');
  await ask(teacher, 'quiz next');
  await ask(teacher, 'quiz stop');
  // A choice, an order and several blanks, as they are asked.
  for (const [quiz, item] of [
    ['augmentation', 14],
    ['splits', 5],
    ['splits', 10],
    ['splits', 12],
    ['charts', 3],
  ] as const) {
    await ask(teacher, 'quiz start', { quiz, item, time: 0 });
    await settled(await teacher.command(channel, 'quiz stop'));
  }
  const peer = await ask(teacher, 'quiz start', { quiz: 'splits', item: 5, mode: 'peer', time: 0 });
  for (const [i, student] of students.entries())
    await settled(
      await student.press(peer, idOf(peer, 'quiz.answer.choose').replace(/.$/, 'AABBCA'[i] as string)),
    );
  await ask(teacher, 'quiz reveal');
  draw(
    'quiz reveal',
    'the card while they discuss',
    await discord.until(() =>
      channel.messages.find((one) => one.id === peer.id && /partner/.test(JSON.stringify(one.components))),
    ),
  );
  await push(
    kim,
    await discord.until(() =>
      channel.messages.find((one) => one.id === peer.id && /partner/.test(JSON.stringify(one.components))),
    ),
    'quiz.answer.partner',
  );
  await settled(await teacher.command(channel, 'quiz stop'));
  await ask(kim, 'quiz scores');
  await ask(teacher, 'quiz scores');
  await ask(teacher, 'quiz export');
  await ask(teacher, 'quiz review');
  await ask(teacher, 'quiz new');

  const names = (await loadCommands()).map(({ name }) => name).filter((name) => name.startsWith('quiz '));
  expect([...drawn.keys()].sort()).toEqual(names.sort());
  for (const [command, texts] of drawn)
    expectGolden(`discord/${locale}/${command.replaceAll(' ', '-')}.txt`, steady(texts.join('\n')));
});

it('opens a form with a field for each blank, and takes what is filled in', async () => {
  const { channel, teacher, kim } = await openClass('en-US');
  const asked = await settled(
    await teacher.command(channel, 'quiz start', { quiz: 'augmentation', item: 4, time: 0 }),
  );
  const opened = await kim.press(asked, idOf(asked, 'quiz.answer.submit'));
  await opened.acknowledged;
  expect(opened.modal?.components.map(({ label, component }) => [label, component.custom_id])).toEqual([
    ['Blank 1', '1'],
    ['Blank 2', '2'],
  ]);
  const receipt = await settled(await kim.submit(opened.modal, { '1': '0.1', '2': '1/20' }));
  expect(receipt.text).toMatch(/shift\(0\.1\) \+ rotate\(1\/20\)/);
  expect(receipt.onlyFor).toBe(kim.id);
});

it('makes a quiz from a form, and says which line is wrong', async () => {
  const { channel, teacher } = await openClass('de');
  const form = await settled(await teacher.command(channel, 'quiz new', { name: 'meins' }));
  const make = async (source: string) => {
    const opened = await teacher.press(form, idOf(form, 'quiz.new.make'));
    await opened.acknowledged;
    return settled(await teacher.submit(opened.modal, { source }));
  };
  expect((await make('title: T\nabout: A\nitems:\n  - id: a\n    kind: essay\n    ask: Q\n')).text).toMatch(
    /Zeile 5: kind muss eines davon sein/,
  );
  const good =
    'title: T\nabout: A\nitems:\n  - id: a\n    kind: number\n    ask: Wie viel?\n    answer: {accept: ["3"]}\n';
  expect((await make(good)).text).toMatch(/„meins“ ist gespeichert/);
  const started = await settled(await teacher.command(channel, 'quiz start', { quiz: 'meins' }));
  expect(started.text).toContain('Wie viel?');
});

it('tells partners in private with whom to discuss, without their asking', async () => {
  const { channel, teacher, students, discord } = await openClass('en-US');
  const asked = await settled(
    await teacher.command(channel, 'quiz start', { quiz: 'splits', item: 5, mode: 'peer', time: 0 }),
  );
  const choose = idOf(asked, 'quiz.answer.choose').slice(0, -1);
  const [kim, lee] = students as [Person, Person];
  await settled(await kim.press(asked, `${choose}A`));
  await settled(await lee.press(asked, `${choose}B`));
  await settled(await teacher.command(channel, 'quiz reveal'));
  const told = await discord.until(() => kim.sees(channel).find(({ text }) => /Discuss with Lee/.test(text)));
  expect(told.onlyFor).toBe(kim.id);
  await discord.until(() => lee.sees(channel).find(({ text }) => /Discuss with Kim/.test(text)));
});

it('goes on after a restart: buttons, forms and the card of the question', async () => {
  const { channel, teacher, kim, leave, comeBack, discord } = await openClass('en-US');
  const asked = await settled(
    await teacher.command(channel, 'quiz start', { quiz: 'augmentation', item: 2, time: 0 }),
  );
  await leave();
  await comeBack();
  const opened = await kim.press(asked, idOf(asked, 'quiz.answer.submit'));
  await opened.acknowledged;
  await settled(await kim.submit(opened.modal, { answer: '.25' }));
  const revealing = await teacher.press(asked, idOf(asked, 'quiz.reveal.now'));
  await settled(revealing);
  const card = await discord.until(() =>
    channel.messages.find((one) => one.id === asked.id && /@0\.25 lets the operation/.test(one.text)),
  );
  expect(channel.messages.filter(({ text }) => /Question 2 of/.test(text))).toEqual([card]);
  const late = await kim.press(asked, idOf(card, 'quiz.answer.mine'));
  expect((await settled(late)).text).toMatch(/Right/);
});

it('answers a form politely whose question is over, and counts an interaction that comes twice once', async () => {
  const { channel, teacher, kim, discord, testApp } = await openClass('en-US');
  const asked = await settled(
    await teacher.command(channel, 'quiz start', { quiz: 'splits', item: 5, time: 0 }),
  );
  const answer = await kim.press(asked, `${idOf(asked, 'quiz.answer.choose').slice(0, -1)}A`);
  discord.redeliver(answer);
  await settled(answer);
  await settled(await teacher.command(channel, 'quiz reveal'));
  const exported = (await testApp.say('/quiz export', { name: 'x', teacher: true })).text();
  expect(exported).not.toContain('2 rows');
  const text = await settled(
    await teacher.command(channel, 'quiz start', { quiz: 'augmentation', item: 2, time: 0 }),
  );
  await settled(await teacher.command(channel, 'quiz stop'));
  const refused = await kim.press(text, idOf(text, 'quiz.answer.submit'));
  expect((await settled(refused)).text).toMatch(/closed/);
});
