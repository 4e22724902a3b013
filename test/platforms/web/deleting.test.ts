/** Messages are deleted by those who may, for everybody and for good. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Message } from '../../../src/platforms/web/protocol.ts';
import { QUOTAS } from '../../../src/platforms/web/quotas.ts';
import { openSqlite } from '../../../src/store/sqlite.ts';
import { inFiles, placesOf } from '../../privacy/rows.ts';
import { LONG, newFolder } from '../../test-app.ts';
import { type Browser, openTestWeb, type TestWeb } from './test-web.ts';

const folder = newFolder();
let testWeb: TestWeb;
let [teacher, kim, lee]: Browser[] = [];
beforeAll(async () => {
  testWeb = await openTestWeb({ quotas: { ...QUOTAS, person: 100_000 } }, folder);
  [teacher, kim, lee] = [await testWeb.teacher(), await testWeb.student('kim'), await testWeb.student('lee')];
});
afterAll(() => testWeb.stop());

const remove = (browser: Browser, id: unknown, body: unknown = { stop: false }, slug = 'class') =>
  browser.post(`/api/c/${slug}/messages/${id}/delete`, body);
const newest = async (browser: Browser) => (await browser.messages()).at(-1) as Message;
const ids = async (browser: Browser) => (await browser.messages()).map(({ id }) => id);
const statusOf = (id: number) =>
  testWeb.testApp.app.chat.workIn({ platform: 'web', channel: 'class', message: String(id) });

describe('a message', () => {
  it('is deleted by its author: on open pages at once, and nothing of it is left', async () => {
    await kim!.say('/augment preview policy:flip count:1');
    await kim!.say('an embarrassing sentence');
    const [card, { id }] = (await kim!.messages()).slice(-2) as [Message, Message];
    const { revision } = await lee!.room();
    const [page, away] = [await lee!.open(revision), lee!.listen(revision)];
    away.socket.close();
    expect((await remove(kim!, id)).status).toBe(200);
    await page.heard((event) => event.type === 'deleted' && event.message === id);
    expect((await remove(kim!, card.id)).status).toBe(200);
    for (const browser of [kim, lee, teacher]) {
      expect(await ids(browser!)).not.toContain(id);
      expect(await ids(browser!)).not.toContain(card.id);
    }
    const db = openSqlite(join(folder, 'augie.db'));
    expect(placesOf(db, 'an embarrassing sentence')).toEqual([]);
    expect(db.prepare('SELECT count(*) FROM attachments WHERE message = ?').pluck().get(card.id)).toBe(0);
    db.close();
    expect(inFiles(folder, 'an embarrassing sentence')).toEqual([]);
    // A page that was away meanwhile fetches the classroom again.
    const back = lee!.listen(revision);
    await back.heard(({ type }) => type === 'reset');
    for (const { socket } of [page, back]) socket.close();
  });

  it('gives its room back', async () => {
    const park = await testWeb.student('park');
    let tries = 0;
    while ((await park.say('/augment preview policy:noise(0.5)@1 count:6')).status === 200 && tries < 9)
      tries++;
    expect((await park.say('hello')).status).toBe(403);
    const { me } = await park.room();
    const mine = (await park.messages()).filter(({ by }) => by?.id === me.id);
    for (const { id } of mine) await remove(park, id);
    expect((await park.say('hello')).status).toBe(200);
  });

  it('of anybody, and of Augie’s, is deleted by a teacher; one that only its reader sees, by them', async () => {
    await kim!.say('said by kim');
    const { id } = await newest(kim!);
    expect((await remove(teacher!, id)).status).toBe(200);
    await testWeb.web.post(
      { platform: 'web', channel: 'class' },
      { title: 'By itself', blocks: [] },
      undefined,
    );
    const own = await newest(kim!);
    expect((await remove(kim!, own.id)).json.error).toMatch(/not your message/);
    expect((await remove(teacher!, own.id)).status).toBe(200);
    await kim!.say('/settings privacy');
    const secret = await newest(kim!);
    expect(secret.private).toBe(true);
    expect((await remove(teacher!, secret.id)).status).toBe(404);
    expect((await remove(kim!, secret.id)).status).toBe(200);
  });

  it('with a running experiment asks first, then stops it', async () => {
    await kim!.say(LONG);
    const { id } = await newest(kim!);
    const asked = await remove(kim!, id);
    expect([asked.status, asked.json.error]).toEqual([409, expect.stringMatching(/still going on/)]);
    expect(await ids(kim!)).toContain(id);
    expect((await remove(kim!, id, { stop: true })).status).toBe(200);
    await expect.poll(() => statusOf(id)).toBeUndefined();
    await kim!.say('/experiment list');
    expect(JSON.stringify((await newest(kim!)).card)).toContain('cancelled');
    expect(await ids(kim!)).not.toContain(id);
  });

  it('with an open question is not for a student to delete, whoever asked it', async () => {
    await teacher!.say('/quiz start augmentation item:4 time:300');
    const { id } = await newest(teacher!);
    expect((await remove(kim!, id, { stop: true })).status).toBe(403);
    // As if a student had asked it.
    const db = openSqlite(join(folder, 'augie.db'));
    db.prepare('UPDATE messages SET author = ? WHERE id = ?').run((await kim!.room()).me.id, id);
    db.close();
    const refused = await remove(kim!, id, { stop: true });
    expect([refused.status, refused.json.error]).toEqual([403, expect.stringMatching(/still open/)]);
    expect((await remove(teacher!, id)).status).toBe(409);
    expect((await remove(teacher!, id, { stop: true })).status).toBe(200);
    await expect.poll(() => statusOf(id)).toBeUndefined();
    expect(await ids(kim!)).not.toContain(id);
  });
});

it('refuses what is not there, not theirs, in another classroom, or no number, and deletes nothing', async () => {
  const { json: other } = await teacher!.post('/api/classrooms', { title: 'Other' });
  const ahn = await testWeb.student('ahn', other.slug);
  await ahn.say('elsewhere');
  const elsewhere = await newest(ahn);
  await lee!.say('by lee');
  const byLee = await newest(lee!);
  await lee!.say('twice');
  const twice = await newest(lee!);
  expect((await remove(lee!, twice.id)).status).toBe(200);
  const before = [await ids(lee!), (await ahn.messages()).map(({ id }) => id)];

  expect((await remove(lee!, twice.id)).status).toBe(404);
  expect((await remove(teacher!, twice.id)).status).toBe(404);
  expect((await remove(kim!, byLee.id)).status).toBe(403);
  expect((await remove(kim!, elsewhere.id)).status).toBe(404);
  expect((await remove(teacher!, elsewhere.id)).status).toBe(404);
  expect((await remove(kim!, elsewhere.id, { stop: false }, other.slug)).status).toBe(403);
  expect((await remove(testWeb.browser(), byLee.id)).status).toBe(401);
  for (const id of ['0', '-1', '1.5', '1e3', 'NaN', '%27', '9007199254740993', `${byLee.id}x`, '__proto__'])
    expect([id, (await remove(lee!, id)).status]).toEqual([id, 404]);
  for (const body of [{}, { stop: 'yes' }, { stop: null }, [], 'true', null])
    expect([body, (await remove(lee!, byLee.id, body)).status]).toEqual([body, 400]);
  expect(
    (
      await lee!.send(`/api/c/class/messages/${byLee.id}/delete`, '{"stop":false}', {
        origin: 'http://evil.example',
      })
    ).status,
  ).toBe(403);
  expect([await ids(lee!), (await ahn.messages()).map(({ id }) => id)]).toEqual(before);
});
