/** Typing help: suggestions at a cursor (written as |), and the same errors as sending. */
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { datasetChoices } from '../../src/app.ts';
import { parsePolicy } from '../../src/augment/policy.ts';
import { type Assistance, createAssist } from '../../src/chat/assist.ts';
import { parseOptions } from '../../src/chat/option.ts';
import { findCommand, isCommand, parseText } from '../../src/chat/text.ts';
import { locales, translate } from '../../src/i18n/i18n.ts';
import { UserError } from '../../src/i18n/user-error.ts';
import { findLabel, labelKind, labelsOf } from '../../src/previews/labels.ts';
import { PHOTOS } from '../../src/previews/photos.ts';
import { HISTORY } from '../../src/quiz/content/catalog.ts';
import { createLibrary } from '../../src/quiz/content/library.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { inputs } from '../bounded.ts';
import { small } from '../datasets/catalogs.ts';
import { TINY } from '../test-app.ts';
import { useTestApp } from '../use-test-app.ts';
import { commands, lines, validLine } from './lines.ts';

const SEED = 20_261_124;
const LINES = inputs(1000, 300);

const testApp = useTestApp();
beforeAll(async () => {
  await testApp.finish(`${TINY} policy:flip`);
  await testApp.finish(`${TINY} policy:noise`);
  await testApp.say('/experiment rename 2 Noise or not');
});

function assist(text: string, cursor: number, locale = 'en', channel = 'class', teacher = true): Assistance {
  const person = { id: 'test:ghost', name: 'ghost', teacher };
  return testApp.app.chat.assist({ text, cursor, person, place: { platform: 'test', channel }, locale });
}

/** At the cursor that is written as |. */
const at = (line: string, locale?: string, channel?: string) =>
  assist(line.replace('|', ''), line.indexOf('|'), locale, channel);

const labels = (found: Assistance) => found.suggestions.map(({ label }) => label);

/** The line and its cursor after accepting the suggestion with this label. */
function taken(line: string, label: string): string {
  const text = line.replace('|', '');
  const found = at(line);
  const insert = found.suggestions.find((one) => one.label === label)?.insert;
  if (insert === undefined) throw new Error(`${label} is not among ${labels(found)}`);
  return `${text.slice(0, found.replace[0])}${insert}|${text.slice(found.replace[1])}`;
}

it('lists as many values as the platform has room for', () => {
  const few = createAssist({
    commands,
    choicesAt: datasetChoices(small),
    classroomOf: () => 'test:class',
    kinds: { label: labelKind(small) },
    factsOf: ({ platform }) =>
      platform === 'small' ? { editEveryMs: 0, editShareOfAge: 0, suggestions: 2, formFields: 0 } : undefined,
  });
  const text = '/augment preview label:';
  const count = (platform: string) =>
    few({
      text,
      cursor: text.length,
      person: { id: 'test:ghost', name: 'ghost', teacher: false },
      place: { platform, channel: 'class' },
      locale: 'en',
    }).suggestions.length;
  expect([count('small'), count('unknown')]).toEqual([2, 10]);
});

describe('what is no command', () => {
  it.each(['|', 'hello |', 'a /experiment run|', '\u200b/help|'])('%j is left alone', (line) => {
    expect(at(line)).toMatchObject({ suggestions: [], unfinished: false });
    expect(at(line)).not.toHaveProperty('problem');
  });
});

describe('the name of a command', () => {
  it('is suggested by its beginning, then by its second word, and each once', () => {
    expect(labels(at('/|'))).toEqual(commands.map(({ name }) => `/${name}`));
    expect(labels(at('／ex|'))).toEqual(
      [
        ...commands.filter(({ name }) => name.startsWith('ex')),
        ...commands.filter(({ name }) => !name.startsWith('ex') && name.split(' ')[1]?.startsWith('ex')),
      ].map(({ name }) => `/${name}`),
    );
    expect(labels(at('/Experiment  R|'))).toEqual(['/experiment rename', '/experiment run']);
    expect(labels(at('/ru|'))).toEqual(['/experiment run']);
    expect(labels(at('/xyzzy|'))).toEqual([]);
  });

  it('is mended where it is misspelt, but not taken for a beginning', () => {
    expect(labels(at('/experimnt run|'))).toEqual(['/experiment run']);
    expect(at('/experimnt run|').unfinished).toBe(false);
    expect(labels(at('/experiment start|'))).toContain('/experiment run');
  });

  it('takes the place of what is typed of it, and leaves the rest', () => {
    expect(taken('/|', '/help')).toBe('/help |');
    expect(taken('/experiment r|', '/experiment run')).toBe('/experiment run |');
    expect(taken('/ex|periment show fraction:0.2', '/experiment run')).toBe('/experiment run |fraction:0.2');
    expect(taken('/ex| fraction:0.2', '/experiment run')).toBe('/experiment run |fraction:0.2');
    expect(taken('\ufeff/ex\u200b|', '/experiment run')).toBe('/experiment run |');
  });

  it('is unfinished until there is a command that can be sent', () => {
    for (const line of [
      '/|',
      '/ex|',
      '/experiment|',
      '/experiment |',
      '/experiment r|',
      '/experiment rename|',
    ])
      expect(at(line).unfinished, line).toBe(true);
    for (const line of ['/help|', '/experiment run|', '/experiment list|'])
      expect(at(line), line).not.toHaveProperty('problem');
  });
});

it('shows what is for teachers to teachers only', () => {
  const asStudent = assist('/settings k', 11, 'en', 'class', false);
  expect(labels(asStudent)).not.toContain('/settings keep');
  expect(labels(at('/settings k|'))).toEqual(['/settings keep']);
  expect(assist('/settings keep', 14, 'de', 'class', false).problem).toBe(
    translate('de')('command.needsTeacher', { name: 'settings keep' }),
  );
});

describe('options', () => {
  it('are those that are left, required ones first', () => {
    expect(labels(at('/experiment run fraction:0.2 policy:flip epochs:3 |'))).toEqual([
      'dataset',
      'model',
      'seeds',
      'first',
      'full',
      'batch',
      'test',
      'predict',
    ]);
    expect(labels(at('/experiment rename id:1 |'))).toEqual(['name']);
    expect(labels(at('/experiment rename |')).slice(-2)).toEqual(['name', 'id']);
    expect(labels(at('/experiment list |'))).toEqual([]);
  });

  it('do not contradict what is given, whoever of the two says so', () => {
    expect(labels(at('/augment preview image:my cat.png |'))).toEqual(['policy', 'count', 'seed']);
    expect(labels(at('/augment preview picture:my cat.png |'))).toEqual(['policy', 'count', 'seed']);
    expect(labels(at('/augment preview i|'))).toEqual(['image']);
    expect(labels(at('/augment preview label:Bag |'))).not.toContain('image');
  });

  it('are found by their beginning, also in the middle of the line', () => {
    expect(taken('/experiment run FR|', 'fraction')).toBe('/experiment run fraction:|');
    expect(taken('/experiment run epochs:3 s|', 'seeds')).toBe('/experiment run epochs:3 seeds:|');
    expect(taken('/experiment run epochs:3 s| model:cnn', 'seeds')).toBe(
      '/experiment run epochs:3 seeds:| model:cnn',
    );
    expect(taken('/experiment run epocs|:3', 'epochs')).toBe('/experiment run epochs:|3');
    expect(taken('/augment preview policy:flip + rotate(0.1) la|', 'label')).toBe(
      '/augment preview policy:flip + rotate(0.1) label:|',
    );
  });

  it('wait until the value before is right', () => {
    expect(labels(at('/experiment run fraction:7 |'))).toEqual([]);
    expect(labels(at('/experiment run foo:1 |'))).toEqual([]);
    expect(labels(at('/augment preview policy:"flip |'))).not.toContain('label');
    expect(labels(at('/augment preview policy:"flip" |'))).toContain('label');
  });

  it('are unfinished where they are begun or still required, and not for a mistake elsewhere', () => {
    expect(at('/experiment run fr|').unfinished).toBe(true);
    expect(at('/experiment run epochs:3 se|').unfinished).toBe(true);
    expect(at('/experiment rename 1 |').unfinished).toBe(true);
    expect(at('/experiment run foo:1 epochs:3 |')).toMatchObject({ unfinished: false });
    expect(at('/experiment run foo:1 epochs:3 |').problem).toContain('foo');
  });
});

describe('values', () => {
  it('of choices and labels begin, or have a word that begins, as what is typed', () => {
    expect(labels(at('/experiment run model:|'))).toEqual(['mlp', 'cnn']);
    expect(taken('/experiment run model:c|', 'cnn')).toBe('/experiment run model:cnn |');
    expect(taken('/experiment run model:"c|"', 'cnn')).toBe('/experiment run model:"cnn|"');
    expect(taken('/experiment run model:c|x epochs:3', 'cnn')).toBe('/experiment run model:cnn| epochs:3');
    expect(labels(at('/experiment run dataset:mnist|'))).toEqual(['fashion-mnist']);
    expect(taken('/augment preview label:ankle b|', 'Ankle boot')).toBe(
      '/augment preview label:Ankle boot |',
    );
    expect(labels(at('/augment preview dataset:photos label:|'))).toEqual(['cat', 'coffee', 'flower']);
  });

  it('go with what is given already', () => {
    expect(labels(at('/augment preview label:Bag dataset:|'))).toEqual(['fashion-mnist']);
    expect(labels(at('/augment preview label:cat dataset:|'))).toEqual(['photos']);
    expect(labels(at('/augment preview label:xyzzy dataset:|'))).toEqual([...small.names, PHOTOS]);
  });

  it('of experiments are those of this channel, newest first', () => {
    expect(labels(at('/experiment show |'))).toEqual(['2', '1', 'latest', 'id']);
    expect(at('/experiment show |').suggestions[0]).toMatchObject({
      detail: 'Noise or not (done)',
      insert: '2 ',
    });
    expect(labels(at('/experiment delete id:|'))).toEqual(['2', '1', 'latest']);
    expect(labels(at('/experiment show id:|', 'en', 'elsewhere'))).toEqual([]);
  });

  it('may stand without their names where the command allows it', () => {
    expect(taken('/settings language |', 'ko')).toBe('/settings language ko |');
    expect(labels(at('/settings language ko |'))).toEqual(['for']);
    expect(labels(at('/settings language i|'))).toEqual([]);
    expect(taken('/experiment show i|', 'id')).toBe('/experiment show id:|');
  });

  it('of policies are completed where the cursor is', () => {
    expect(labels(at('/augment preview policy:|')).slice(0, 2)).toEqual([
      'shift(0.07)@0.2',
      'blur(0.3..0.7)@0.2',
    ]);
    expect(taken('/augment preview policy:fl|', 'flip')).toBe('/augment preview policy:flip|');
    expect(taken('/augment preview policy:"flip + fl|" label:Bag', 'flip')).toBe(
      '/augment preview policy:"flip + flip|" label:Bag',
    );
    expect(taken('/augment preview policy: flip |', '+')).toBe('/augment preview policy: flip + |');
    expect(taken('/augment preview policy: flip |', 'seed')).toBe('/augment preview policy: flip seed:|');
  });

  it('of numbers have a hint instead', () => {
    const sentences = {
      en: 'fraction: Share of the training images that reduced and augmented may see (0.001 to 1, default 0.2)',
      de: '(0,001 bis 1, Standard: 0,2)',
      ko: '(0.001~1, 기본값 0.2)',
    };
    for (const [locale, sentence] of Object.entries(sentences)) {
      const found = at('/experiment run fraction:|', locale);
      expect(found.suggestions).toEqual([]);
      expect(found.hint).toContain(sentence);
    }
  });
});

it('speaks the language of who types', () => {
  for (const locale of locales) {
    const t = translate(locale);
    expect(at('/experiment ru|', locale).suggestions[0]?.detail).toBe(t('experiment.run.summary'));
    expect(at('/experiment run |', locale).hint).toBe(t('experiment.run.summary'));
    expect(at('/experiment run |', locale).suggestions[0]?.detail).toContain(
      t('experiment.run.options.dataset'),
    );
    expect(at('/experiment show id:|', locale).suggestions.at(-1)?.detail).toBe(t('assist.latest'));
    expect(at('/experiment run epochs:0|', locale).problem).toBe(
      t('option.range', { name: 'epochs', given: '0', min: 1, max: 300 }),
    );
  }
});

describe('the problem', () => {
  it.each([
    '/',
    '/experiment',
    '/experimnt run',
    '/experiment run epochs:',
    '/experiment run epochs:3 epochs:4',
    '/experiment run policy:rotat(0.1)',
    '/augment preview label:xyzzy',
    '/augment preview dataset:photos label:Bag',
    '/experiment show 99',
    '/experiment cancel latest name:x',
    '/experiment delete',
  ])('%s: what is answered when it is sent, in every language', async (text) => {
    for (const locale of locales) {
      const said = await testApp.say(text, { locale });
      expect(said.outcome.kind).toBe('mistake');
      expect(said.text()).toContain(`\n${assist(text, text.length, locale).problem}`);
    }
  });

  it('is that there is no experiment yet, where none is named', async () => {
    const said = await testApp.say('/experiment show', { channel: 'elsewhere' });
    expect(said.text()).toContain(at('/experiment show|', 'en', 'elsewhere').problem);
  });
});

const quizzes = [...createLibrary('data').names(), HISTORY];

/** What the declaration of options, the policies, the labels, the experiments and the quizzes of the channel would refuse. */
function mistakeIn(line: string): UserError | undefined {
  try {
    const { found, raw } = parseText(line, commands);
    const { options } = found.command;
    const values: Record<string, unknown> = parseOptions(options, raw);
    for (const [name, { kind }] of Object.entries(options)) {
      const value = values[name];
      if (typeof value !== 'string') continue;
      if (kind === 'policy') parsePolicy(value);
      if (kind === 'label') findLabel(labelsOf(values.dataset as string, small), value);
      if (kind === 'experiment' && !/^(latest|#?0*[12])$/i.test(value.normalize('NFKC')))
        return new UserError('experiment.unknown');
      if (kind === 'quiz' && !quizzes.includes(value.trim().toLowerCase()))
        return new UserError('quiz.unknown');
    }
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

it('answers at every cursor of any line, and has a problem exactly where sending it would be a mistake', () => {
  let right = 0;
  fc.assert(
    fc.property(
      fc.oneof(
        lines,
        validLine.map(({ line }) => line),
      ),
      fc.nat(),
      (line, anywhere) => {
        const mistake = isCommand(line) ? mistakeIn(line) : undefined;
        if (isCommand(line) && !mistake) right++;
        // In long lines, only some cursor positions are tried.
        const step = Math.ceil(line.length / 50);
        for (let cursor = anywhere % Math.max(1, step); cursor <= line.length; cursor += Math.max(1, step)) {
          const found = assist(line, cursor);
          if ((found.problem === undefined) !== (mistake === undefined))
            throw new Error(`${found.problem} but ${mistake?.key}`);
          const [from, to] = found.replace;
          if (from < 0 || from > cursor || to < cursor || to > line.length) throw new Error(`${from}, ${to}`);
          if (found.suggestions.length > Math.max(25, commands.length)) throw new Error('too many');
          if (found.unfinished && !(found.problem && found.suggestions.length > 0))
            throw new Error('unfinished');
        }
      },
    ),
    { seed: SEED, numRuns: LINES },
  );
  expect(right).toBeGreaterThan(LINES / 10);
}, 120_000);

/** What somebody types where nothing can be suggested. */
function typedAt(text: string): string {
  const option = /(\w+):$/.exec(text)?.[1];
  if (/[=(]$|, $/.test(text)) return '0.5';
  if (option === undefined) return text.endsWith(' ') ? '' : ' ';
  const { found } = findCommand(text, commands);
  const { kind, min } = found.command.options[option]!;
  return kind === 'text' || kind === 'picture' ? 'x' : String(min);
}

it('whoever only takes suggestions ends with a command that is right', () => {
  const starts = fc.constantFrom<string>(
    '/',
    '/',
    '/experiment run policy:rotate(',
    '/augment preview label:bag policy:shift(',
  );
  const picks = fc.array(fc.nat(), { minLength: 1, maxLength: 25 });
  const reached = new Set<string>();
  fc.assert(
    fc.property(starts, picks, (start, choices) => {
      let text = start;
      const take = (index: number) => {
        const { suggestions, replace } = assist(text, text.length);
        const chosen = suggestions[index % Math.max(1, suggestions.length)];
        if (chosen) reached.add(chosen.label);
        text = chosen
          ? text.slice(0, replace[0]) + chosen.insert + text.slice(replace[1])
          : text + typedAt(text);
      };
      choices.forEach(take);
      for (let more = 0; more < 20 && assist(text, text.length).problem !== undefined; more++) take(0);
      expect(mistakeIn(text)?.key, text).toBeUndefined();
    }),
    { seed: SEED, numRuns: 1000 },
  );
  expect([...reached]).toEqual(
    expect.arrayContaining(['fill=reflect', ')', ',', '+', '@0.5', '(', 'latest']),
  );
}, 120_000);

it('runs nothing and stores nothing', () => {
  const db = openSqlite(join(testApp.folder, 'augie.db'));
  const before = db.serialize();
  for (const line of ['/experiment run|', '/experiment delete 1|', '/settings language ko|']) {
    expect(at(line)).not.toHaveProperty('problem');
  }
  expect(db.serialize().equals(before)).toBe(true);
  // Nor has anything above.
  expect(db.prepare('SELECT id FROM people').pluck().all()).not.toContain('test:ghost');
  db.close();
});
