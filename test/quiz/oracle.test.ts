/** Trying words to find a key: unrecorded tries reveal nothing about it, and recorded tries are limited. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLibrary } from '../../src/quiz/content/library.ts';
import { type Blank, blankNames, type Item } from '../../src/quiz/content/quiz.ts';
import { resolveItem } from '../../src/quiz/content/resolve.ts';
import { refusalOf } from '../../src/quiz/grade/problems.ts';
import { keyOf } from '../../src/quiz/results/tally.ts';
import { quizStore } from '../../src/store/quiz.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { deleteFolder, newFolder, openTestApp, type TestApp } from '../test-app.ts';
import { ask, type CommandContext } from './channels.ts';
import { item, policy, text } from './items.ts';

const library = createLibrary('data');
const shipped = library.names().flatMap((name) => library.get(name)?.items ?? []);

const blanksOf = (asked: Item): Readonly<Record<string, Blank>> =>
  asked.kind === 'blanks' ? asked.blanks : 'answer' in asked ? { answer: asked.answer } : {};

const withBlanks = (asked: Item, change: (blank: Blank) => Blank): Item => {
  if (asked.kind === 'blanks')
    return {
      ...asked,
      blanks: Object.fromEntries(
        Object.entries(asked.blanks).map(([name, blank]) => [name, change(blank)] as const),
      ),
    };
  return 'answer' in asked ? { ...asked, answer: change(asked.answer) } : asked;
};

/** Figures as letters: no two numbers have the same word. */
const wordOf = (n: number): string =>
  String(1_000_003 * (n + 1)).replace(/\d/g, (figure) => 'nteiravsol'[Number(figure)] as string);

/** Two hundred words, numbers and pieces of policies; keys, what is nearly a key, and what is listed as wrong. */
function candidates(asked: Item): string[] {
  const blanks = Object.values(blanksOf(asked));
  const keys = [
    ...Object.values(keyOf(asked)),
    ...blanks.flatMap(({ accept, number }) => [...accept, ...(number ? [String(number.is)] : [])]),
  ];
  const around = keys.flatMap((key) => [
    key,
    `${key},`,
    `${key}x`,
    key.slice(1),
    `${key}(`,
    key.toUpperCase(),
  ]);
  const listed = blanks.flatMap(({ wrong }) => wrong.flatMap(({ is }) => is ?? []));
  const some = [
    'flip',
    'rotate',
    'spin',
    'flip(',
    '(',
    '0.02..0.1',
    '2..10',
    '0.1)',
    '0,5',
    'A',
    'B A',
    '±1',
  ];
  const more = Array.from({ length: 200 }, (_, n) => (n % 2 ? wordOf(n) : `${n / 40 - 1}`));
  return [...new Set([...around, ...listed, ...some, ...more])].filter((one) => one.trim() !== '');
}

describe('what is not recorded', () => {
  /** Looks the same, and has other keys. */
  const twin = (asked: Item): Item =>
    asked.kind === 'choice'
      ? { ...asked, options: asked.options.map((option) => ({ ...option, right: !option.right })) }
      : withBlanks(asked, (blank) => ({
          ...blank,
          accept: blank.accept.map((_, i) => `twin${i}`),
          ...(blank.number && { number: { ...blank.number, is: 77_777 } }),
        }));

  it.each(shipped.map((one) => [one.id, one] as const))('is the same for other keys: %s', (_, one) => {
    const asked = withBlanks(
      resolveItem(one, () => 0),
      (blank) => ({ ...blank, wrong: [] }),
    );
    const other = twin(asked);
    const names = blankNames(asked);
    const tries = candidates(asked);
    expect(tries.length).toBeGreaterThan(200);
    let refused = 0;
    for (const fill of [() => '', () => 'zzz', () => '0.1', (name: string) => keyOf(asked)[name] ?? ''])
      for (const blank of names)
        for (const tried of tries) {
          const answers = { ...Object.fromEntries(names.map((name) => [name, fill(name)])), [blank]: tried };
          const said = refusalOf(asked, answers);
          expect({ answers, said }).toEqual({ answers, said: refusalOf(other, answers) });
          if (said) refused++;
        }
    expect(refused > 0 || (names.length === 1 && one.kind !== 'choice')).toBe(true);
  });

  it('is not what an author lists as wrong, unless another blank is not answered', () => {
    const listed = { wrong: [{ is: '90', why: 'Degrees.' }] };
    const asked = policy('rotate({[a]}) + shift({[b]})', { a: '0.25', b: '0.1' }, { a: listed });
    const blanksSaid = (a: string, b: string) => [...(refusalOf(asked, { a, b })?.keys() ?? [])];
    expect(blanksSaid('90', '0.1')).toEqual([]);
    expect(blanksSaid('91', '0.1')).toEqual(['a']);
    for (const a of ['90', '91', '0.25', '0.3']) expect(blanksSaid(a, '')).toEqual(['b']);
    for (const a of ['0.25', '0.3']) expect(blanksSaid(a, 'big')).toEqual(['b']);
  });

  it('is nothing in all blanks where one is rightly left empty', () => {
    const either = (empty: 'a' | 'b') =>
      item({
        kind: 'blanks',
        language: 'python',
        code: 'f({[a]}, {[b]})',
        blanks: { a: { accept: ['1'] }, b: { accept: ['2'] }, [empty]: { empty: true } },
      });
    for (const empty of ['a', 'b'] as const) expect(refusalOf(either(empty), {})).toBeUndefined();
  });
});

describe('somebody who tries two hundred words', () => {
  const folder = newFolder();
  let testApp: TestApp & { readonly folder: string };
  const open = async () => {
    testApp = { ...(await openTestApp(folder)), folder };
  };
  beforeAll(open);
  afterAll(async () => {
    await testApp.stop();
    deleteFolder(folder);
  });

  /** With the numbers that were drawn. */
  function askedItem({ round }: CommandContext): Item {
    const db = openSqlite(join(folder, 'augie.db'), { readonly: true });
    const found = quizStore(db).round(Number(round))?.item;
    db.close();
    return found as Item;
  }

  /** Sends a form; what was said without the title. */
  async function submit(asked: CommandContext, found: Item, answers: Readonly<Record<string, string>>) {
    const names = blankNames(found);
    const values = Object.fromEntries(
      names.map((name, i) => [names.length === 1 ? 'answer' : `${i + 1}`, answers[name] ?? '']),
    );
    const said = await asked.as('a', `quiz.answer.submit:${asked.round}`, values);
    return { kept: said.outcome.kind === 'answered', text: said.text() };
  }

  const kindOf = (one: Item) =>
    one.kind === 'blanks' ? `${one.language} with ${blankNames(one).length} blanks` : one.kind;
  const kinds = new Map<string, Item>();
  for (const one of shipped) if (!kinds.has(kindOf(one))) kinds.set(kindOf(one), one);
  const words = item({
    kind: 'blanks',
    language: 'text',
    code: '{[a]} and {[b]}',
    blanks: { a: { accept: ['overfitting'] }, b: { accept: ['augmentation'] } },
  });

  it.each([...kinds, ['two words', words] as const, ['one word', text(['augmentation'])] as const])(
    'learns nothing beside empty blanks, and has few answers: %s',
    async (_, one) => {
      const asked = await ask(testApp, one);
      const found = askedItem(asked);
      const names = blankNames(found);
      const tries = candidates(found);
      if (names.length > 1)
        for (const blank of names) {
          const said = new Map<boolean, Set<string>>();
          for (const tried of tries) {
            const { kept, text } = await submit(asked, found, { [blank]: tried });
            expect([tried, kept]).toEqual([tried, false]);
            const isNumber = Number.isFinite(Number(tried));
            said.set(isNumber, (said.get(isNumber) ?? new Set()).add(text));
          }
          expect([...said.values()].map(({ size }) => size)).toEqual([1, 1]);
        }

      let kept = 0;
      let nearly = 0;
      // Those that tell most come first.
      const slips = Object.values(keyOf(found)).flatMap((key) => [`${key}x`, key.slice(1), `x${key}`, key]);
      for (const tried of new Set([...slips, ...tries])) {
        const said = await submit(asked, found, Object.fromEntries(names.map((name) => [name, tried])));
        if (said.kept) kept++;
        if (/nearly/i.test(said.text)) nearly++;
      }
      expect(kept).toBeGreaterThanOrEqual(one.kind === 'order' ? 1 : 2);
      expect(kept).toBeLessThanOrEqual(4);
      expect(nearly).toBeLessThanOrEqual(2);
      if (one === words) expect([kept, nearly]).toEqual([4, 2]);
    },
  );

  it('may correct a typo and still change the answer once, and is told so', async () => {
    const asked = await ask(testApp, text(['augmentation']));
    const found = askedItem(asked);
    const say = async (answer: string) => (await submit(asked, found, { answer })).text;
    const typo = await say('augmentatoin');
    expect(typo).toMatch(
      /Your answer counts:\naugmentatoin\nNearly: check your spelling\.\nCorrect it.*\nYou can change it 2 times/,
    );
    expect(await say('augmentatoin')).toBe(typo);
    expect(await say('augmentation')).toMatch(/^(?![\s\S]*Nearly)[\s\S]*You can change it once/);
    expect(await say('something else')).toMatch(/can't change it any more/);
    expect(await say('augmentation')).toMatch(/can't change your answer any more/);
  });

  it('is told "nearly" no more often after a restart; in the second vote of mode peer, as often again', async () => {
    const asked = await ask(testApp, text(['augmentation']), 'mode:peer');
    const found = askedItem(asked);
    const isNearly = async (answer: string) => /Nearly/.test((await submit(asked, found, { answer })).text);
    expect(await isNearly('augmentatio')).toBe(true);
    expect(await isNearly('augmentaton')).toBe(true);
    await testApp.stop();
    await open();
    const again: CommandContext = {
      ...asked,
      as: (name, text, values) =>
        testApp.say(text, { name, channel: asked.room, teacher: name === 'kim', ...(values && { values }) }),
    };
    const later = async (answer: string) => (await submit(again, found, { answer })).text;
    expect(await later('augmntation')).toMatch(/^(?![\s\S]*Nearly)[\s\S]*Receipt/);
    expect(await later('augmntation')).not.toMatch(/Nearly/);
    expect(await later('augmentation')).toMatch(/can't change it any more/);
    await again.as('kim', '/quiz reveal');
    expect(await later('augmentatio')).not.toMatch(/Nearly/);
    await again.as('kim', '/quiz reveal');
    expect(await later('augmentatio')).toMatch(/Nearly/);
  });
});
