/** A quiz as a class plays it: asked, answered, closed, revealed, scored; time, votes and what only one person sees. */
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { quizSchema } from '../../src/quiz/content/quiz.ts';
import { quizStore } from '../../src/store/quiz.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import type { plainText } from '../test-app.ts';
import { useTestApp } from '../use-test-app.ts';

const quiz = quizSchema.parse({
  title: { en: 'Small', ko: '작은 퀴즈', de: 'Klein' },
  about: 'For a test',
  items: [
    {
      id: 'turn',
      kind: 'blanks',
      ask: { en: 'At most a quarter turn?', ko: '최대 4분의 1 바퀴?', de: 'Höchstens eine Vierteldrehung?' },
      language: 'policy',
      code: 'rotate({[factor]})@{[share]}',
      effect: {},
      blanks: {
        factor: {
          accept: ['0.25'],
          effect: true,
          wrong: [{ is: '90', why: 'It is a share of a full turn.' }],
        },
        share: { accept: ['0.5'], effect: true },
      },
      why: 'A full turn is 1.',
    },
    {
      id: 'arm',
      kind: 'choice',
      ask: 'Which arm takes more steps?',
      options: [{ text: 'full', right: true }, { text: 'reduced' }, { text: 'augmented' }],
    },
    { id: 'count', kind: 'number', ask: 'How many of 60,000 are 80 %?', answer: { number: { is: 48000 } } },
  ],
});

const testApp = useTestApp();
const teacher = { name: 'kim', teacher: true };
let place = 0;
/** A channel of its own for each test. */
function channel(): string {
  const name = `room-${++place}`;
  const db = openSqlite(join(testApp.folder, 'augie.db'));
  quizStore(db).save(`test:${name}`, 'small', '', quiz, 0);
  db.close();
  return name;
}

beforeAll(() => undefined);

const starting = async (more = 'time:0') => {
  const room = channel();
  const started = await testApp.say(`/quiz start small ${more}`, { ...teacher, channel: room });
  const as = (name: string, text: string, locale?: string) =>
    testApp.say(text, { name, channel: room, teacher: name === 'kim', ...(locale && { locale }) });
  return { started, as, room };
};

it('asks, takes answers in private, and reveals in the same card', async () => {
  const { started, as } = await starting();
  expect(started.text()).toContain('At most a quarter turn?');
  expect(JSON.stringify(started.card())).toContain('rotate(____[1])@____[2]');
  expect(JSON.stringify(started.card())).not.toMatch(/0\.25|factor|share/);
  const given: [string, string][] = [
    ['a', '0.25; 0.5'],
    ['b', '1/4; .5'],
    ['c', '90; 0.5'],
    ['d', '0.25; 0.4'],
    ['e', '-0.25..0.25; 0.5'],
  ];
  for (const [name, answer] of given) {
    const receipt = await as(name, `/quiz answer ${answer}`);
    expect([name, receipt.outcome.kind, receipt.message.private]).toEqual([name, 'answered', true]);
    expect(receipt.text()).toMatch(/Receipt [0-9A-F]{6}/);
  }
  const revealed = await as('kim', '/quiz reveal');
  expect(revealed.message.private).toBe(true);
  await expect.poll(() => started.text()).toContain('A full turn is 1.');
  expect(started.text()).toMatch(/of 5 got everything right/);
  expect(started.text()).toContain('It is a share of a full turn.');
  const mine = await as('c', `quiz.answer.mine:${idOf(started)}`);
  expect(JSON.stringify(mine.card())).toContain('- 90');
});

it('refuses what is no answer without recording it', async () => {
  const { as } = await starting();
  for (const [answer, sentence] of [
    ['0.25', /2 blanks/],
    ['; ;', /2 blanks/],
    ['abc; 0.5', /./],
  ] as const) {
    const refused = await as('a', `/quiz answer ${answer}`);
    expect([answer, refused.outcome.kind]).toEqual([answer, 'mistake']);
    expect(refused.text()).toMatch(sentence);
  }
  expect((await as('a', '/quiz answer 0.2; 0.5')).text()).toMatch(/You can change it once/);
});

it('lets an answer be changed once, and the same answer be sent again', async () => {
  const { as } = await starting();
  const first = await as('a', '/quiz answer 0.1; 0.5');
  const again = await as('a', '/quiz answer 0.1; 0.5');
  expect(again.text()).toBe(first.text());
  expect((await as('a', '/quiz answer 0.2; 0.5')).text()).toMatch(/was changed.*\n[\s\S]*can't change it/);
  const third = await as('a', '/quiz answer 0.3; 0.5');
  expect([third.outcome.kind, third.text()]).toEqual([
    'mistake',
    expect.stringMatching(/change your answer any more/),
  ]);
});

it('goes through all questions, scores them and ends', async () => {
  const { started, as } = await starting('time:0 item:2');
  await as('a', `quiz.answer.choose:${idOf(started)}.A`);
  await as('b', `quiz.answer.choose:${idOf(started)}.B`);
  expect((await as('kim', '/quiz next')).text()).toMatch(/still open/);
  await as('kim', '/quiz reveal');
  const second = await as('kim', '/quiz next');
  expect(second.text()).toContain('Question 3 of 3');
  await as('a', '/quiz answer 48.000');
  await as('b', '/quiz answer 12');
  await as('kim', `quiz.reveal.now:${idOf(second)}`);
  const end = await as('kim', '/quiz next');
  expect(end.text()).toMatch(/The end · Small/);
  expect((await as('a', '/quiz scores')).text()).toContain('You have 2 of 2 points.');
  expect((await as('b', '/quiz scores')).text()).toContain('You have 0 of 2 points.');
  const board = await as('kim', '/quiz scores');
  expect(board.text()).toContain('1 | a | 2');
  expect((await as('kim', '/quiz next')).outcome.kind).toBe('mistake');
});

it('takes an answer as right after all, and scores everybody anew', async () => {
  const { started, as } = await starting('time:0 item:3');
  await as('a', '/quiz answer 47999');
  await as('kim', '/quiz reveal');
  const check = await as('kim', `quiz.reveal.check:${idOf(started)}`);
  const [, button] = /(quiz\.reveal\.accept:\S+)/.exec(check.text()) ?? [];
  const accepted = await as('kim', button as string);
  expect(accepted.text()).toMatch(/“47999” now counts as right: 1 answer/);
  expect((await as('a', '/quiz scores')).text()).toContain('You have 1 of 1 point.');
  expect((await as('kim', button as string)).outcome.kind).toBe('mistake');
  await expect.poll(() => started.text()).toContain('47999');
});

it('an accepted answer takes a question from what is to be learnt; a missed one stays', async () => {
  const learning = (room: string) => {
    const db = openSqlite(join(testApp.folder, 'augie.db'));
    const items = quizStore(db).learning(`test:${room}`);
    db.close();
    return items.map(({ item }) => item);
  };
  const { started, as, room } = await starting('time:0 item:3');
  for (const name of ['a', 'b', 'c', 'd']) await as(name, '/quiz answer 47999');
  await as('e', '/quiz answer 12');
  await as('kim', '/quiz reveal');
  expect(learning(room)).toEqual(['count']);
  const check = await as('kim', `quiz.reveal.check:${idOf(started)}`);
  const [common, rare] = check.text().match(/quiz\.reveal\.accept:\S+/g) ?? [];
  await as('kim', rare as string);
  expect(learning(room)).toEqual(['count']);
  await as('kim', common as string);
  expect(learning(room)).toEqual([]);
});

it('has no score for whoever was forgotten, and one name for them in the export', async () => {
  const { started, as } = await starting('time:0 item:2');
  for (const name of ['a', 'b', 'gone']) await as(name, `quiz.answer.choose:${idOf(started)}.A`);
  await as('kim', '/quiz reveal');
  const second = await as('kim', '/quiz next');
  for (const name of ['a', 'gone']) await as(name, '/quiz answer 48000');
  await as('kim', `quiz.reveal.now:${idOf(second)}`);
  await as('gone', 'settings.privacy.confirm:me');
  const board = (await as('kim', '/quiz scores')).text();
  expect(board).toContain('1 | a | 2');
  expect(board).toContain('2 | b | 1');
  expect(board).not.toMatch(/somebody|gone/);
  const people = async (as_: string) => {
    const { card } = await as('kim', `/quiz export${as_}`);
    const file = card().blocks.find((block) => block.type === 'file');
    const [header = '', ...rows] = String(file?.content).trim().split('\r\n');
    return rows.map((row) => row.split(',')[header.split(',').indexOf('person')]);
  };
  const named = await people(' people:names');
  expect(named.sort()).toEqual(['', '', 'a', 'a', 'b']);
  const pseudonyms = await people('');
  expect(pseudonyms.filter((name) => name === 'forgotten')).toHaveLength(2);
  expect(new Set(pseudonyms).size).toBe(3);
});

it('ends no session for a start that cannot be', async () => {
  const { started, as } = await starting('time:0 item:2');
  await as('kim', '/quiz reveal');
  expect((await as('kim', '/quiz start small item:9')).outcome.kind).toBe('mistake');
  expect((await as('kim', `quiz.next.now:${idOf(started)}`)).text()).toContain('Question 3 of 3');
});

it('keeps students from what teachers do', async () => {
  const { started, as } = await starting();
  for (const text of ['/quiz next', '/quiz reveal', '/quiz stop', `quiz.reveal.now:${idOf(started)}`]) {
    const refused = await as('a', text);
    expect([text, refused.outcome.kind]).toEqual([text, 'mistake']);
  }
});

it('votes twice with a discussion between', async () => {
  const { started, as } = await starting('time:0 item:2 mode:peer');
  const id = idOf(started);
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  for (const [i, name] of names.entries()) await as(name, `quiz.answer.choose:${id}.${'AABBCA'[i]}`);
  await as('kim', '/quiz reveal');
  expect((await as('a', `quiz.answer.choose:${id}.B`)).outcome.kind).toBe('mistake');
  expect((await as('a', `quiz.answer.choose:${id}.A`)).text()).toMatch(/Receipt/);
  const partner = await as('c', `quiz.answer.partner:${id}`);
  expect(partner.text()).toMatch(/Discuss with [abf]/);
  await as('kim', '/quiz reveal');
  for (const name of names) await as(name, `quiz.answer.choose:${id}.A`);
  await as('kim', '/quiz reveal');
  await expect
    .poll(() => started.text())
    .toMatch(/Right in the first vote: 50%. Right after the discussion: 100%/);
});

it('tells nobody who has answered before they discuss, and in other modes never', async () => {
  for (const more of ['', 'mode:peer']) {
    const { started, as } = await starting(`time:0 item:2 ${more}`);
    const id = idOf(started);
    for (const name of ['anna', 'ben'])
      await as(name, `quiz.answer.choose:${id}.${name === 'anna' ? 'A' : 'B'}`);
    const partner = async () => (await as('anna', `quiz.answer.partner:${id}`)).text();
    expect(await partner()).toMatch(/only between its two votes/);
    await as('kim', '/quiz reveal');
    if (more === '') expect(await partner()).toMatch(/only between its two votes/);
    else expect(await partner()).toMatch(/Discuss with ben/);
    await as('kim', '/quiz stop');
  }
});

function idOf({ card }: { card: () => Parameters<typeof plainText>[0] }): string {
  const [, id] = /quiz\.(?:answer|reveal)\.\w+:(\d+)/.exec(JSON.stringify(card())) ?? [];
  if (id === undefined) throw new Error('no round in the card');
  return id;
}
