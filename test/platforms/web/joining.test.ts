/** How people come into a classroom: links, codes, names; what a teacher may do about it. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isOpen } from '../../../src/platforms/web/invitation.ts';
import { openSqlite } from '../../../src/store/sqlite.ts';
import { placesOf } from '../../privacy/rows.ts';
import { newFolder } from '../../test-app.ts';
import { openTestWeb, secretOf, type TestWeb } from './test-web.ts';

const folder = newFolder();
let testWeb: TestWeb;
beforeAll(async () => {
  testWeb = await openTestWeb({}, folder);
});
afterAll(() => testWeb.stop());

const code = (slug = 'class') => testWeb.testApp.app.chat.classrooms.get(slug)?.code ?? '';

it('prints where to go', () => {
  expect(testWeb.printed.join('\n')).toMatch(
    /Classroom page: http:\/\/127\.0\.0\.1:\d+\nTeacher link .*: http:\/\/127\.0\.0\.1:\d+\/#teach=[\w-]{32}\nOnly this computer can open the page\./,
  );
});

it.each([
  ['127.0.0.1', undefined, false],
  ['::1', undefined, false],
  ['localhost', undefined, false],
  ['192.168.0.7', undefined, true],
  ['127.0.0.1', 'https://augie.example.org', true],
  ['0.0.0.0', 'http://localhost:3000', false],
])('knows whether others can reach %s, or %s in front of it', (host, publicUrl, open) => {
  expect(isOpen({ host, port: 80, publicUrl })).toBe(open);
});

it('knows that nobody can reach a machine without a network', () => {
  const info = { netmask: '', mac: '', cidr: null, family: 'IPv4' as const };
  const loopback = { ...info, address: '127.0.0.1', internal: true };
  const network = { ...info, address: '192.168.0.7', internal: false };
  const address = { host: '0.0.0.0', port: 80 };
  expect(isOpen(address, { lo: [loopback] })).toBe(false);
  expect(isOpen(address, { lo: [loopback], eth0: [network] })).toBe(true);
});

describe('a student', () => {
  it('joins by a code, however it was copied', async () => {
    const browser = testWeb.browser();
    const typed = ` ${code().slice(0, 3).toLowerCase()}-${code().slice(3)} `;
    expect((await browser.post(`/api/invitation/${encodeURIComponent(typed)}`)).json).toEqual({
      title: 'Class',
      locked: false,
    });
    expect((await browser.get('/api/c/class')).status).toBe(401);
    expect((await browser.post('/api/join', { code: typed, name: ' Kim   Min ' })).json).toEqual({
      slug: 'class',
    });
    expect(await browser.room()).toMatchObject({
      classroom: { slug: 'class', title: 'Class', locked: false },
      me: { name: 'Kim Min', teacher: false },
      messages: [],
      more: false,
    });
    expect((await browser.get('/api/start')).json).toMatchObject({
      teacher: false,
      classrooms: [{ slug: 'class' }],
    });
  });

  it('is the same person when the page is joined twice', async () => {
    const browser = await testWeb.student('Twice');
    const { me } = await browser.room();
    expect((await browser.post('/api/join', { code: code(), name: 'Other' })).status).toBe(200);
    expect((await browser.room()).me).toEqual(me);
  });

  it.each([
    ['Lee', 'Somebody here is already called Lee. Choose another name.'],
    ['ｌｅｅ', 'Somebody here is already called ｌｅｅ. Choose another name.'],
    ['L E E', 'Somebody here is already called L E E. Choose another name.'],
    ['Augie', 'Somebody here is already called Augie. Choose another name.'],
    ['\u202e \u200b', 'A name needs at least one letter or digit. Write yours.'],
    ['x'.repeat(41), 'A name may have at most 40 characters. Shorten it.'],
  ])('cannot be called %j beside Lee', async (name, error) => {
    await testWeb.student('Lee').catch(() => {});
    const answer = await testWeb.browser().post('/api/join', { code: code(), name });
    expect(answer.json).toEqual({ error });
    expect(answer.status).toBeGreaterThanOrEqual(400);
  });

  it('is told in their language', async () => {
    const browser = testWeb.browser();
    const refused = (language: string) =>
      browser.post('/api/join', { code: 'WRONG1', name: 'x' }, { 'accept-language': language });
    expect((await refused('ko')).json.error).toContain('이 코드를 쓰는 교실이 없습니다');
    expect((await refused('fr, de-AT;q=0.5')).json.error).toContain('Kein Klassenraum hat diesen Code');
  });
});

describe('a teacher', () => {
  it('comes by the link, and sees all classrooms', async () => {
    const browser = testWeb.browser();
    expect((await browser.post('/api/teach', { secret: 'x'.repeat(32) })).status).toBe(404);
    expect((await browser.post('/api/teach', { secret: secretOf(testWeb.web) })).json).toMatchObject({
      teacher: true,
    });
    expect((await browser.post('/api/classrooms', { title: 'Klasse Übermut' })).json.slug).toBe(
      'klasse-ubermut',
    );
    expect((await browser.post('/api/classrooms', { title: '1반' })).json.slug).toBe('1');
    expect((await browser.post('/api/classrooms', { title: '봄' })).json.slug).toBe('class-2');
    expect((await browser.post('/api/classrooms', { title: ' ' })).status).toBe(400);
    expect((await browser.get('/api/start')).json.classrooms).toHaveLength(4);
    expect((await browser.get('/api/c/1')).status).toBe(403);
    expect((await browser.post('/api/enter/1', { name: 'Mr Ahn' })).json).toEqual({ slug: '1' });
    expect((await browser.get('/api/c/1')).json.me).toMatchObject({ name: 'Mr Ahn', teacher: true });
  });

  it('locks: nobody new comes in, and those who are in stay', async () => {
    const teacher = await testWeb.teacher('Locker');
    const inside = await testWeb.student('Inside');
    const page = await inside.open();
    expect((await teacher.post('/api/c/class/lock', { locked: true })).json).toMatchObject({ locked: true });
    await page.heard((event) => event.type === 'classroom' && event.classroom.locked);
    const outside = testWeb.browser();
    expect((await outside.post('/api/join', { code: code(), name: 'Outside' })).json.error).toMatch(
      /Nobody new/,
    );
    expect((await inside.say('still here')).status).toBe(200);
    await teacher.post('/api/c/class/lock', { locked: false });
    expect((await outside.post('/api/join', { code: code(), name: 'Outside' })).status).toBe(200);
    page.socket.close();
  });

  it('renames: earlier messages carry the new name', async () => {
    const teacher = await testWeb.teacher('Renamer');
    const student = await testWeb.student('Rude');
    await student.say('hello');
    const page = student.listen();
    const { id } = (await student.room()).me;
    const renamed = await teacher.post(`/api/c/class/members/${id}/rename`, { name: 'Polite' });
    expect(renamed.json.find((member: { id: string }) => member.id === id)).toMatchObject({ name: 'Polite' });
    await page.heard((event) => event.type === 'me' && event.me.name === 'Polite');
    expect((await student.messages()).findLast(({ by }) => by?.id === id)).toMatchObject({
      by: { name: 'Polite' },
    });
    expect((await teacher.post(`/api/c/class/members/${id}/rename`, { name: 'Renamer' })).status).toBe(409);
    page.socket.close();
  });

  it('removes somebody, at once and until let in again', async () => {
    const teacher = await testWeb.teacher('Remover');
    const student = await testWeb.student('Noisy');
    const { id } = (await student.room()).me;
    const page = await student.open();
    await teacher.post(`/api/c/class/members/${id}/remove`);
    expect(await page.closed()).toBe(4001);
    expect((await student.say('again')).status).toBe(403);
    expect((await student.get('/api/start')).json.classrooms).toEqual([]);
    expect((await student.post('/api/join', { code: code(), name: 'Noisy 2' })).json.error).toMatch(
      /removed you/,
    );
    expect(await student.listen().closed()).toBe(4001);
    await teacher.post(`/api/c/class/members/${id}/readmit`);
    expect((await student.say('sorry')).status).toBe(200);
  });

  it('invites with an address and says that it is for this computer only', async () => {
    const teacher = await testWeb.teacher('Host');
    const { json } = await teacher.get('/api/c/class/invitation');
    expect(json).toEqual({ code: code(), urls: [`${testWeb.url}/join/${code()}`], qr: [], open: false });
  });

  it('invites with a code that others can scan, where they can come in', async () => {
    const publicUrl = 'https://augie.example.org';
    const open = await openTestWeb({ publicUrl });
    const teacher = await open.teacher('Host');
    const { json } = await teacher.get('/api/c/class/invitation', { host: 'augie.example.org' });
    expect(json).toMatchObject({ urls: [`${publicUrl}/join/${json.code}`], open: true });
    await open.stop();
    const [first] = json.qr;
    expect(json.qr).toHaveLength(first.length);
    // The three squares by which a camera finds it.
    for (const edge of [first.slice(0, 7), first.slice(-7), json.qr.at(-1).slice(0, 7)])
      expect(edge).toBe('1111111');
  });

  it('makes the teacher link anew: only they stay a teacher', async () => {
    const [first, second] = [await testWeb.teacher('First'), await testWeb.teacher('Second')];
    const old = secretOf(testWeb.web);
    const page = await second.open();
    const { url } = (await first.post('/api/teacher-link')).json;
    expect(url).toBe(testWeb.web.teacherLink());
    await page.heard((event) => event.type === 'me' && !event.me.teacher);
    expect((await second.get('/api/c/class/members')).status).toBe(403);
    expect((await first.get('/api/c/class/members')).status).toBe(200);
    expect((await testWeb.browser().post('/api/teach', { secret: old })).status).toBe(404);
    page.socket.close();
  });

  it('deletes a classroom with all that was said', async () => {
    const teacher = await testWeb.teacher('Deleter');
    const { slug } = (await teacher.post('/api/classrooms', { title: 'Short-lived' })).json;
    const student = await testWeb.student('Gone', slug);
    await student.say('a farewell');
    const page = await student.open();
    const db = openSqlite(join(folder, 'augie.db'));
    expect(placesOf(db, 'a farewell')).toHaveLength(1);
    expect((await teacher.post(`/api/c/${slug}/delete`)).status).toBe(200);
    expect(placesOf(db, 'a farewell')).toEqual([]);
    db.close();
    expect(await page.closed()).toBe(4001);
    expect((await student.get(`/api/c/${slug}`)).status).toBe(403);
  });
});

it('keeps links, names and cookies over a restart', async () => {
  const data = newFolder();
  const before = await openTestWeb({}, data);
  const student = await before.student('Faithful');
  const [secret, { me }] = [secretOf(before.web), await student.room()];
  await before.stop({ keep: true });
  const after = await openTestWeb({}, data);
  expect(secretOf(after.web)).toBe(secret);
  const { json } = await after.browser().get('/api/c/class', { cookie: student.cookie });
  expect(json.me).toEqual(me);
  await after.stop({ keep: true });

  const renewed = await openTestWeb({ newTeacherLink: true }, data);
  expect(secretOf(renewed.web)).not.toBe(secret);
  await renewed.stop();
});
