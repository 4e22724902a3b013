/** Lines that somebody might type: each is understood or explained, fast. */
import { readFileSync } from 'node:fs';
import { runInThisContext } from 'node:vm';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parsePolicy } from '../../src/augment/policy.ts';
import { type Option, parseOptions } from '../../src/chat/option.ts';
import { checkRole } from '../../src/chat/roles.ts';
import { parseText } from '../../src/chat/text.ts';
import { locales, translate } from '../../src/i18n/i18n.ts';
import { visible } from '../../src/i18n/typed.ts';
import { UserError } from '../../src/i18n/user-error.ts';
import { bounded, inputs } from '../bounded.ts';
import { commands, lines, validLine } from './lines.ts';

/** The same lines on every run. A failure prints it too, with the path to the line. */
const SEED = 20_261_124;
const INPUTS = inputs(100_000, 20_000);

/**
 * CPU milliseconds of this process for one line. The longest lines take 4 to 7, and once 20 while the engine compiles;
 * 250 leaves room for a slow machine, and none for a pattern that backtracks over 4,000 characters.
 */
const MOST_MS = 250;

/** What a terminal or a chat would obey. */
const HARMFUL = /[\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029\u200b\ufeff]/u;

/** What a line means. Rejects what the declaration of an option does not allow. */
function read(line: string): Record<string, unknown> {
  const { found, raw } = parseText(line, commands);
  // Lines of even length are a teacher's.
  checkRole(found, { id: 'test:kim', name: 'kim', teacher: line.length % 2 === 0 });
  const values: Record<string, unknown> = parseOptions(found.command.options, raw);
  for (const [name, option] of Object.entries(found.command.options)) {
    if (values[name] !== undefined || option.required) checkValue(option, values[name]);
  }
  if (typeof values.policy === 'string') parsePolicy(values.policy);
  return values;
}

function mistakeIn(line: string): UserError | undefined {
  try {
    read(line);
    return undefined;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error;
  }
}

function checkValue(option: Option<unknown>, value: unknown): void {
  const { kind, min = -Infinity, max = Infinity, choices } = option;
  const allowed =
    kind === 'number' || kind === 'integer'
      ? typeof value === 'number' && value >= min && value <= max && (kind === 'number' || value % 1 === 0)
      : typeof value === 'string' &&
        value !== '' &&
        visible(value) === value &&
        [...value].length <= max &&
        (choices?.includes(value) ?? true);
  if (!allowed) throw new Error(`${JSON.stringify(value)} is no ${kind}`);
}

it('what is meant is understood, in any order, case and spacing', () => {
  fc.assert(
    fc.property(validLine, ({ line, values }) => {
      const { found, raw } = parseText(line, commands);
      const { options } = found.command;
      const defaults = Object.entries(options).map(([name, option]) => [name, option.default]);
      expect(parseOptions(options, raw)).toEqual({ ...Object.fromEntries(defaults), ...values });
    }),
    { seed: SEED, numRuns: 2000 },
  );
});

type Tree = { readonly [key: string]: string | Tree };
const { option, command, policy } = JSON.parse(readFileSync('src/i18n/en.json', 'utf8')) as Record<
  string,
  Tree
>;
const keysOf = (prefix: string, tree: Tree | undefined) =>
  Object.keys(tree ?? {}).map((key) => `${prefix}.${key}`);

it(`${INPUTS} lines are understood or explained, each in bounded time`, () => {
  const seen = new Map<string, number>();
  const forms = new Set<string>();
  let current = '';

  function explain({ key, params }: UserError): void {
    const count = seen.get(key) ?? 0;
    seen.set(key, count + 1);
    // The languages take turns; what is new is looked at in all of them, without what was typed in it.
    const names = Object.keys(params);
    const form = [key, ...names].join();
    for (const locale of forms.has(form) ? [] : locales) {
      const sentence = translate(locale)(key, Object.fromEntries(names.map((name) => [name, 'x'])));
      if (sentence === key || sentence.includes('{{')) throw new Error(`${locale}: ${sentence}`);
    }
    forms.add(form);
    const sentence = translate(locales[count % locales.length] as string)(key, params);
    if (HARMFUL.test(sentence) || sentence.length > 700)
      throw new Error(`shown as ${JSON.stringify(sentence)}`);
  }

  const property = fc.property(lines, (line) => {
    current = line;
    const mistake = bounded(MOST_MS, () => mistakeIn(line));
    if (mistake) explain(mistake);
  });

  // A pattern that never ends cannot be interrupted by the test runner, but by the engine it can.
  Object.assign(globalThis, { readAllLines: () => fc.assert(property, { seed: SEED, numRuns: INPUTS }) });
  try {
    runInThisContext('readAllLines()', { timeout: 110_000 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    throw new Error(`no end at ${JSON.stringify(current)}`);
  }

  // The lines cause every error message, so they are diverse enough.
  const sentences = [...keysOf('option', option), ...keysOf('command', command), ...keysOf('policy', policy)];
  expect(sentences.filter((key) => !seen.has(key))).toEqual([]);
  const explained = [...seen.values()].reduce((sum, count) => sum + count, 0);
  expect(explained).toBeGreaterThan(0.5 * INPUTS);
  expect(explained).toBeLessThan(0.9 * INPUTS);
}, 120_000);
