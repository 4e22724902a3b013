/** What is said in a classroom: messages, commands, buttons, live cards, private cards, pictures, history. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Message, PageBlock } from '../../../src/platforms/web/protocol.ts';
import { type Browser, type Listening, openTestWeb, type TestWeb } from './test-web.ts';

let testWeb: TestWeb;
let [kim, lee]: Browser[] = [];
beforeAll(async () => {
  testWeb = await openTestWeb();
  [kim, lee] = [await testWeb.student('kim'), await testWeb.student('lee')];
});
afterAll(() => testWeb.stop());

const block = <T extends PageBlock['type']>(message: Message | undefined, type: T) =>
  message?.card?.blocks.find((one): one is Extract<PageBlock, { type: T }> => one.type === type);
const saying = (text: string) => (event: Listening['events'][number]) =>
  event.type === 'messages' && event.messages.some(({ said }) => said === text);
const newest = async (browser: Browser) => (await browser.messages()).at(-1) as Message;

describe('a message', () => {
  it('reaches every open page once', async () => {
    const pages = [await kim!.open(), await lee!.open()];
    await kim!.say('  <b>hello</b>\nyou  ');
    for (const page of pages) {
      await page.heard(saying('<b>hello</b>\nyou'));
      expect(page.messages().filter(({ said }) => said?.includes('hello'))).toMatchObject([
        { by: { name: 'kim' }, private: false },
      ]);
      page.socket.close();
    }
  });

  it('has one effect, however often it is sent with its key', async () => {
    const key = 'the-same-key';
    await Promise.all([1, 2, 3].map(() => kim!.say('once', { key })));
    await kim!.say('once', { key });
    expect((await kim!.messages()).filter(({ said }) => said === 'once')).toHaveLength(1);
    // Another person's key is another key.
    await lee!.say('once', { key });
    expect((await kim!.messages()).filter(({ said }) => said === 'once')).toHaveLength(2);
  });

  it.each([
    ['', /nothing to send/],
    [' \u200b\u202e ', /nothing to send/],
    ['x'.repeat(4001), /4,000 characters/],
  ])('%# is refused', async (text, error) => {
    const answer = await kim!.say(text);
    expect([answer.status, answer.json.error]).toEqual([400, expect.stringMatching(error)]);
  });
});

describe('a command', () => {
  it('is answered with a card for everybody, below what was typed', async () => {
    const page = await lee!.open();
    await kim!.say('/augment preview label:Bag count:1');
    await page.heard(saying('/augment preview label:Bag count:1'));
    const message = await newest(lee!);
    expect(message).toMatchObject({ by: { name: 'kim' }, private: false, card: { locale: 'en' } });
    const picture = block(message, 'picture');
    expect(picture?.alt).toContain('Bag');
    const shown = await lee!.get(picture?.url ?? '');
    expect(shown.headers.get('content-type')).toBe('image/png');
    const png = Buffer.from(shown.json);
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([picture?.width, picture?.height]);
    page.socket.close();
  });

  it('runs once for its key, also while the first one is being answered', async () => {
    const key = 'a-key-of-a-command';
    await Promise.all([kim!.say('/augment list', { key }), kim!.say('/augment list', { key })]);
    expect((await kim!.messages()).filter(({ said }) => said === '/augment list')).toHaveLength(1);
  });

  it('that is wrong is answered to its asker alone, in every page of theirs', async () => {
    const [mine, mineToo, other] = [await kim!.open(), await kim!.open(), await lee!.open()];
    await kim!.say('/experiment run fraction:2');
    for (const page of [mine, mineToo]) {
      await page.heard(saying('/experiment run fraction:2'));
      expect(page.messages().at(-1)).toMatchObject({
        private: true,
        card: { trouble: 'mistake', locale: 'en' },
      });
    }
    await kim!.say('after it');
    await other.heard(saying('after it'));
    expect(other.messages().filter(({ private: secret }) => secret)).toEqual([]);
    for (const page of [mine, mineToo, other]) page.socket.close();
  });

  it('can bring a picture, which is decoded and not kept', async () => {
    const photo = readFileSync('data/photos/coffee.png');
    const picture = new File([photo], 'my coffee.png', { type: 'image/png' });
    await kim!.say('/augment preview image:"my coffee.png" policy:flip count:1', { picture });
    expect(await newest(kim!)).toMatchObject({ card: { title: expect.stringContaining('Your image') } });
    await kim!.say('/augment preview image:nothing.png policy:flip');
    expect(block(await newest(kim!), 'text')?.text).toMatch(/This command needs an image/);
    const broken = new File([photo.subarray(0, 5000)], 'broken.png', { type: 'image/png' });
    await kim!.say('/augment preview image:broken.png policy:flip', { picture: broken });
    expect(await newest(kim!)).toMatchObject({ private: true, card: { trouble: 'mistake' } });
    const page = new File(['<script>alert(1)</script>'], 'x.png', { type: 'text/html' });
    await kim!.say('/augment preview image:x.png policy:flip', { picture: page });
    expect(await newest(kim!)).toMatchObject({ private: true, card: { trouble: 'mistake' } });
  });

  it('changes the language of the page', async () => {
    const page = await lee!.open();
    await lee!.say('/settings language ko');
    await page.heard((event) => event.type === 'me' && event.me.locale === 'ko');
    expect(await newest(lee!)).toMatchObject({ card: { locale: 'ko' } });
    expect((await lee!.post('/api/c/class/language', { locale: 'en' })).json).toMatchObject({ locale: 'en' });
    expect((await lee!.post('/api/c/class/language', { locale: 'xx' })).status).toBe(400);
    page.socket.close();
  });
});

describe('a question', () => {
  it('is open for everybody until it closes, and its answers are below it', async () => {
    const teacher = await testWeb.teacher();
    const pages = [await kim!.open(), await lee!.open(), await teacher.open()];
    const { json } = await teacher.say('/quiz start splits item:5 time:300');
    const id = json.message as number;
    const asked = async () => (await lee!.room()).asked.at(0);
    expect(await asked()).toMatchObject({ id, card: { open: { answered: 0, of: 2, led: true } } });
    expect((await asked())?.card?.open?.left).toBeLessThanOrEqual(300_000);
    pages[1]?.socket.close();

    const question = (await kim!.messages()).find((message) => message.id === id);
    const option = block(question, 'choices')?.choices.find(({ label }) => label === 'A');
    const answer = await kim!.press(option?.id ?? '', id);
    expect(answer.json).toEqual({ message: expect.any(Number) });
    expect(await newest(kim!)).toMatchObject({
      id: answer.json.message,
      answers: id,
      pressed: 'A',
      private: true,
    });
    // Who had the page open and closed it since is still one of those who are asked.
    await pages[0]?.heard(
      (event) =>
        event.type === 'messages' &&
        event.messages.some(({ card }) => card?.open?.answered === 1 && card.open.of === 2),
    );
    const refused = await kim!.press('quiz.answer.mine:1', id);
    expect(refused.json).toEqual({ message: expect.any(Number), refused: true });
    // Nobody finds out by it what others see.
    expect(await lee!.press(option?.id ?? '', answer.json.message)).toMatchObject({ status: 200 });
    expect((await newest(lee!)).answers).toBeUndefined();

    const before = await teacher.messages();
    const key = 'a-key-of-a-reveal';
    for (let times = 0; times < 2; times++)
      expect((await teacher.say('/quiz reveal', { key })).json).toEqual({ message: id });
    expect((await teacher.messages()).map((message) => message.id)).toEqual(
      before.map((message) => message.id),
    );
    const closed = (event: Listening['events'][number]) =>
      event.type === 'messages' && event.messages.some((one) => one.id === id && one.closedAt !== undefined);
    await pages[2]?.heard(closed);
    expect(await asked()).toMatchObject({ id, closedAt: expect.any(Number) });
    expect((await asked())?.card?.open).toBeUndefined();
    await teacher.say('/quiz stop');
    for (const page of pages) page.socket.close();
  });
});

describe('an experiment', () => {
  const question = '/experiment run fraction:0.1 batch:80 epochs:2 seeds:1 policy:flip';

  it('is one message that changes until it is done, for all', async () => {
    const pages = [await kim!.open(), await lee!.open()];
    await kim!.say(question);
    const finished = (event: Listening['events'][number]) =>
      event.type === 'messages' &&
      event.messages.some((message) => message.said === question && !block(message, 'progress'));
    for (const page of pages) {
      await page.heard(finished);
      const versions = page.messages().filter(({ said }) => said === question);
      expect(versions.length).toBeGreaterThan(1);
      expect(new Set(versions.map(({ id }) => id)).size).toBe(1);
      expect(versions.map(({ revision }) => revision)).toEqual(
        versions.map(({ revision }) => revision).sort((a, b) => a - b),
      );
      page.socket.close();
    }
    const message = (await kim!.messages()).find(({ said }) => said === question);
    const picture = block(message, 'picture');
    const [one, two] = await Promise.all([kim!.get(picture?.url ?? ''), lee!.get(picture?.url ?? '')]);
    expect(Buffer.from(one.json).equals(Buffer.from(two.json))).toBe(true);
    expect(block(message, 'table')?.rows).toHaveLength(3);
  });

  it('has buttons, which work for everybody', async () => {
    const message = (await lee!.messages()).find(({ said }) => said === question);
    const numbers = block(message, 'choices')?.choices.find(({ label }) => label === 'Numbers');
    expect((await lee!.press(numbers?.id ?? '')).status).toBe(200);
    expect(await newest(kim!)).toMatchObject({ by: { name: 'lee' }, private: false });
    await lee!.press('experiment.run.gone:1');
    expect(block(await newest(lee!), 'text')?.text).toMatch(/older version of Augie/);
  });

  it('is exported as a file that is never shown as a page', async () => {
    await kim!.say('/experiment export');
    const file = block(await newest(kim!), 'file');
    const { headers, json } = await lee!.get(file?.url ?? '');
    expect(headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''experiment-1.csv");
    expect(headers.get('content-type')).toMatch(/^text\/csv/);
    expect(Buffer.from(json).toString()).toMatch(/^\ufefftrial,arm,seed,/);
  });
});

describe('a post of Augie’s own', () => {
  const place = { platform: 'web', channel: 'class' };
  const card = (title: string) => ({ title, blocks: [] });

  it('is there once for its nonce, however often a killed process tries', async () => {
    const before = (await lee!.messages()).length;
    const posted = await testWeb.web.post(place, card('first'), 'post-99');
    expect(await testWeb.web.post(place, card('again'), 'post-99')).toEqual(posted);
    await testWeb.web.edit(posted, card('edited'));
    await testWeb.web.edit({ ...place, message: '123456' }, card('of a message that is gone'));
    const after = await lee!.messages();
    expect(after).toHaveLength(before + 1);
    expect(after.at(-1)).toMatchObject({ card: { title: 'edited' } });
    expect(after.at(-1)?.by).toBeUndefined();
  });

  it('knows which channels are classrooms', () => {
    expect(['class', 'shell'].map((channel) => testWeb.web.knows?.(channel))).toEqual([true, false]);
  });
});

describe('coming back', () => {
  it('catches up on what was missed, and on nothing else', async () => {
    // Somebody who has said nothing yet: how much one person may say in a time is limited.
    const park = await testWeb.student('park');
    const { revision } = await lee!.room();
    await park.say('one');
    await park.say('two');
    const page = await lee!.open(revision);
    expect(page.messages().map(({ said }) => said)).toEqual(['one', 'two']);
    const again = await lee!.open(revision + 1);
    expect(again.messages().map(({ said }) => said)).toEqual(['two']);
    for (const one of [page, again]) one.socket.close();
  });

  it('fetches everything anew where the database is an older one', async () => {
    const page = await lee!.open(1_000_000);
    expect(page.events[0]).toEqual({ type: 'reset' });
    page.socket.close();
  });

  it('pages through history', async () => {
    const { classrooms, clock } = testWeb.testApp.app.chat;
    const { slug } = classrooms.create({ slug: 'long', title: 'Long', code: 'LONGXX' }, clock.now());
    for (let i = 0; i < 65; i++) classrooms.add({ classroom: slug, said: `message ${i}` }, clock.now());
    const reader = await testWeb.student('reader', slug);
    let page = (await reader.room()) as { messages: readonly Message[]; more: boolean };
    const seen: (string | undefined)[] = [];
    for (;;) {
      seen.unshift(...page.messages.map(({ said }) => said));
      if (!page.more) break;
      page = (await reader.get(`/api/c/${slug}/messages?before=${page.messages[0]?.id}`)).json;
    }
    expect(seen).toEqual(Array.from({ length: 65 }, (_, i) => `message ${i}`));
  });

  it('fetches everything anew where too much was missed', async () => {
    const { classrooms, clock } = testWeb.testApp.app.chat;
    classrooms.create({ slug: 'busy', title: 'Busy', code: 'BUSYXX' }, clock.now());
    const reader = await testWeb.student('reader', 'busy');
    for (let i = 0; i < 201; i++) classrooms.add({ classroom: 'busy', said: `message ${i}` }, clock.now());
    const page = await reader.open(0);
    expect(page.events.map(({ type }) => type)).toEqual(['reset', 'ready']);
    page.socket.close();
  });
});
