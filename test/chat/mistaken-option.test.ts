/** A mistake says which option it is about, while it is typed and when it is sent. */
import { expect, it } from 'vitest';
import { useTestApp } from '../use-test-app.ts';

const testApp = useTestApp();

it.each([
  ['/experiment run epochs:0', 'epochs'],
  ['/experiment run policy:flup', 'policy'],
  ['/experiment show 999', 'id'],
  ['/augment preview label:Hut', 'label'],
  ['/quiz start nothing', 'quiz'],
  ['/settings language', 'language'],
  ['/experiment run colour:red', undefined],
])('says which option the problem of %s is about', (line, option) => {
  const found = testApp.app.chat.assist({
    text: line,
    cursor: line.length,
    person: { id: 'test:ghost', name: 'ghost', teacher: true },
    place: { platform: 'test', channel: 'class' },
    locale: 'en',
  });
  expect(found.problem).toBeDefined();
  expect(found.option).toBe(option);
});

it.each([
  ['/experiment run policy:flup', 'policy'],
  ['/experiment run batch:1024 fraction:0.001', 'batch'],
  ['/experiment show 999', 'id'],
  ['/augment preview label:Hut', 'label'],
  ['/augment preview policy:flup', 'policy'],
  ['/quiz start nothing', 'quiz'],
  ['/quiz start item:99', 'item'],
])('and so does the answer to %s', async (line, option) => {
  const { outcome } = await testApp.say(line, { teacher: true });
  expect(outcome).toMatchObject({ kind: 'mistake', option, field: { name: option } });
});
