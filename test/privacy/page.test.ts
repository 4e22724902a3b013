/** Forgetting on the running page: who asked is out and nowhere to be found; the others see what is left of it. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Db, openSqlite } from '../../src/store/sqlite.ts';
import { type Browser, openTestWeb, type TestWeb } from '../platforms/web/test-web.ts';
import { newFolder } from '../test-app.ts';
import { placesOf } from './rows.ts';

const NAME = 'Hildegard';

const folder = newFolder();
let testWeb: TestWeb;
let db: Db;
let [hildegard, lee]: Browser[] = [];
beforeAll(async () => {
  testWeb = await openTestWeb({}, folder);
  db = openSqlite(join(folder, 'augie.db'));
  [hildegard, lee] = [await testWeb.student(NAME), await testWeb.student('lee')];
});
afterAll(async () => {
  db.close();
  await testWeb.stop();
});

it('counts what is kept, and gives it as a file that only its owner can fetch', async () => {
  await hildegard!.say('hello, it is me');
  await hildegard!.say('/augment list');
  await hildegard!.say('/settings privacy');
  const shown = (await hildegard!.messages()).at(-1);
  expect(shown?.private).toBe(true);
  expect(JSON.stringify(shown?.card)).toContain(`"value":"${NAME}"`);
  expect((await lee!.messages()).map(({ said }) => said)).not.toContain('/settings privacy');

  await hildegard!.press('settings.privacy.export:me');
  const file = (await hildegard!.messages()).at(-1)?.card?.blocks.find(({ type }) => type === 'file');
  if (file?.type !== 'file') throw new Error('no file');
  const { json } = await hildegard!.get(file.url);
  expect(json).toMatchObject({
    person: { name: NAME },
    classrooms: [{ name: 'class' }],
    messages: [{ said: 'hello, it is me' }, { said: '/augment list' }, { said: '/settings privacy' }],
  });
  expect((await lee!.get(file.url)).status).toBe(404);
});

it('forgets: the page is closed, the name is nowhere, and the others fetch the classroom anew', async () => {
  const [hers, theirs] = [await hildegard!.open(), await lee!.open()];
  expect((await hildegard!.press('settings.privacy.forget:me')).status).toBe(200);
  expect(placesOf(db, NAME)).not.toEqual([]);
  const { revision } = await lee!.room();
  expect((await hildegard!.press('settings.privacy.confirm:me')).status).toBe(200);
  await hers.closed();
  await theirs.heard(({ type }) => type === 'reset');
  theirs.socket.close();
  expect(placesOf(db, NAME, NAME.toLowerCase(), 'web:1')).toEqual([]);
  expect((await hildegard!.get('/api/c/class')).status).toBe(403);

  const left = await lee!.messages();
  expect(left.map(({ said, by }) => [said, by])).toEqual([[undefined, { id: 'nobody', name: '' }]]);
  expect(left[0]?.card?.title).toBe('Operations');
  // A page that was asleep meanwhile hears of it, too.
  const late = lee!.listen(revision);
  await late.heard(({ type }) => type === 'reset');
  late.socket.close();
});

it('lets her join again as somebody new, also by the same name', async () => {
  const code = testWeb.testApp.app.chat.classrooms.get('class')?.code;
  expect((await hildegard!.post('/api/join', { code, name: NAME })).status).toBe(200);
  expect((await hildegard!.messages()).map(({ by }) => by?.name)).toEqual(['']);
});
