/** What people are offered while they fill in an option, in each language. */
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import fc from 'fast-check';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { parsePolicy } from '../../../src/augment/policy.ts';
import { autocompleted as choicesFor, type Filled } from '../../../src/platforms/discord/autocomplete.ts';
import { LIMITS } from '../../../src/platforms/discord/limits.ts';
import { openSqlite } from '../../../src/store/sqlite.ts';
import type { ChannelHandle, Choice, Person } from '../../emulators/discord/index.ts';
import { deleteFolder, newFolder, openTestApp, type TestApp } from '../../test-app.ts';
import { type DiscordServer, openServer } from './server.ts';

const TINY = { fraction: 0.1, batch: 80, epochs: 1, seeds: 1 };
const PLACE = { platform: 'discord', channel: '1' };

let testApp: TestApp;
beforeAll(async () => {
  const folder = newFolder();
  testApp = await openTestApp(folder);
  return async () => {
    await testApp.stop();
    deleteFolder(folder);
  };
});

/** The choices without Discord between. */
function choices(command: string, options: readonly Filled[], locale = 'en'): Choice[] {
  const person = { id: 'discord:1', name: 'Kim', teacher: false };
  return choicesFor(command, options, testApp.app.chat.assist, { person, place: PLACE, locale });
}
const policies = (value: string, locale?: string) =>
  choices('augment preview', [{ name: 'policy', value, focused: true }], locale);

/** Every row of every table. */
function everything(db: Database.Database): unknown {
  const names = db
    .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
    .pluck()
    .all();
  return names.map((name) => [name, db.prepare(`SELECT * FROM "${name}"`).all()]);
}

const isRight = (policy: string): boolean => {
  try {
    parsePolicy(policy);
    return true;
  } catch {
    return false;
  }
};

describe('through Discord', () => {
  const people = ({ teacher, korean, german }: DiscordServer) => [teacher, korean, german];
  const policyOf = (person: Person, channel: ChannelHandle, policy: string) =>
    person.autocomplete(channel, 'augment preview', { policy }, 'policy');

  it('completes policies, labels and experiments of this channel, and stores nothing', async () => {
    const server = await openServer();
    const { channel, guild } = server;
    const db = openSqlite(join(server.data, 'augie.db'));
    onTestFinished(() => void db.close());
    const before = everything(db);
    for (const person of people(server)) {
      expect((await policyOf(person, channel, 'fl'))[0]?.value).toBe('flip');
      expect((await policyOf(person, channel, 'flip + r'))[0]?.value).toMatch(/^flip \+ rotate\(/);
      expect((await policyOf(person, channel, 'flip'))[0]?.value).toBe('flip');
      const labels = await person.autocomplete(channel, 'augment preview', { label: 'b' }, 'label');
      expect(labels.map(({ value }) => value)).toEqual(expect.arrayContaining(['Bag']));
      expect(await person.autocomplete(channel, 'experiment show', {}, 'id')).toEqual([]);
    }
    const [, korean] = await Promise.all(people(server).map((one) => policyOf(one, channel, 'flop')));
    expect(korean?.[0]?.name).toMatch(/flop/);
    expect(everything(db)).toEqual(before);
    expect(channel.messages).toEqual([]);

    await (await server.german.command(channel, 'experiment run', TINY)).until(
      ({ attachments }) => attachments.length >= 2,
    );
    const other = guild.channel({ name: 'class-b' });
    for (const person of people(server)) {
      const ids = await person.autocomplete(channel, 'experiment show', {}, 'id');
      expect(ids.map(({ value }) => value)).toContain('1');
      expect(await person.autocomplete(other, 'experiment show', {}, 'id')).toEqual([]);
      // Sent as they are, they are answered where everybody sees it.
      for (const { value } of ids)
        expect(
          (await (await person.command(channel, 'experiment show', { id: value })).until()).attachments,
        ).toHaveLength(3);
    }
  });
});

describe('a policy', () => {
  it.each(['en', 'ko', 'de'])('begins, goes on and ends as one types (%s)', (locale) => {
    const first = (typed: string) => policies(typed, locale)[0]?.value;
    expect(first('fl')).toBe('flip');
    expect(first('FL')).toMatch(/^flip$/i);
    expect(first('flip + r')).toMatch(/^flip \+ rotate\(.+\)$/);
    for (const finished of ['flip', 'flip + rotate(0.04)', 'rotate(0.04)@0.5', 'flip(vertical)'])
      expect(first(finished)).toBe(finished);
  });

  it('begins with every operation where nothing is typed', () => {
    expect(policies('').map(({ value }) => value)).toEqual(
      expect.arrayContaining(['flip', 'rotate(0.04)', 'saturation(0.3..0.7)']),
    );
  });

  it.each([
    ['en', /no operation “/],
    ['ko', /연산은 없습니다/],
    ['de', /gibt es nicht/],
  ])('that is wrong is said to be, and why (%s)', (locale, why) => {
    const [only, ...more] = policies('flop + xyz', locale);
    expect(only?.name).toMatch(why);
    expect(only?.value).toBe('flop + xyz');
    expect(more).toEqual([]);
  });

  it('that is offered is right, or the beginning of something', () => {
    const typed = [
      '',
      'f',
      'flip',
      'flip ',
      'flip +',
      'flip + r',
      'rotate',
      'rotate(',
      'rotate(0.0',
      'rotate(0.04)',
      'rotate(0.04, ',
      'shift(',
      'crop(0.8',
      'erase@',
    ];
    for (const one of typed)
      for (const { value } of policies(one)) {
        // What is only begun can be completed further.
        if (!isRight(String(value)))
          expect(policies(String(value)).length, `${one} -> ${value}`).toBeGreaterThan(0);
      }
  });
});

it('offers the labels of the dataset', () => {
  const labels = (value: string) =>
    choices('augment preview', [
      { name: 'dataset', value: 'fashion-mnist' },
      { name: 'label', value, focused: true },
    ]).map((one) => one.value);
  expect(labels('')).toEqual(expect.arrayContaining(['Bag', 'Sneaker', 'Trouser']));
  expect(labels('sn')[0]).toBe('Sneaker');
});

it('never fails and answers fast, whatever is typed', () => {
  const typed = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc
      .array(
        fc.constantFrom(
          'flip',
          ' + ',
          'rotate',
          '(',
          ')',
          '0.04',
          ',',
          '@',
          '"',
          '“',
          '\\',
          'fill=',
          '..',
          ' ',
          ':',
          'label:',
          '가',
          '\n',
          '-',
        ),
        { maxLength: 12 },
      )
      .map((parts) => parts.join('')),
    fc
      .constantFrom('x', 'flip + ', '(', '"')
      .chain((part) => fc.integer({ min: 1, max: 1500 }).map((n) => part.repeat(n).slice(0, 6000))),
  );
  const option = fc.constantFrom(
    ['augment preview', 'policy'],
    ['augment preview', 'label'],
    ['experiment run', 'policy'],
    ['experiment show', 'id'],
    ['experiment rename', 'id'],
  );
  const others = fc.dictionary(
    fc.constantFrom('dataset', 'seed', 'count', 'constructor'),
    fc.oneof(typed, fc.integer()),
    { maxKeys: 2 },
  );
  let slowest = 0;
  fc.assert(
    fc.property(
      option,
      typed,
      others,
      fc.constantFrom('en', 'ko', 'de'),
      ([command = '', name = ''], value, given, locale) => {
        const began = performance.now();
        const offered = choices(
          command,
          [
            ...Object.entries(given).map(([key, one]) => ({ name: key, value: one })),
            { name, value, focused: true },
          ],
          locale,
        );
        slowest = Math.max(slowest, performance.now() - began);
        expect(offered.length).toBeLessThanOrEqual(LIMITS.choices);
        for (const { name: shown, value: sent } of offered)
          for (const text of [shown, String(sent)]) {
            expect(text.trim()).not.toBe('');
            expect(text.length).toBeLessThanOrEqual(LIMITS.choice);
          }
      },
    ),
    { numRuns: 500, interruptAfterTimeLimit: 4000 },
  );
  // Discord waits for three seconds.
  expect(slowest).toBeLessThan(1000);
});
