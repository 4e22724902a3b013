/** Each reader of a classroom gets every card in their own language, and every image on the paper of their page. */
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { papers } from '../../../src/images/theme.ts';
import { WEB } from '../../../src/platforms/web/classrooms.ts';
import { mayPress } from '../../../src/platforms/web/page/card/may-press.ts';
import type { Message, PageBlock } from '../../../src/platforms/web/protocol.ts';
import { type Browser, openTestWeb, secretOf, type TestWeb } from './test-web.ts';

async function withClass(
  use: (all: { testWeb: TestWeb; teacher: Browser; kim: Browser; lea: Browser }) => Promise<void>,
  env: Record<string, string> = {},
): Promise<void> {
  const testWeb = await openTestWeb({}, undefined, env);
  try {
    const teacher = await testWeb.teacher();
    const kim = await testWeb.student('kim', 'class', 'ko');
    const lea = await testWeb.student('lea', 'class', 'de');
    await use({ testWeb, teacher, kim, lea });
  } finally {
    await testWeb.stop();
  }
}

const newest = async (browser: Browser): Promise<Message> => (await browser.messages()).at(-1) as Message;
const wordsOf = ({ card }: Message): string => JSON.stringify(card?.blocks);
const picturesOf = ({ card }: Message) =>
  card!.blocks.filter((block): block is Extract<PageBlock, { type: 'picture' }> => block.type === 'picture');
const hasHangul = (text: string) => /\p{Script=Hangul}/u.test(text);

it('asks the question of a quiz in three languages at once, also while it changes', () =>
  withClass(async ({ teacher, kim, lea }) => {
    const page = await kim.open();
    await teacher.say('/quiz start');
    const [asked, fragt] = [await newest(teacher), await newest(lea)];
    const heard = await page.heard(
      (event) => event.type === 'messages' && event.messages.some(({ id }) => id === asked.id),
    );
    const [gefragt] = heard.type === 'messages' ? heard.messages : [];
    expect([asked, gefragt, fragt].map((one) => one?.card?.locale)).toEqual(['en', 'ko', 'de']);
    expect(new Set([asked, gefragt, fragt].map((one) => wordsOf(one!))).size).toBe(3);
    expect(hasHangul(wordsOf(gefragt!))).toBe(true);
    expect(wordsOf(fragt)).toContain('Lösung zeigen');
    expect(hasHangul(wordsOf(fragt))).toBe(false);
    // The same buttons, whatever is on them.
    const ids = (message: Message) => [...wordsOf(message).matchAll(/"id":"([^"]+)"/g)].map(([, id]) => id);
    expect(ids(gefragt!)).toEqual(ids(asked));
    await teacher.say('/quiz reveal');
    const revealed = await page.heard(
      (event) =>
        event.type === 'messages' &&
        event.messages.some((one) => one.id === asked.id && wordsOf(one).includes('quiz.next')),
    );
    expect(hasHangul(JSON.stringify(revealed))).toBe(true);
    page.socket.close();
  }));

it('writes on images in the language of who looks, on the paper of their page', () =>
  withClass(async ({ testWeb, teacher, kim, lea }) => {
    await teacher.say('/augment preview policy:shift(0.1)@0.5');
    const [mine, theirs] = [picturesOf(await newest(teacher))[0]!, picturesOf(await newest(kim))[0]!];
    expect(hasHangul(theirs.alt)).toBe(true);
    const read = async (browser: Browser, url: string) => {
      const { json } = await browser.get(url);
      const { width, height } = await sharp(json).metadata();
      const corner = await sharp(json).extract({ left: 0, top: 0, width: 1, height: 1 }).raw().toBuffer();
      return { png: Buffer.from(json), width, height, paper: `#${corner.subarray(0, 3).toString('hex')}` };
    };
    const [light, dark, korean] = [
      await read(teacher, mine.url),
      await read(teacher, `${mine.url}&theme=dark`),
      await read(kim, theirs.url),
    ];
    expect([light.paper, dark.paper, korean.paper]).toEqual([
      papers.light.background,
      papers.dark.background,
      papers.light.background,
    ]);
    expect(korean.png.equals(light.png)).toBe(false);
    expect(korean).toMatchObject({ width: theirs.width, height: theirs.height });
    expect(light).toMatchObject({ width: mine.width, height: mine.height });
    // The same question by somebody else of another language is the same image.
    await lea.say('/augment preview policy:shift(0.1)@0.5');
    expect((await read(kim, picturesOf(await newest(kim))[0]!.url)).png.equals(korean.png)).toBe(true);
    // Three languages take little more room than one, as their pixels are kept once.
    const { classrooms } = testWeb.testApp.app.chat;
    expect(classrooms.bytes('class') / 2).toBeLessThan(40_000);
  }));

it('brings everything again in another language as soon as somebody chooses it', () =>
  withClass(async ({ teacher, kim }) => {
    await teacher.say('/experiment list');
    await kim.say('/experiment run fraction:2');
    const before = await kim.messages();
    expect(before.map(({ card }) => card?.locale)).toEqual(['ko', 'ko']);
    const page = await kim.open((await kim.room()).revision);
    await kim.post('/api/c/class/language', { locale: 'de' });
    await page.heard(({ type }) => type === 'reset');
    const after = await kim.messages();
    expect(after.map(({ card }) => card?.locale)).toEqual(['de', 'de']);
    expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    expect(after.map(wordsOf).some(hasHangul)).toBe(false);
    await teacher.say('/experiment list');
    await page.heard((event) => event.type === 'messages');
    expect(page.messages().at(-1)?.card?.locale).toBe('de');
    page.socket.close();
  }));

it('says what somebody is told alone in whatever language they read later', () =>
  withClass(async ({ testWeb, kim }) => {
    await kim.say('hello');
    const { id } = (await kim.room()).me;
    await testWeb.web.tell!({ platform: WEB, channel: 'class' }, id, {
      title: 'one',
      locale: 'en',
      blocks: [],
      inLanguage: async (locale) => ({ title: `in ${locale}`, locale, blocks: [] }),
    });
    expect((await newest(kim)).card?.title).toBe('in ko');
  }));

/** The actions of a message that its reader sees, without the numbers. */
async function seenBy(browser: Browser, like: (message: Message) => boolean): Promise<string[]> {
  const { me, messages } = await browser.room();
  const { card, by } = messages.findLast(like)!;
  const reader = { teacher: me.teacher, asker: by?.id === me.id };
  return card!.blocks
    .flatMap((block) => (block.type === 'choices' ? block.choices : []))
    .filter((choice) => mayPress(choice, reader))
    .map(({ id }) => id);
}

it('shows to each only the buttons that they may press', () =>
  withClass(
    async ({ testWeb, teacher, kim, lea }) => {
      const saying = (part: string) => (message: Message) => message.said?.includes(part) ?? false;
      const all = async (like: (message: Message) => boolean) =>
        Promise.all([teacher, kim, lea].map((browser) => seenBy(browser, like)));

      await kim.say('/experiment run fraction:0.1 batch:80 epochs:300 seeds:30');
      const [ofTeacher, ofKim, ofLea] = await all(saying('epochs:300'));
      expect(ofTeacher).toEqual([]);
      expect(ofKim!.map((id) => id.split(':')[0])).toContain('experiment.run.confirm');
      expect(ofLea).toEqual([]);

      await kim.say('/experiment run fraction:0.1 batch:80 epochs:2 seeds:1 predict:true');
      const begin = (ids: readonly string[]) => ids.filter((id) => /begin|cancel/.test(id)).length;
      expect((await all(saying('predict:true'))).map(begin)).toEqual([2, 2, 0]);

      await teacher.say('/quiz start');
      await teacher.say('/quiz reveal');
      const [leads, , answers] = await all(saying('/quiz start'));
      expect(leads!.some((id) => id.startsWith('quiz.next.now'))).toBe(true);
      expect(answers!.filter((id) => !id.startsWith('quiz.answer.'))).toEqual([]);

      // Nothing that a student sees is for teachers, and nothing that she does not see is hers.
      for (const like of [saying('epochs:300'), saying('predict:true'), saying('/quiz start')]) {
        for (const id of (await all(like)).at(-1)!) {
          const said = await pressed(lea, id);
          expect(said, id).not.toMatch(/Lehrkraft|gehört|gestartet oder verworfen/);
        }
      }
      expect(await pressed(lea, leads!.find((id) => id.startsWith('quiz.next.now'))!)).toContain('Lehrkraft');

      // Who becomes a teacher sees all of it at once.
      await lea.post('/api/teach', { secret: secretOf(testWeb.web) });
      expect(await seenBy(lea, saying('/quiz start'))).toEqual(leads);
    },
    { AUGIE_CONFIRM_MINUTES: '1' },
  ));

/** Presses a button; resolves with what the newest message says then. */
async function pressed(browser: Browser, id: string): Promise<string> {
  await browser.press(id);
  return wordsOf(await newest(browser));
}
