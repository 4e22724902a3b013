/** kill -9 of the server while a class predicts, and while what it predicted is trained: no prediction is lost or counted twice. */
import { expect, it, onTestFinished } from 'vitest';
import { predictionStore } from '../../src/store/predictions.ts';
import { openClass } from '../killed/class.ts';
import { type Browser, untilTaken } from '../platforms/web/test-web.ts';

const PEOPLE = 6;
const RUN = '/experiment run policy:flip fraction:0.1 batch:80 epochs:3 seeds:2 predict:true';

it('goes on with its predictions and its time, and scores each once in its one card', async () => {
  const { teacher, people, read, kill, start, end } = await openClass(PEOPLE, 170);
  onTestFinished(end);
  const press = (browser: Browser, action: string, key: string, values?: Record<string, string>) =>
    untilTaken(() => browser.post('/api/c/class/press', { action, key: `${key}-of-a-test`, values }));

  await teacher.say(RUN);
  const round = () => read((db) => predictionStore(db).round(1));
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
  await expect.poll(async () => (await card()).join()).toMatch(/6 of 6 intervals contain \d/);
  expect(await card()).toHaveLength(1);
  const kept = read((db) => predictionStore(db).all(1)).map(({ high }) => high);
  expect(kept.sort()).toEqual(people.map((_, i) => (90 + i) / 100));
});
