/** What becomes of errors, of old buttons, and of a job whose card could not be posted. */
import { expect, it } from 'vitest';
import type { Card } from '../../src/chat/card.ts';
import type { Command, NamedCommand } from '../../src/chat/command.ts';
import { createDispatch } from '../../src/chat/dispatch.ts';
import { UserError } from '../../src/i18n/user-error.ts';

const person = { id: 'test:kim', name: 'kim', teacher: false };
const place = { platform: 'test', channel: 'c' };
const posted = { ...place, message: 'm' };
const card: Card = { title: 'done', blocks: [] };

function setUp(run: Command<object>['run'], who?: 'teacher') {
  const faults: { id: string; error: unknown }[] = [];
  const started: number[] = [];
  const stored: unknown[] = [];
  const people: string[] = [];
  const command: NamedCommand<object> = {
    name: 'try',
    command: {
      summary: 'help.summary',
      visibility: 'everyone',
      ...(who && { who }),
      options: {},
      run,
      actions: { again: run as never },
    },
  };
  const { dispatch } = createDispatch<object>({
    commands: [command],
    services: {},
    people: { seen: ({ name }) => people.push(name) },
    settings: { get: () => undefined, set: () => {} },
    posts: { ofJob: () => undefined, setPosted: (...args) => stored.push(args) },
    kinds: {},
    factsOf: () => undefined,
    startJob: (job) => started.push(job),
    now: () => 0,
    logFault: (id, error) => faults.push({ id, error }),
  });
  const shown: Card[] = [];
  const send = (
    input: { text: string } | { action: string },
    fail = false,
    as: Partial<typeof person> = {},
  ) =>
    dispatch({ person: { ...person, ...as }, place, localeTag: 'de', input }, async (answer) => {
      shown.push(answer);
      if (fail) throw new Error('no network');
      return posted;
    });
  return { send, faults, started, stored, shown, people };
}

const sentence = (answer: Card | undefined) =>
  answer?.blocks[0]?.type === 'text' ? answer.blocks[0].text : '';

it('translates what a person can put right, and logs nothing', async () => {
  const { send, shown, faults } = setUp(() => {
    throw new UserError('experiment.noneYet');
  });
  expect(await send({ text: '/try' })).toEqual({ kind: 'mistake' });
  expect(shown[0]).toMatchObject({ trouble: 'mistake', locale: 'de', title: 'Das hat nicht geklappt' });
  expect(sentence(shown[0])).toContain('noch kein Experiment');
  expect(faults).toEqual([]);
});

it('logs a fault under the id that the person is told, and shows no insides', async () => {
  const { send, shown, faults } = setUp(() => {
    throw new Error('secret detail');
  });
  expect(await send({ text: '/try' })).toEqual({ kind: 'fault' });
  expect(faults).toMatchObject([{ error: { message: 'secret detail' } }]);
  expect(sentence(shown[0])).toContain(faults[0]?.id);
  expect(sentence(shown[0])).not.toContain('secret');
});

it('answers buttons, and says so when one is from another time', async () => {
  const { send, shown } = setUp(() => ({ card }));
  expect(await send({ action: 'try.again:7' })).toEqual({ kind: 'answered' });
  for (const action of ['try.gone:7', 'gone.again:7', 'try.toString:7', 'nonsense', ':']) {
    expect(await send({ action }), action).toEqual({ kind: 'mistake' });
  }
  expect(sentence(shown.at(-1))).toContain('älteren Version');
});

it('leaves what is for teachers to them, buttons included, and reads no options of others', async () => {
  const { send, shown } = setUp(() => ({ card }), 'teacher');
  for (const input of [{ text: '/try' }, { text: '/try wrong:1' }, { action: 'try.again:7' }]) {
    expect(await send(input)).toEqual({ kind: 'mistake' });
    expect(sentence(shown.at(-1))).toContain('nur für Lehrkräfte');
  }
  for (const input of [{ text: '/try' }, { action: 'try.again:7' }])
    expect(await send(input, false, { teacher: true })).toEqual({ kind: 'answered' });
});

it('stores where a card stands before its job starts, and starts the job even if the card did not get through', async () => {
  const { send, started, stored } = setUp(() => ({ card, job: { job: 3, post: 4 } }));
  expect(await send({ text: '/try' })).toEqual({ kind: 'answered', job: 3 });
  expect([stored, started]).toEqual([[[4, posted, 'de']], [3]]);
  await expect(send({ text: '/try' }, true)).rejects.toThrow('no network');
  expect([stored.length, started]).toEqual([1, [3, 3]]);
});

it('keeps of a name what is harmless to show to others', async () => {
  const { send, people } = setUp(({ person }) => ({ card: { title: person.name, blocks: [] } }));
  await send({ text: '/try' }, false, { name: '\u001b[2Jk\u202ei\nm' });
  await send({ text: '/try' }, false, { name: '김'.repeat(100) });
  expect(people).toEqual(['[2Jki m', `${'김'.repeat(39)}…`]);
});
