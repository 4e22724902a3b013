/** People take another name and leave, by themselves. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSqlite } from '../../../src/store/sqlite.ts';
import { placesOf } from '../../privacy/rows.ts';
import { newFolder } from '../../test-app.ts';
import { fakeClock } from '../../time/fake-clock.ts';
import { type Browser, openTestWeb, secretOf, type TestWeb } from './test-web.ts';

const folder = newFolder();
const clock = fakeClock();
let testWeb: TestWeb;
beforeAll(async () => {
  testWeb = await openTestWeb({ clock }, folder);
});
afterAll(() => testWeb.stop());

const rename = (browser: Browser, name: unknown) => browser.post('/api/c/class/name', { name });
const leave = (browser: Browser) => browser.post('/api/c/class/leave');
const people = async (browser: Browser) => (await browser.get('/api/c/class/members')).json;

describe('a new name', () => {
  it('is on old messages, on results and in lists at once, also for pages that were away', async () => {
    const [teacher, kim] = [await testWeb.teacher('Ms Cho'), await testWeb.student('reduced')];
    await kim.say('hello');
    await kim.say('/experiment run fraction:0.1 batch:80 epochs:1 seeds:1');
    await kim.say('/experiment list');
    const { me, revision } = await kim.room();
    const page = await teacher.open(revision);
    expect((await rename(kim, ' Kim  Min ')).json).toMatchObject({ id: me.id, name: 'Kim Min' });
    await page.heard((event) => event.type === 'renamed' && event.person.name === 'Kim Min');
    await page.heard((event) => event.type === 'messages' && JSON.stringify(event).includes('"Kim Min"'));
    const messages = await teacher.messages();
    expect(messages.filter(({ by }) => by?.id === me.id).map(({ by }) => by?.name)).toEqual(
      Array(3).fill('Kim Min'),
    );
    const [table] = (messages.at(-1)?.card?.blocks ?? []).filter((block) => block.type === 'table');
    expect(JSON.stringify(table?.rows)).toContain('"Kim Min"');
    expect(await people(teacher)).toContainEqual(expect.objectContaining({ id: me.id, name: 'Kim Min' }));
    const away = await kim.open(revision);
    expect(away.events).toContainEqual({ type: 'reset' });
    // A word of the results that is somebody's name as well stays.
    const db = openSqlite(join(folder, 'augie.db'));
    db.prepare(`UPDATE messages SET card = ? WHERE id = ?`).run(
      JSON.stringify({
        title: 'R',
        locale: 'en',
        blocks: [{ type: 'table', columns: [{ label: 'Condition' }], rows: [['Kim Min']] }],
      }),
      messages.at(-1)?.id,
    );
    expect((await rename(kim, 'Minji')).status).toBe(200);
    expect(JSON.stringify((await kim.messages()).at(-1)?.card)).toContain('Kim Min');
    db.close();
    for (const { socket } of [page, away]) socket.close();
  });

  it('follows the rules of joining', async () => {
    await testWeb.teacher('Mr Seo');
    const ha = await testWeb.student('Ha');
    await testWeb.student('Yun');
    const wrong: [unknown, number][] = [
      ['Yun', 409],
      ['ｙｕｎ', 409],
      ['Mr. Sеo', 409],
      ['Aug\u0456e', 409],
      ['\u202e \u200b', 400],
      ['x'.repeat(41), 400],
      ['x'.repeat(201), 400],
      [7, 400],
      [null, 400],
    ];
    for (const [name, status] of wrong)
      expect([name, (await rename(ha, name)).status]).toEqual([name, status]);
    expect((await ha.room()).me.name).toBe('Ha');
    expect((await rename(ha, 'HA')).json).toMatchObject({ name: 'HA' });
    expect((await rename(testWeb.browser(), 'Somebody')).status).toBe(401);
    const elsewhere = await testWeb.student('Elsewhere');
    expect((await elsewhere.post('/api/c/other/name', { name: 'x' })).status).toBe(403);
  });

  it('can be taken five times, then once in five minutes; what is refused does not count', async () => {
    const [oh, bae] = [await testWeb.student('Oh'), await testWeb.student('Bae')];
    for (let i = 0; i < 5; i++) {
      expect((await rename(oh, 'Bae')).status).toBe(409);
      expect((await rename(oh, `Oh ${i}`)).status).toBe(200);
    }
    const { status, json } = await rename(oh, 'Oh again');
    expect([status, json.error]).toEqual([429, expect.stringMatching(/five minutes/)]);
    expect((await rename(bae, 'Bae 2')).status).toBe(200);
    clock.advance(300_000);
    expect((await rename(oh, 'Oh again')).status).toBe(200);
  });

  it('leaves nothing of the old one when they delete their data', async () => {
    const jo = await testWeb.student('Unmistakable');
    await jo.say('/experiment list');
    await jo.say('/experiment run fraction:0.1 batch:80 epochs:1 seeds:1');
    await jo.say('/experiment list');
    await rename(jo, 'Jo');
    await jo.press('settings.privacy.confirm:me');
    const db = openSqlite(join(folder, 'augie.db'));
    expect(placesOf(db, 'Unmistakable')).toEqual([]);
    db.close();
  });
});

describe('whoever leaves', () => {
  it('is nobody there from then on; what they said stays, and their name is theirs', async () => {
    const teacher = await testWeb.teacher('Ms Noh');
    const gu = await testWeb.student('Gu');
    await gu.say('a farewell');
    const { me } = await gu.room();
    const page = await gu.open();
    expect((await leave(gu)).status).toBe(200);
    expect(await page.closed()).toBe(4005);
    for (const { status } of [await gu.get('/api/c/class'), await gu.say('x'), await leave(gu)])
      expect(status).toBe(403);
    expect((await gu.get('/api/start')).json.classrooms).toEqual([]);
    expect(await gu.listen().closed()).toBe(4001);
    expect((await teacher.messages()).findLast(({ by }) => by?.id === me.id)).toMatchObject({
      said: 'a farewell',
      by: { name: 'Gu' },
    });
    expect(await people(teacher)).toContainEqual(
      expect.objectContaining({ id: me.id, removed: true, hasLeft: true }),
    );
    const readmit = await teacher.post(`/api/c/class/members/${me.id}/readmit`);
    expect([readmit.status, readmit.json.error]).toEqual([400, expect.stringMatching(/left by themselves/)]);
    const code = testWeb.testApp.app.chat.classrooms.get('class')?.code;
    expect((await gu.post('/api/join', { code, name: 'Gu' })).status).toBe(409);
    expect((await gu.post('/api/join', { code, name: 'Gu 2' })).status).toBe(200);
    expect((await gu.room()).me.id).not.toBe(me.id);
  });

  it('as a teacher does not lock the class out, and comes back as they were', async () => {
    const kang = await testWeb.teacher('Ms Kang');
    const student = await testWeb.student('Left alone');
    const { me } = await kang.room();
    expect((await leave(kang)).status).toBe(200);
    expect((await student.say('still here')).status).toBe(200);
    expect((await kang.get('/api/c/class')).status).toBe(403);
    expect((await kang.get('/api/c/class/members')).status).toBe(200);
    expect((await kang.post('/api/enter/class', { name: 'Ms Kang' })).status).toBe(200);
    expect((await kang.room()).me).toMatchObject({ id: me.id, name: 'Ms Kang', teacher: true });
    // Without the rights of a teacher they come in by the join link, as the same person.
    await leave(kang);
    const moon = await testWeb.teacher('Mr Moon');
    await moon.post('/api/teacher-link');
    const code = testWeb.testApp.app.chat.classrooms.get('class')?.code;
    expect((await kang.post('/api/join', { code, name: 'Ms Kang' })).status).toBe(200);
    expect((await kang.room()).me).toMatchObject({ id: me.id, teacher: false });
    expect(secretOf(testWeb.web)).not.toBe('');
  });
});
