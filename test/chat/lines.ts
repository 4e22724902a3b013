/** Lines that somebody might type: right, nearly right, or malicious. */
import fc from 'fast-check';
import { operations } from '../../src/augment/catalog.ts';
import type { Option } from '../../src/chat/option.ts';
import { visible } from '../../src/i18n/typed.ts';
import { commands } from './commands.ts';

export { commands };

// Lines that are right.

const spaces = fc.constantFrom('', ' ', '  ', '\t', '\n', '\u00a0');
const blanks = fc.constantFrom(' ', '   ', '\n', '\u00a0', ' \u200b');
const anyCase = (text: string) =>
  fc.constantFrom(text, text.toUpperCase(), text[0]?.toUpperCase() + text.slice(1));
const wide = (text: string) => text.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
const quoted = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`;

interface Written {
  readonly text: string;
  readonly value: unknown;
}

const words = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom(...'ab: "“„\\한글é😀👩‍👧=,@'),
      fc.string({ unit: 'grapheme', maxLength: 1 }),
    ),
  })
  .map((text) => visible(text).trim());

function valuesOf({ kind, min = 1, max = 40, choices = [] }: Option<unknown>): fc.Arbitrary<Written> {
  switch (kind) {
    case 'integer':
      return fc
        .tuple(
          fc.integer({ min, max }),
          fc.constantFrom(
            String,
            (n: number) => `+${n}`,
            (n: number) => wide(`${n}`),
          ),
        )
        .map(([value, write]) => ({ value, text: write(value) }));
    case 'number':
      return fc.oneof(
        fc.double({ min, max, noNaN: true }).map((value) => ({ value, text: String(value) })),
        fc
          .double({ min, max, noNaN: true })
          .map((value) => ({ value, text: String(value).replace('.', ',') })),
        fc
          .integer({ min: Math.ceil(100 * min), max: 100 * max })
          .map((n) => ({ value: n / 100, text: `${n} %` })),
      );
    case 'choice':
    case 'dataset':
      return fc.constantFrom(...choices).chain((value) => anyCase(value).map((text) => ({ value, text })));
    case 'experiment':
      return fc.constantFrom('latest', '12', '#3').map((text) => ({ value: text, text }));
    case 'quiz':
      return fc.constantFrom('augmentation', 'history').map((text) => ({ value: text, text }));
    case 'policy':
      return fc
        .array(fc.constantFrom(...operations.map(({ example }) => example)), { minLength: 1, maxLength: 4 })
        .map((steps) => steps.join(' + '))
        .map((text) => ({ value: text, text }));
    case 'text':
    case 'picture':
    case 'file':
    case 'member':
    case 'label':
      return words
        .filter((text) => text !== '' && [...text].length <= max)
        .map((value) => ({ value, text: quoted(value) }));
  }
}

interface Line {
  readonly line: string;
  readonly values: Record<string, unknown>;
}

/** Lines that are right, and what they say. */
export const validLine: fc.Arbitrary<Line> = fc.constantFrom(...commands).chain(({ name, command }) => {
  const options = Object.entries(command.options);
  const given = options.map(([option, declared]) => {
    const written = fc
      .tuple(anyCase(option), fc.constantFrom(':', '：'), spaces, valuesOf(declared), blanks, fc.boolean())
      .map(([typed, colon, gap, { text, value }, end, quote]) => ({
        option,
        excludes: declared.excludes ?? [],
        value,
        text: `${typed}${colon}${gap}${quote && !text.startsWith('"') ? quoted(text) : text}${end}`,
      }));
    return declared.required ? written : fc.option(written, { nil: undefined });
  });
  return fc
    .tuple(fc.constantFrom('/', '', ' /', '／'), anyCase(name), blanks, fc.tuple(...given))
    .chain(([slash, typed, gap, all]) => {
      const chosen = all.filter((one) => one !== undefined);
      const excluded = new Set(chosen.flatMap(({ excludes }) => excludes));
      const kept = chosen.filter(({ option }) => !excluded.has(option));
      return fc.shuffledSubarray(kept, { minLength: kept.length }).map((order) => ({
        line: `${slash}${typed.replace(' ', gap)}${gap}${order.map(({ text }) => text).join('')}`,
        values: Object.fromEntries(kept.map(({ option, value }) => [option, value])),
      }));
    });
});

// Lines that are nearly right, or not at all.

const nasty = fc.constantFrom(
  ...'" “ ” „ \\ : ： / -- = @ ( ) .. , + % - − # . e 😀 한글 İ ﬁ'.split(' '),
  ...'1e9 1e999 0x10 NaN Infinity -0 ½ １０ 1_000 1.000,5 0,1'.split(' '),
  ...'constructor: __proto__:1 toString {{min}} $t(fault) $& /experiment none latest'.split(' '),
  ...'flip rotat greyscale(1) flip(vertcal) rotate(0.1, factr= factor= fill= rotate(.1,factor=.2)'.split(' '),
  ...' fraction:| Fraction:2| id:| picture:| label:| 이름:| größe:| |, '.split('|'),
  ...'\n|\u00a0|\u200b|\ufeff|\0|\u001b[31m|\u009b2J|\u202e|\ud83d|\ude00|\u2028'.split('|'),
  '9'.repeat(400),
  'e\u0301'.repeat(9),
);
const anyUnits = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 })
  .map((units) => String.fromCharCode(...units));
const noise = fc.oneof(anyUnits, fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ maxLength: 40 }));

/** Inserts pieces into a line, leaves parts out, repeats parts; mostly after the command. */
const changed = (line: string) =>
  fc
    .tuple(
      fc.constantFrom(0, 17, 17, 17),
      fc.array(fc.tuple(fc.nat(), fc.nat({ max: 12 }), fc.nat({ max: 3 }), nasty), {
        minLength: 1,
        maxLength: 3,
      }),
    )
    .map(([kept, changes]) =>
      changes.reduce((left, [place, length, how, piece]) => {
        const at = Math.min(kept, left.length) + (place % (Math.max(0, left.length - kept) + 1));
        const part = left.slice(at, at + length);
        const instead = [piece + part, '', part + part, piece][how];
        return left.slice(0, at) + instead + left.slice(at + length);
      }, line),
    );

const starts = commands.map(({ name, command }) => [
  `/${name} `,
  ...Object.keys(command.options).map((o) => `${o}:`),
]);
const soup = fc
  .array(fc.oneof(fc.constantFrom(...starts.flat()), nasty), { maxLength: 12 })
  .chain((pieces) => fc.constantFrom(...starts).map(([start]) => start + pieces.join('')));

/** One piece over and over, up to the greatest length and beyond: what makes a careless pattern backtrack. */
const repeated = fc
  .tuple(
    fc.constantFrom(
      ...starts.flatMap(([start = '', ...names]) => [start, ...names.map((name) => start + name)]),
    ),
    fc.array(nasty, { minLength: 1, maxLength: 2 }),
    nasty,
    fc.constantFrom(4000, 4000, 4000, 4001),
  )
  .map(([start, pieces, end, length]) => start.padEnd(length - end.length, pieces.join('')) + end);

const steps = fc
  .tuple(
    fc.constantFrom(...operations.map(({ name }) => name), 'rotat', 'posterise', 'RandomInvert', 'cutout'),
    fc.array(
      fc.constantFrom(
        ...'0.1 -0.1..0.2 2 0,1 up vertcal vertical reflect factor=0.1 factr=0.1 angle=1 fill=0 45 2% 5° 1~2 400'.split(
          ' ',
        ),
      ),
      { maxLength: 3 },
    ),
    fc.constantFrom('', '', '@0.5', '@2', '@200'),
  )
  .map(([name, written, often]) => `${name}(${written.join(', ')})${often}`);
const policies = fc
  .array(fc.oneof(steps, nasty), { maxLength: 5 })
  .chain((all) => fc.constantFrom(' + ', '+', ' ').map((plus) => all.join(plus)))
  .map((policy) => `/augment preview policy:${policy}`);

/** Lines that somebody might type. */
export const lines = fc.oneof(
  { weight: 50, arbitrary: validLine.chain(({ line }) => changed(line)) },
  { weight: 20, arbitrary: policies.chain(changed) },
  { weight: 16, arbitrary: soup },
  { weight: 12, arbitrary: noise },
  { weight: 2, arbitrary: repeated },
);
