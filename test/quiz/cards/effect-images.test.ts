/** Questions on what a policy does, in a class whose datasets are others than their author had. */
import { expect, it } from 'vitest';
import { useTestApp } from '../../use-test-app.ts';
import { ask } from '../channels.ts';
import { item } from '../items.ts';

const testApp = useTestApp();

it.each([
  ['a label', { label: 'No such label' }],
  ['a dataset', { dataset: 'no-such-dataset', label: 'Bag' }],
])('are answered and revealed where %s is not there', async (_, effect) => {
  const { as, question, room, round } = await ask(
    testApp,
    item({
      kind: 'blanks',
      language: 'policy',
      code: '{[op]}@1',
      effect,
      blanks: { op: { accept: ['flip'], effect: true } },
    }),
  );
  for (const name of ['ann', 'ben', 'cem', 'dora']) await as(name, '/quiz answer rotate(0.5)');
  await as('eva', '/quiz answer flip@1 + flip@1 + flip');
  await testApp.finish('/quiz reveal', { name: 'kim', teacher: true, channel: room });
  expect(question.text()).toMatch(/rotate\(0\.5\)@1: .*4/);
  expect((await as('ann', `quiz.answer.mine:${round}`)).text()).toContain('0%');
  expect((await as('eva', `quiz.answer.mine:${round}`)).text()).toContain('100%');
});
