/** What becomes of errors, of old buttons, and of a job whose card could not be posted. */
import { describe, expect, it } from 'vitest';
import type { Card } from '../../src/chat/card.ts';
import type { Command, NamedCommand } from '../../src/chat/command.ts';
import { createDispatch } from '../../src/chat/dispatch.ts';
import { option, parseOptions } from '../../src/chat/option.ts';
import type { Input } from '../../src/chat/place.ts';
import type { Lookup } from '../../src/chat/ports.ts';
import { UserError } from '../../src/i18n/user-error.ts';

const person = { id: 'test:kim', name: 'kim', teacher: false };
const place = { platform: 'test', channel: 'c' };
const posted = { ...place, message: 'm' };
const card: Card = { title: 'done', blocks: [] };

function setUp(run: Command<object>['run'], who?: 'teacher', set = () => {}) {
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
    choicesAt: () => undefined,
    people: { seen: ({ name }) => people.push(name) },
    classroomOf: ({ platform, channel }) => `${platform}:${channel}`,
    settings: { get: () => undefined, set },
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

it('says the sentence also where the button for what was meant cannot be kept', async () => {
  const { send, shown, faults } = setUp(() => ({ card }));
  expect(await send({ text: '/tyr' })).toEqual({ kind: 'mistake' });
  expect(shown[0]?.blocks).toHaveLength(2);
  const full = setUp(
    () => ({ card }),
    undefined,
    () => {
      throw new Error('disk full');
    },
  );
  expect(await full.send({ text: '/tyr' })).toEqual({ kind: 'mistake' });
  expect(sentence(full.shown[0])).toContain('/try');
  expect([full.shown[0]?.blocks.length, full.faults.length, faults.length]).toEqual([1, 1, 0]);
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
    expect(await send(input)).toEqual({ kind: 'mistake', teacher: true });
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

describe('a mistake about an option', () => {
  const command: NamedCommand<object> = {
    name: 'try',
    command: {
      summary: 'help.summary',
      visibility: 'everyone',
      options: {
        count: option.integer({ min: 1, max: 9, default: 2 }),
        mode: option.choice(['a', 'b']),
        picture: option.picture(),
      },
      run(_, { count, picture }) {
        if (picture !== undefined) throw new UserError('picture.heic', {}, 'picture');
        if (count === 3) throw new UserError('quiz.gone', {}, 'nothing');
        return { card: { title: String(count), blocks: [] } };
      },
      actions: {
        again(_, __, values = {}) {
          parseOptions({ mode: option.choice(['a', 'b']) }, values);
          return { card };
        },
      },
    },
  };
  const { dispatch } = createDispatch<object>({
    commands: [command],
    services: {},
    choicesAt: () => undefined,
    classroomOf: ({ platform, channel }) => `${platform}:${channel}`,
    people: { seen: () => {} },
    settings: { get: () => undefined, set: () => {} },
    posts: { ofJob: () => undefined, setPosted: () => {} },
    kinds: {},
    factsOf: () => undefined,
    startJob: () => {},
    now: () => 0,
    logFault: (_, error) => {
      throw error;
    },
  });
  const shown: string[] = [];
  const send = (input: Input, lookup?: Lookup) =>
    dispatch(
      { person, place, localeTag: 'en', input },
      async ({ title }) => {
        shown.push(title);
        return posted;
      },
      lookup,
    );

  it('names it, and says how to ask for it, without what was wrong', async () => {
    const field = { name: 'count', hint: '1 to 9', value: '2', optional: true };
    expect(await send({ text: '/try count:10 mode:a' })).toMatchObject({
      kind: 'mistake',
      option: 'count',
      field,
    });
    expect(await send({ command: 'try', options: { count: 3 } })).toMatchObject({
      option: 'mode',
      field: { name: 'mode', choices: [{ value: 'a' }, { value: 'b' }] },
    });
  });

  it('is over once the option is filled in, whatever was typed', async () => {
    expect(await send({ text: '/try count:10', filled: { mode: 'b', count: '4' } })).toEqual({
      kind: 'answered',
    });
    expect(shown.at(-1)).toBe('4');
  });

  it('has no field where the platform could not take the answer', async () => {
    const readPicture = async () => new Uint8Array();
    const text = '/try mode:a picture:x.heic';
    expect(await send({ text })).toEqual({ kind: 'mistake', option: 'picture' });
    expect(await send({ text }, { readPicture })).toMatchObject({ field: { name: 'picture' } });
  });

  it('names the field of a form', async () => {
    expect(await send({ action: 'try.again:1', values: { mode: 'c' } })).toEqual({
      kind: 'mistake',
      option: 'mode',
    });
  });

  it('names nothing that was not asked for', async () => {
    expect(await send({ text: '/try mode:a count:3' })).toEqual({ kind: 'mistake' });
    expect(await send({ action: 'try.again:1' })).toEqual({ kind: 'mistake' });
  });
});
