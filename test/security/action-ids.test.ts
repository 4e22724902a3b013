/** Ids of buttons and forms are short and made by us, whatever names people give: every platform can send them. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Card } from '../../src/chat/card.ts';
import { parseActionId } from '../../src/chat/command.ts';
import { inputId, parseInputId } from '../../src/platforms/discord/custom-id.ts';
import { LIMITS } from '../../src/platforms/discord/limits.ts';
import { quizSchema } from '../../src/quiz/content/quiz.ts';
import { quizStore } from '../../src/store/quiz.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { useTestApp } from '../use-test-app.ts';

const testApp = useTestApp();
const teacher = { name: 'kim', teacher: true };

const idsOf = (card: Card): string[] =>
  card.blocks.flatMap((block) =>
    block.type === 'choices' ? block.choices.map(({ id }) => id) : block.type === 'input' ? [block.id] : [],
  );

function expectShort(ids: readonly string[]): void {
  expect(ids.length).toBeGreaterThan(0);
  for (const id of ids) {
    expect(parseActionId(id)).toBeDefined();
    expect(parseInputId(inputId(id))).toBe(id);
    expect(inputId(id).length).toBeLessThanOrEqual(LIMITS.customId);
  }
}

const SOURCE = 'title: T\nabout: A\nitems:\n  - {id: one, kind: text, ask: Q, answer: {accept: [a]}}\n';

it.each([
  ['my nice quiz', 'my-nice-quiz'],
  ['나의 좋은 퀴즈', '나의-좋은-퀴즈'],
  ['x'.repeat(40), 'x'.repeat(40)],
  ['𝔞'.repeat(40), '𝔞'.repeat(40)],
  ['a\u202e:b/../"c"', 'a-b-c'],
])('of the form for a new quiz, called %s', async (name, called) => {
  const form = await testApp.say(
    `/quiz new name:'${name}'`.replaceAll("'", name.includes('"') ? '' : '"'),
    teacher,
  );
  const ids = idsOf(form.card());
  expectShort(ids);
  const made = await testApp.say(ids[0] ?? '', { ...teacher, values: { source: SOURCE } });
  expect(made.text()).toContain(called);
});

it('of answers to a blank, whatever its author calls it', async () => {
  const name = `b${'x'.repeat(95)}`;
  const blank = (accept: string) => ({ accept: [accept], case: undefined });
  // As an older version saved it: such a name is refused now.
  const item = quizSchema.parse({
    title: 'T',
    about: 'A',
    items: [
      {
        id: 'one',
        kind: 'blanks',
        ask: 'Q',
        language: 'text',
        code: '{[b]} {[c]}',
        blanks: { b: blank('x'), c: blank('y') },
      },
    ],
  });
  const old = JSON.parse(JSON.stringify(item).replaceAll('"b"', `"${name}"`).replace('{[b]}', `{[${name}]}`));
  const db = openSqlite(join(testApp.folder, 'augie.db'));
  quizStore(db).save('test:old', 'old', '', old, 0);
  db.close();
  const say = (text: string, name = 'kim') =>
    testApp.say(text, { name, channel: 'old', teacher: name === 'kim' });
  const started = await say('/quiz start old time:0');
  const [round = ''] = /(?<=quiz\.answer\.submit:)\d+/.exec(JSON.stringify(started.card())) ?? [];
  await say('/quiz answer wrong; y', 'lee');
  await say('/quiz reveal');
  const ids = idsOf((await say(`quiz.reveal.check:${round}`)).card());
  expectShort(ids);
  expect((await say(ids[0] ?? '')).text()).toMatch(/wrong/);
  // A button of an older version.
  const [, key] = /\.(\w+)$/.exec(ids[0] ?? '') ?? [];
  expect((await say(`quiz.reveal.accept:${round}.${name}.${key}`)).text()).toMatch(/already/);
});

it('and what is filled into a form is as long as a command may be, on every platform', async () => {
  const [id = ''] = idsOf((await testApp.say('/quiz new', teacher)).card());
  const said = await testApp.say(id, { ...teacher, values: { source: `${SOURCE}# ${'x'.repeat(4000)}` } });
  expect([said.outcome, said.text()]).toEqual([
    { kind: 'mistake', option: 'source' },
    expect.stringContaining('at most 4,000 characters'),
  ]);
});
