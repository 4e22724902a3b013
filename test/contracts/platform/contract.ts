/** The tests for every platform: `platformContract` runs them on a stage. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, type TestContext } from 'vitest';
import { catalogue, locales, translate } from '../../../src/i18n/i18n.ts';
import { visible } from '../../../src/i18n/typed.ts';
import { maxBytes, maxSide } from '../../../src/images/decode.ts';
import { png, zeros } from '../../images/files.ts';
import { inOneLine } from '../../shell.ts';
import { foreignIn, phrasesIn, rawIn } from './languages.ts';
import type { Ability, Actor, Answer, Given, OpenStage, Shown, Stage, Upload } from './stage.ts';

/** As long as Discord waits. */
const ACKNOWLEDGED_WITHIN_MS = 3000;

/** Some two seconds; another policy makes it a different experiment. */
const tiny = (policy: string, epochs = 1): Given => ({
  policy,
  fraction: 0.1,
  batch: 80,
  epochs,
  seeds: 1,
});
/** Of a question with a time, in seconds: far more than this test takes by itself. */
const WHILE_S = 300;
/** It is still running when the test has done what it wanted meanwhile. */
const LONG = { ...tiny('erase', 300), fraction: 0.02, batch: 8 };

/** As long as a name may be, and full of what a terminal, a browser or a chat would obey. */
const NASTY =
  '# **b** __u__ ||x|| @everyone <@1> <b>&lt; \u001b[31m\u202ea\u200b [k](http://x.y) `c` *e*'.padEnd(
    80,
    '~',
  );

const buttonOf = ({ buttons }: Shown, action: string) =>
  buttons.find(({ id }) => id.startsWith(`experiment.run.${action}:`))?.id;
const isRunning = (shown: Shown) => buttonOf(shown, 'cancel') !== undefined;
const isFinished = (shown: Shown) => !isRunning(shown);
const hasCurve = ({ pictures }: Shown) => pictures.length > 0;
/** An experiment's number, from the buttons of its card. */
const numberOf = (shown: Shown): string => {
  const [, id] = /:(\d+)$/.exec(buttonOf(shown, 'numbers') ?? '') ?? [];
  if (id === undefined) throw new Error(`no finished experiment: ${shown.text}`);
  return id;
};
const cardsOf = async (person: Actor, experiment: string) =>
  (await person.sees()).filter(({ buttons }) =>
    buttons.some(({ id }) => /^experiment\.run\.(cancel|numbers):/.test(id) && id.endsWith(`:${experiment}`)),
  );
/** How many pairs are needed at least: a number, of which 6 is the right one. */
const QUESTION: Given = { quiz: 'charts', item: 5, time: 0 };
/** A wrong answer whose text appears nowhere else. */
const WRONG = '86753';
const isRevealed = ({ buttons }: Shown) => buttons.some(({ id }) => id.startsWith('quiz.answer.mine:'));
/** A round's number, from the buttons of its card. */
const roundOf = ({ buttons, text }: Shown): string => {
  const [, id] = buttons.flatMap((button) => /^quiz\.reveal\.now:(\d+)$/.exec(button.id) ?? []);
  if (id === undefined) throw new Error(`no open question: ${text}`);
  return id;
};
const cardsOfRound = async (person: Actor, round: string) =>
  (await person.sees()).filter(({ buttons }) =>
    buttons.some(({ id }) => id === `quiz.reveal.now:${round}` || id === `quiz.answer.mine:${round}`),
  );

/** Without line breaks: a shell breaks lines, and others do not. */
/** Everything there is to read, files included. */
const read = async ({ text, files }: Shown): Promise<string> =>
  [text, ...(await Promise.all(files.map((file) => file.text())))].map(inOneLine).join(' ');

export function platformContract(name: string, openStage: OpenStage): void {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  }, 60_000);
  afterAll(() => stage.close());

  /** Whether a platform has an ability; if not, the run prints the reason. */
  function can(ability: Ability, { task }: TestContext): boolean {
    const why = stage.cannot[ability];
    if (why !== undefined) process.stdout.write(`${name}, “${task.name}”: ${why}\n`);
    return why === undefined;
  }
  /** Skips a statement that makes no sense without. */
  function needs(ability: Ability, context: TestContext): void {
    if (!can(ability, context)) context.skip(stage.cannot[ability]);
  }

  // First, so that what trains is started seldom: a restart and a cancelled experiment end it.
  describe('an experiment', () => {
    it('ends in exactly one card, with its pictures, their words and its numbers', async () => {
      const [asker] = await two('asker');
      const run = await asker.command('experiment run', tiny('flip'));
      const shown = await run.until(isFinished);
      const id = numberOf(shown);
      expect(await cardsOf(asker, id)).toHaveLength(1);
      expect(shown.isPrivate).toBe(false);
      expect(shown.pictures.length).toBeGreaterThanOrEqual(2);
      for (const picture of shown.pictures) await expectPicture(picture);

      const csv = await (await asker.command('experiment export', { id })).until();
      expect(csv.files.map((file) => file.name)).toEqual([`experiment-${id}.csv`]);
      const [header, ...lines] = ((await csv.files[0]?.text()) ?? '').trimEnd().split('\r\n');
      const column = header?.split(',').indexOf('test_accuracy') ?? 0;
      const finals = lines.map((line) => Number(line.split(',')[column]));
      expect(finals).toHaveLength(3);
      for (const final of finals) expect(shown.text).toContain(translate('en').percent(final, 2));
    });

    it('is the same card for everybody', async (ctx) => {
      needs('others', ctx);
      const [asker, other] = await two('shows it', 'sees it');
      const run = await asker.command('experiment run', tiny('flip'));
      const mine = await run.until(isFinished);
      const [theirs, ...more] = await cardsOf(other, numberOf(mine));
      expect(more).toEqual([]);
      expect(theirs?.text).toBe(mine.text);
      for (const [i, picture] of mine.pictures.entries())
        expect(Buffer.from(await picture.bytes()).equals(await bytesOf(theirs, i))).toBe(true);
    });

    it('ends in its one card when Augie is stopped in the middle', async (ctx) => {
      const [asker] = await two('patient');
      const question = { ...tiny('invert', 20), fraction: 0.02, batch: 4 };
      const run = await asker.command('experiment run', question);
      expect(isRunning(await run.until())).toBe(true);
      await stage.restart();
      const goesOn = can('goesOn', ctx);
      const shown = await (goesOn ? run : await asker.command('experiment run', question)).until(isFinished);
      expect(shown.pictures.length).toBeGreaterThanOrEqual(2);
      const cards = await cardsOf(asker, numberOf(shown));
      expect(cards.filter(isFinished)).toHaveLength(1);
      if (goesOn) expect(cards).toHaveLength(1);
    });
  });

  describe('a command is acknowledged in time', () => {
    it('while networks are trained, whatever it is', async () => {
      const [asker, other] = await two('asker of long', 'impatient');
      const run = await asker.command('experiment run', LONG);
      const started = await run.until(hasCurve);
      const cancel = buttonOf(started, 'cancel') as string;
      onTestFinished(async () => {
        if (isRunning(await run.until())) await asker.press(cancel);
      });
      const answers = [
        run,
        await other.command('help'),
        await other.command('experiment list'),
        await other.command('experiment show', { id: '4711' }),
        await other.command('augment preview', { policy: 'flip', count: 1 }),
        await other.press('experiment.run.numbers:4711'),
      ];
      for (const { acknowledgedAfterMs } of answers)
        expect(acknowledgedAfterMs).toBeLessThan(ACKNOWLEDGED_WITHIN_MS);
      for (const answer of answers) expect((await answer.until()).text).not.toBe('');
      expect(isRunning(await run.until())).toBe(true);

      await (await asker.press(cancel)).until();
      const ended = await run.until(isFinished);
      expect(ended.text).toContain(translate('en')('experiment.cancelled'));
      expect(await cardsOf(asker, cancel.split(':')[1] as string)).toHaveLength(1);
    });
  });

  describe('what is private', () => {
    it('is marked as such, and nothing else is', async () => {
      const [person] = await two('private reader');
      for (const [command, given, isPrivate] of [
        ['help', {}, true],
        ['settings privacy', {}, true],
        ['experiment show', { id: '4711' }, true],
        ['experiment list', {}, false],
      ] as const) {
        const shown = await (await person.command(command, given)).until();
        expect([command, shown.isPrivate]).toEqual([command, isPrivate]);
      }
      const pressed = await (await person.press('experiment.run.numbers:4711')).until();
      expect(pressed.isPrivate).toBe(true);
    });

    it('comes to the asker, and in no way to anybody else', async (ctx) => {
      needs('others', ctx);
      const [asker, other] = await two('secretive', 'curious');
      const help = await (await asker.command('help')).until();
      const mistake = await (await asker.command('experiment show', { id: 'zq4711' })).until();
      const kept = await (await asker.command('settings privacy')).until();
      const exported = await (await asker.press(kept.buttons[0]?.id as string)).until();
      const [file] = exported.files;
      const secrets = [firstLine(help), 'zq4711', firstLine(kept), file?.name as string];
      expect(mistake.text).toContain('zq4711');
      expect(await file?.text()).toContain('secretive');
      // A public message follows it.
      await (await asker.command('experiment list')).until();

      const mine = await asker.received();
      const theirs = await other.received();
      const open = await stage.sentOpenly();
      expect(theirs).toContain(translate('en')('experiment.list.title'));
      expect(open).toContain(translate('en')('experiment.list.title'));
      for (const secret of secrets) {
        expect(mine).toContain(secret);
        expect(theirs).not.toContain(secret);
        expect(open).not.toContain(secret);
      }
    });
  });

  describe('a quiz', () => {
    const teaches = (who: string, locale = 'en') => stage.person({ name: who, locale, teacher: true });
    const answers = (person: Actor, answer: string) => person.command('quiz answer', { answer });
    const exported = async (teacher: Actor) => {
      const csv = await (await teacher.command('quiz export', { people: 'names' })).until();
      const [header = '', ...lines] = ((await csv.files[0]?.text()) ?? '').trimEnd().split('\r\n');
      const columns = header.split(',');
      return lines.map((line) =>
        ['person', 'answer', 'outcome'].map((name) => line.split(',')[columns.indexOf(name)]),
      );
    };
    /** The card of a question with its key: the card itself, or, if it is gone, what the reveal has printed. */
    const keyOf = (asked: Answer, revealing: Answer, ctx: TestContext) =>
      (can('goesOn', ctx) ? asked : revealing).until(isRevealed);

    it('is answered in private, by typing and by form, and shows its key in its one card', async (ctx) => {
      const teacher = await teaches('asks questions');
      const [typist, clicker] = await two('types an answer', 'fills in a form');
      const asked = await teacher.command('quiz start', QUESTION);
      const card = await asked.until();
      const round = roundOf(card);
      expect(card.isPrivate).toBe(false);
      const receipts = [
        await (await answers(typist, WRONG)).until(),
        await (await clicker.fill(`quiz.answer.submit:${round}`, { answer: '6' })).until(),
      ];
      for (const receipt of receipts) {
        expect(receipt.isPrivate).toBe(true);
        expect(receipt.text).toMatch(/Receipt [0-9A-F]{6}/);
      }
      expect(await stage.sentOpenly()).not.toContain(WRONG);
      if (can('others', ctx)) {
        await expect.poll(async () => clicker.received()).toMatch(/2 people have answered/);
        for (const other of [clicker, teacher]) expect(await other.received()).not.toContain(WRONG);
      }
      const revealing = await teacher.press(`quiz.reveal.now:${round}`);
      expect((await keyOf(asked, revealing, ctx)).text).toMatch(/The answer: 6/);
      const late = await (await answers(typist, '6')).until();
      expect(late.text).toContain(translate('en')('quiz.closed'));
      if (can('others', ctx))
        for (const person of [teacher, typist]) expect(await cardsOfRound(person, round)).toHaveLength(1);
      expect((await exported(teacher)).sort()).toEqual([
        ['fills in a form', '6', 'right'],
        ['types an answer', WRONG, 'wrong'],
      ]);
      const own = await (await typist.press(`quiz.answer.mine:${round}`)).until();
      expect([own.isPrivate, inOneLine(own.text)]).toEqual([
        true,
        expect.stringMatching(`- ${WRONG}.*\\+ 6`),
      ]);
    });

    it('goes on with its answers when Augie is stopped in the middle', async (ctx) => {
      const teacher = await teaches('asks before a stop');
      const [early, late] = await two('answers early', 'answers late');
      const asked = await teacher.command('quiz start', QUESTION);
      const round = roundOf(await asked.until());
      const first = await (await answers(early, '5')).until();
      await stage.restart();
      const again = await (await answers(early, '5')).until();
      expect(receiptIn(again)).toBe(receiptIn(first));
      await (await late.fill(`quiz.answer.submit:${round}`, { answer: '6' })).until();
      const revealing = await teacher.press(`quiz.reveal.now:${round}`);
      await keyOf(asked, revealing, ctx);
      expect((await exported(teacher)).sort()).toEqual([
        ['answers early', '5', 'wrong'],
        ['answers late', '6', 'right'],
      ]);
      if (can('goesOn', ctx)) expect(await cardsOfRound(teacher, round)).toHaveLength(1);
    });

    it('closes by itself when its time is up, also after a stop', async (ctx) => {
      const teacher = await teaches('asks for a while');
      const [student] = await two('answers in time');
      const asked = await teacher.command('quiz start', { ...QUESTION, time: WHILE_S });
      const round = roundOf(await asked.until());
      await (await answers(student, '6')).until();
      await stage.restart();
      const t = translate('en');
      const early = await (await student.press(`quiz.answer.mine:${round}`)).until();
      expect(early.text).toContain(t('quiz.notYet'));
      await stage.pass(1000 * WHILE_S);
      if (can('goesOn', ctx)) await asked.until(isRevealed);
      const own = async () => (await (await student.press(`quiz.answer.mine:${round}`)).until()).text;
      await expect.poll(own).not.toContain(t('quiz.notYet'));
      expect(await own()).toContain(t('quiz.mine.right', { rule: t('quiz.rule.number') }));
      const late = await (await answers(teacher, '5')).until();
      expect(late.text).toContain(t('quiz.closed'));
    });

    it.for(locales)('speaks %s to who reads it', async (locale, ctx) => {
      const teacher = await teaches(`asks in ${locale}`, locale);
      const student = await stage.person({ name: `answers in ${locale}`, locale });
      const asked = await teacher.command('quiz start', QUESTION);
      const question = await asked.until();
      const receipt = await (await answers(student, '6')).until();
      const revealing = await teacher.press(`quiz.reveal.now:${roundOf(question)}`);
      const shown = [question, receipt, await keyOf(asked, revealing, ctx)];
      for (const { text, buttons } of shown) {
        const words = [text, ...buttons.map(({ label }) => label)].join('\n');
        expect(rawIn(words)).toEqual([]);
        expect(foreignIn(words, locale)).toEqual([]);
        expect(phrasesIn(words, locale), words).not.toEqual([]);
      }
    });
  });

  describe('a button', () => {
    it('works after a restart', async () => {
      const [asker] = await two('presses later');
      const run = await asker.command('experiment run', tiny('flip'));
      const numbers = buttonOf(await run.until(isFinished), 'numbers') as string;
      await stage.restart();
      const shown = await (await asker.press(numbers)).until();
      expect(shown.text).toContain(translate('en')('experiment.table.difference'));
    });

    it.concurrent.each([
      ['of an older version', 'en', 'experiment.run.gone:1', 'action.unknown'],
      ['of a command that is no more', 'ko', 'quiz.start.go:1', 'action.unknown'],
      ['of an experiment that is no more', 'de', 'experiment.run.numbers:4711', 'experiment.unknown'],
      ['of a question that was answered', 'ko', 'experiment.run.confirm:4711', 'experiment.noProposal'],
    ] as const)('%s answers with a sentence', async (_, locale, id, key) => {
      const person = await stage.person({ name: `presses ${id}`, locale });
      const shown = await (await person.press(id)).until();
      expect(inOneLine(shown.text)).toContain(translate(locale)(key, { id: '4711' }));
      expect(shown.isPrivate).toBe(true);
    });
  });

  describe('text', () => {
    it('that people typed arrives as they typed it, and does nothing', async () => {
      const asker = await stage.person({ name: '<i>*eve*</i> @here', locale: 'en', teacher: true });
      const run = await asker.command('experiment run', tiny('flip'));
      const id = numberOf(await run.until(isFinished));
      expect(NASTY).toHaveLength(80);
      const answers = [
        await asker.command('experiment rename', { id, name: NASTY }),
        await asker.command('experiment show', { id }),
        await asker.command('experiment list'),
        await asker.press(`experiment.run.numbers:${id}`),
      ];
      for (const answer of answers) {
        const shown = await answer.until();
        expect(inOneLine(shown.text)).toContain(visible(NASTY));
        expect(shown.calls).toEqual([]);
        expect(shown.text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u200b]/u);
      }
      const list = await answers[2]?.until();
      expect(list?.text).toContain('<i>*eve*</i> @here');
    });

    it('that is longer than a message arrives whole', async () => {
      // German takes the most room.
      const reader = await stage.person({ name: 'reads much', locale: 'de' });
      const shown = await (await reader.command('augment list')).until();
      const whole = await read(shown);
      expect(whole.length).toBeGreaterThan(stage.mostCharacters ?? 0);
      const abouts = Object.values(catalogue('de').op).flatMap((op) =>
        typeof op === 'object' && 'about' in op ? [op.about] : [],
      );
      expect(abouts.length).toBeGreaterThan(10);
      const sentences = abouts.flatMap((about) => inOneLine(about).split(/(?<=[.!?]) /));
      for (const sentence of sentences) expect(whole).toContain(sentence);
    });
  });

  describe.concurrent.each(locales)('in %s', (locale) => {
    it('every answer is in the language of its reader', async () => {
      const t = translate(locale);
      const reader = await stage.person({ name: `reader of ${locale}`, locale });
      const run = await reader.command('experiment run', tiny('flip'));
      const finished = await run.until(isFinished);
      const id = numberOf(finished);
      const shown = [
        finished,
        ...(await inTurn(reader, [
          ['experiment list'],
          ['experiment export', { id }],
          ['augment preview', { policy: 'flip', count: 1 }],
          ['settings privacy'],
        ])),
        await (await reader.press(`experiment.run.numbers:${id}`)).until(),
      ];
      expect(finished.buttons.map(({ label }) => label)).toContain(t('experiment.button.numbers'));
      for (const one of shown) {
        const words = [one.text, ...one.buttons.map(({ label }) => label)].join('\n');
        expect(rawIn(words)).toEqual([]);
        expect(foreignIn(words, locale)).toEqual([]);
        expect(phrasesIn(words, locale), words).not.toEqual([]);
      }
    });

    it('what a reader has chosen wins over what their program says', async () => {
      const other = locales.find((one) => one !== locale) as string;
      const reader = await stage.person({ name: `chooses ${locale}`, locale: other });
      const chosen = await (await reader.command('settings language', { language: locale })).until();
      const help = await (await reader.command('help')).until();
      for (const { text } of [chosen, help]) {
        expect(rawIn(text)).toEqual([]);
        expect(foreignIn(text, locale)).toEqual([]);
        expect(phrasesIn(text, locale)).not.toEqual([]);
      }
    });
  });

  describe.concurrent('a picture of one’s own', () => {
    const photo = readFileSync('data/photos/coffee.png');
    const upload = (file: string, bytes: Uint8Array, type = 'image/png'): Upload => ({
      name: file,
      type,
      bytes,
    });
    const preview = async (person: Actor, picture: Upload) =>
      (await person.command('augment preview', { image: picture, policy: 'flip', count: 1 })).until();

    it('is previewed', async () => {
      const [person] = await two('photographer');
      const shown = await preview(person, upload('my coffee.png', photo));
      expect(shown.isPrivate).toBe(false);
      expect(shown.text).toContain(translate('en')('augment.preview.own'));
      expect(shown.pictures).toHaveLength(1);
      await expectPicture(shown.pictures[0] as Shown['pictures'][number]);
    });

    const wide = upload('wide.png', png({ width: maxSide + 1, height: 1 }, zeros(3 * (maxSide + 1) + 1)));
    const megabytes = { max: maxBytes / 1e6 };
    const sides = { max: maxSide, width: maxSide + 1, height: 1 };
    it.each([
      ['too large a file', 'ko', upload('large.png', new Uint8Array(maxBytes + 1)), 'tooLarge', megabytes],
      ['too wide', 'de', wide, 'tooWide', sides],
      ['broken', 'en', upload('broken.png', photo.subarray(0, 5000)), 'damaged', {}],
      ['no picture', 'ko', upload('page.png', Buffer.from('<script>alert(1)</script>')), 'notAPicture', {}],
      ['a text', 'de', upload('notes.txt', Buffer.from('notes'), 'text/plain'), 'notAPicture', {}],
      ['next to nothing', 'en', upload('dot.png', Buffer.of(0)), 'notAPicture', {}],
    ] as const)(
      '%s is refused in a sentence, and nothing is lost',
      async (kind, locale, picture, key, params) => {
        const person = await stage.person({ name: `sends ${kind}`, locale });
        const refused = await preview(person, picture);
        expect(inOneLine(refused.text)).toContain(inOneLine(translate(locale)(`picture.${key}`, params)));
        expect(refused.isPrivate).toBe(true);
        const accepted = await preview(person, upload('coffee.png', photo));
        expect(accepted.pictures, accepted.text).toHaveLength(1);
        const seen = (await person.sees()).map(({ text }) => text);
        expect(seen).toEqual(expect.arrayContaining([refused.text, accepted.text]));
      },
    );
  });

  const two = (...names: readonly string[]) =>
    Promise.all(names.map((one) => stage.person({ name: one, locale: 'en' }))) as Promise<[Actor, Actor]>;
}

const receiptIn = ({ text }: Shown) => /Receipt [0-9A-F]{6}/.exec(text)?.[0] ?? text;

const firstLine = ({ text }: Shown) => text.split('\n')[0] as string;

async function inTurn(person: Actor, commands: readonly (readonly [string, Given?])[]): Promise<Shown[]> {
  const shown: Shown[] = [];
  for (const [command, given] of commands) shown.push(await (await person.command(command, given)).until());
  return shown;
}

async function expectPicture({ alt, bytes }: Shown['pictures'][number]): Promise<void> {
  expect(alt).toMatch(/\w{3}.*\d|\w{3}.*:/s);
  const file = Buffer.from(await bytes());
  expect(file.subarray(1, 4).toString()).toBe('PNG');
  expect(file.readUInt32BE(16)).toBeGreaterThan(100);
}

const bytesOf = async (shown: Shown | undefined, i: number) =>
  Buffer.from((await shown?.pictures[i]?.bytes()) ?? []);
