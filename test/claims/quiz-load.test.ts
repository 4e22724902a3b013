/** Three hundred people answer twenty questions while all cores train: all in the export, each receipt within a second. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { type Message, Permission, type Person, startDiscord } from '../emulators/discord/index.ts';
import { envOf } from '../platforms/discord/server.ts';
import { type Browser, createBrowser } from '../platforms/web/test-web.ts';
import {
  type Accepted,
  answerAll,
  ENV,
  expectExported,
  expectQuick,
  itemOf,
  LONG,
  nameOf,
  PEOPLE,
  QUESTIONS,
  saveQuiz,
  trained,
} from '../quiz/crowd.ts';
import { server } from '../shell.ts';
import { deleteFolder, newFolder } from '../test-app.ts';

const SECONDS = 900;
const RECEIPT = /Receipt [0-9A-F]{6}/;

it('on the page, with every page open', async () => {
  const data = newFolder();
  saveQuiz(join(data, 'var'), { platform: 'web', channel: 'class' });
  const augie = server({ data, env: ENV, seconds: SECONDS });
  await augie.printed(/#teach=\S+\s/);
  const [, url = '', secret = ''] = /(http:\S+)\/#teach=(\S+)\s/.exec(augie.out()) ?? [];
  const teacher = createBrowser(url);
  await teacher.post('/api/teach', { secret });
  await teacher.post('/api/enter/class', { name: 'Teacher' });
  const { code } = (await teacher.get('/api/c/class/invitation')).json;
  const say = async (text: string) => {
    expect((await teacher.say(text)).status, text).toBe(200);
    return (await teacher.messages()).at(-1);
  };

  const students: { browser: Browser; socket: WebSocket; receipt: () => void }[] = [];
  for (let i = 0; i < PEOPLE; i++) {
    const browser = createBrowser(url);
    expect((await browser.post('/api/join', { code, name: nameOf(i) })).status).toBe(200);
    const { socket } = await browser.open();
    const student = { browser, socket, receipt: () => {} };
    socket.on('message', (sent) => {
      if (RECEIPT.test(String(sent))) student.receipt();
    });
    students.push(student);
  }
  await say(
    `/experiment run ${Object.entries(LONG)
      .map((pair) => pair.join(':'))
      .join(' ')}`,
  );
  await expect.poll(() => trained(join(data, 'var'))).toBeGreaterThan(0);

  const accepted: Accepted = new Map();
  const delays: number[] = [];
  let presses = 0;
  for (let question = 0; question < QUESTIONS; question++) {
    const before = trained(join(data, 'var'));
    const asked = JSON.stringify(await say(question === 0 ? '/quiz start long time:0' : '/quiz next'));
    expect(asked).toContain(`Question ${question + 1} of ${QUESTIONS}`);
    const [, round = ''] = /quiz\.reveal\.now:(\d+)/.exec(asked) ?? [];
    const press = (action: string, person: number, values?: Record<string, string>) =>
      students[person]!.browser.post('/api/c/class/press', {
        action,
        key: `press-${++presses}-of-somebody`,
        ...(values && { values }),
      });
    const took = await answerAll(question, accepted, async (person, answer) => {
      const student = students[person]!;
      const began = performance.now();
      const receipt = new Promise<number>((resolve) => {
        student.receipt = () => resolve(performance.now() - began);
      });
      const { status, json } = await (person % 2 === 0
        ? student.browser.say(`/quiz answer ${answer}`)
        : itemOf(question).kind === 'choice'
          ? press(`quiz.answer.choose:${round}.${answer}`, person)
          : press(`quiz.answer.submit:${round}`, person, asFields(answer)));
      expect([status, json]).toEqual([200, { message: expect.any(Number) }]);
      return receipt;
    });
    delays.push(...took);
    await say('/quiz reveal');
    expect(trained(join(data, 'var'))).toBeGreaterThan(before);
  }
  const exported = await say('/quiz export people:names');
  const file = exported?.card?.blocks.find((block) => block.type === 'file');
  const csv = Buffer.from((await teacher.get(file?.url ?? '')).json).toString();
  expectExported(csv, accepted);
  for (const { socket } of students) socket.terminate();
  augie.process.kill('SIGKILL');
  await augie.ended;
  deleteFolder(data);
  expectQuick('page', delays);
});

it('on the emulated Discord', async () => {
  const data = newFolder();
  const discord = await startDiscord();
  const guild = discord.guild({ name: 'TestWeb' });
  const channel = guild.channel({ name: 'class' });
  saveQuiz(join(data, 'var'), { platform: 'discord', channel: channel.id });
  const augie = server({ data, env: { ...envOf(discord), ...ENV }, seconds: SECONDS });
  const teacher = guild.member({ name: 'Teacher', permissions: Permission.ManageGuild });
  const students = Array.from({ length: PEOPLE }, (_, i) => guild.member({ name: nameOf(i) }));
  await discord.ready();
  const ask = async (command: string, options = {}) =>
    (await teacher.command(channel, command, options)).until();
  await ask('experiment run', LONG);
  await expect.poll(() => trained(join(data, 'var'))).toBeGreaterThan(0);

  const accepted: Accepted = new Map();
  const delays: number[] = [];
  for (let question = 0; question < QUESTIONS; question++) {
    const before = trained(join(data, 'var'));
    const card = await (question === 0 ? ask('quiz start', { quiz: 'long', time: 0 }) : ask('quiz next'));
    expect(card.text).toContain(`Question ${question + 1} of ${QUESTIONS}`);
    const took = await answerAll(question, accepted, async (i, answer) => {
      const sent = await answerOf(students[i] as Person, i, card, answer);
      const { text, onlyFor } = await sent.until();
      expect([onlyFor, text]).toEqual([students[i]?.id, expect.stringMatching(RECEIPT)]);
      return performance.now() - sent.interaction.startedAt;
    });
    delays.push(...took);
    await ask('quiz reveal');
    expect(trained(join(data, 'var'))).toBeGreaterThan(before);
  }
  const { attachments } = await ask('quiz export', { people: 'names' });
  expectExported(Buffer.from(attachments[0]?.bytes ?? []).toString(), accepted);
  augie.process.kill('SIGKILL');
  await augie.ended;
  await discord.stop();
  deleteFolder(data);
  expectQuick('Discord', delays);

  /** Typed by some, by the card's own button or form by the others. */
  async function answerOf(student: Person, i: number, card: Message, answer: string) {
    if (i % 2 === 0) return student.command(channel, 'quiz answer', { answer });
    const components = JSON.stringify(card.components);
    const [choose] = new RegExp(`quiz\\.answer\\.choose:\\d+\\.${answer}(?=")`).exec(components) ?? [];
    if (choose !== undefined) return student.press(card, choose);
    const [submit = ''] = /input quiz\.answer\.submit:\d+/.exec(components) ?? [];
    const opened = await student.press(card, submit);
    return student.submit(await opened.opens(), asFields(answer));
  }
});

/** As forms name their fields: by number where there are several. */
const asFields = (answer: string): Record<string, string> => {
  const parts = answer.split('; ');
  return parts.length === 1 ? { answer } : Object.fromEntries(parts.map((part, i) => [String(i + 1), part]));
};
