/** kill -9 of the server while a class predicts, and while what it predicted is trained: no prediction is lost or counted twice. */
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { predictionStore } from '../../src/store/predictions.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { deleteFolder, newFolder } from '../house.ts';
import { type Browser, createBrowser, untilTaken } from '../platforms/web/school.ts';
import { type Running, server } from '../shell.ts';

const PEOPLE = 6;
const RUN = '/experiment run policy:flip fraction:0.01 batch:480 epochs:3 seeds:2 predict:true';

it('goes on with its predictions and its time, and scores each once in its one card', async () => {
  const data = newFolder();
  let running: Running;
  let port = '0';
  let secret = '';
  async function start(): Promise<void> {
    running = server({ data, env: { PORT: port, AUGIE_LOG_LEVEL: 'silent' }, seconds: 170 });
    await running.printed(/#teach=\S+/);
    [, port = '', secret = ''] = /:(\d+)\/#teach=(\S+)/.exec(running.out()) ?? [];
  }
  async function kill(): Promise<void> {
    running.process.kill('SIGKILL');
    await running.ended;
  }
  onTestFinished(async () => {
    await kill();
    deleteFolder(data);
  });
  const read = <T>(look: (store: ReturnType<typeof predictionStore>) => T): T => {
    const db = openSqlite(join(data, 'var', 'augie.db'), { readonly: true });
    try {
      return look(predictionStore(db));
    } finally {
      db.close();
    }
  };
  await start();
  const url = `http://127.0.0.1:${port}`;
  const teacher = createBrowser(url);
  await teacher.post('/api/teach', { secret });
  await teacher.post('/api/enter/class', { name: 'Teacher' });
  const { code } = (await teacher.get('/api/c/class/invitation')).json;
  const people: Browser[] = [];
  for (let i = 0; i < PEOPLE; i++) {
    const browser = createBrowser(url);
    await browser.post('/api/join', { code, name: `Student ${i}` });
    people.push(browser);
  }
  const press = (browser: Browser, action: string, key: string, values?: Record<string, string>) =>
    untilTaken(() => browser.post('/api/c/class/press', { action, key: `${key}-of-a-test`, values }));

  await teacher.say(RUN);
  const round = () => read((store) => store.round(1));
  const before = round()?.left ?? 0;
  expect(before).toBeGreaterThan(0);
  const predicting = people.map((browser, i) =>
    press(browser, 'experiment.predict.submit:1', `predict-${i}`, {
      arm: 'augmented',
      low: '0',
      high: String(90 + i),
    }),
  );
  // Some have been counted, others not.
  await Promise.race(predicting);
  await kill();
  const left = round()?.left ?? 0;
  await start();
  await Promise.all(predicting);
  expect(left).toBeGreaterThan(before - 30_000);
  expect(round()?.left).toBeLessThanOrEqual(left);

  await press(teacher, 'experiment.predict.begin:1', 'begin');
  const card = async () =>
    (await teacher.messages())
      .map(({ card: shown }) => JSON.stringify(shown ?? null))
      .filter((shown) => /experiment\.(predict|run)\.\w+:1"/.test(shown));
  await expect.poll(async () => (await card()).join()).toMatch(/experiment\.run\.cancel:1/);
  await kill();
  await start();
  await expect.poll(async () => (await card()).join()).toMatch(/6 of 6 intervals held \d/);
  expect(await card()).toHaveLength(1);
  const kept = read((store) => store.all(1)).map(({ high }) => high);
  expect(kept.sort()).toEqual(people.map((_, i) => (90 + i) / 100));
});
