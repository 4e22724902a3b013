/** The time of a round: it closes by itself, continues after a restart with the remaining time, and does not count downtime. */
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { quizSchema } from '../../../src/quiz/content/quiz.ts';
import { quizStore } from '../../../src/store/quiz.ts';
import { openSqlite } from '../../../src/store/sqlite.ts';
import { deleteFolder, newFolder, openTestApp, type TestApp } from '../../test-app.ts';
import { type FakeClock, fakeClock } from '../../time/fake-clock.ts';

const quiz = quizSchema.parse({
  title: 'Small',
  about: 'For a test',
  items: [{ id: 'count', kind: 'number', ask: 'How many?', answer: { number: { is: 3 } } }],
});
const teacher = { name: 'kim', teacher: true };

async function open(): Promise<{ testApp: TestApp; clock: FakeClock; again: () => Promise<TestApp> }> {
  const data = newFolder();
  const clock = fakeClock();
  let testApp = await openTestApp(data, {}, undefined, clock);
  const db = openSqlite(join(data, 'augie.db'));
  quizStore(db).save('test:class', 'small', '', quiz, 0);
  db.close();
  onTestFinished(async () => {
    await testApp.stop();
    deleteFolder(data);
  });
  return {
    testApp,
    clock,
    async again() {
      testApp = await openTestApp(data, {}, undefined, clock);
      testApp.app.jobs.resume();
      return testApp;
    },
  };
}

/** Lets what is due happen one second after the other, as it would. */
async function pass(clock: FakeClock, seconds: number): Promise<void> {
  for (let i = 0; i < seconds; i++) {
    clock.advance(1000.25);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

it('closes when its time is up, and shows the key in the same card', async () => {
  const { testApp, clock } = await open();
  const started = await testApp.say('/quiz start small time:30', teacher);
  await testApp.say('/quiz answer 3', { name: 'a' });
  await pass(clock, 20);
  expect(started.text()).toContain('1 person has answered');
  expect(started.text()).not.toContain('The answer');
  await pass(clock, 15);
  await expect.poll(() => started.text()).toContain('The answer: 3');
  const late = await testApp.say('/quiz answer 4', { name: 'b' });
  expect([late.outcome.kind, late.text()]).toEqual(['mistake', expect.stringMatching(/closed/)]);
});

it('refuses an answer that comes when the time is up, whatever the card still shows', async () => {
  const { testApp, clock } = await open();
  const started = await testApp.say('/quiz start small time:30', teacher);
  clock.advance(29_999);
  expect((await testApp.say('/quiz answer 3', { name: 'a' })).outcome.kind).toBe('answered');
  clock.advance(2);
  expect((await testApp.say('/quiz answer 3', { name: 'b' })).text()).toMatch(/closed/);
  await expect.poll(() => started.text()).toContain('The answer: 3');
});

it('gives whoever sends the same answer again its receipt, also when the time is up', async () => {
  const { testApp, clock } = await open();
  const started = await testApp.say('/quiz start small time:30', teacher);
  const first = await testApp.say('/quiz answer 3', { name: 'a' });
  const [code] = /Receipt [0-9A-F]{6}/.exec(first.text()) as RegExpExecArray;
  clock.advance(30_001);
  expect((await testApp.say('/quiz answer 3', { name: 'a' })).text()).toContain(code);
  await expect.poll(() => started.text()).toContain('The answer: 3');
  const again = await testApp.say('/quiz answer 3', { name: 'a' });
  expect(again.text()).toContain(code);
  expect(again.text()).not.toContain('You can change it once');
  expect((await testApp.say('/quiz answer 4', { name: 'a' })).text()).toMatch(/closed/);
});

it('goes on with the time that was left, and counts none in which there was no Augie', async () => {
  const { testApp, clock, again } = await open();
  await testApp.say('/quiz start small time:30', teacher);
  await pass(clock, 10);
  await testApp.stop();
  clock.advance(5 * 3_600_000);
  const next = await again();
  await pass(clock, 18);
  expect((await next.say('/quiz answer 3', { name: 'a' })).outcome.kind).toBe('answered');
  await pass(clock, 3);
  expect((await next.say('/quiz answer 3', { name: 'b' })).text()).toMatch(/closed/);
});
