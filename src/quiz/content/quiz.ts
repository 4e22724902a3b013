/** A quiz as its author writes it: one zod schema, from which data/quizzes/quiz.schema.json is made for editors. */
import { z } from 'zod';
import type { MessageKey, MessageParams } from '../../i18n/i18n.ts';

/** The same in all languages, or one text for each: `{en: ..., ko: ..., de: ...}`. */
const textOf = (most: number) =>
  z.union([z.string().max(most), z.record(z.string().max(20), z.string().max(most))]);
/** Characters. No platform shows much more in a message, and nobody reads more in a class. */
const textSchema = textOf(2000);
/** A title, an option, a line, a hint. */
const shortTextSchema = textOf(300);
const codeSchema = z.string().max(3000);
/** A typed answer. */
const answerSchema = z.string().max(300);
export type Text = z.infer<typeof textSchema>;

/** Of a blank or a number. */
const nameSchema = z.string().regex(/^[a-z]\w{0,39}$/);

/** A known wrong answer: its explanation is shown to the people who gave it, and at the reveal. */
const wrongSchema = z.strictObject({
  /** The answer itself, or a pattern for all of it. */
  is: answerSchema.optional(),
  pattern: answerSchema.optional(),
  why: textSchema,
  /** Partial credit, of 1. */
  credit: z.number().min(0).max(1).default(0),
});

const blankSchema = z.strictObject({
  /** Right answers; the first one is shown as the key. `{{n}}` is a number of the item, `{{= n * 2}}` is computed. */
  accept: z.array(answerSchema).max(100).default([]),
  /** A number, and how far from it an answer may be: `abs` in its own unit, `rel` as a share of it. */
  number: z
    .strictObject({
      is: z.union([z.number(), answerSchema]),
      abs: z.number().min(0).default(0),
      rel: z.number().min(0).default(0),
    })
    .optional(),
  /** A regular expression that the whole answer must match. */
  pattern: answerSchema.optional(),
  /** Whether capital letters matter; left out: in code they do, elsewhere they do not. */
  case: z.boolean().optional(),
  /** Whether an empty answer is right (`accept` may be empty then). */
  empty: z.boolean().default(false),
  /** Whether people are told that an answer is nearly spelt right; left out: not in code. */
  spelling: z.boolean().optional(),
  /** Graded by what the whole policy does to real pictures: only in items with `effect`. */
  effect: z.boolean().default(false),
  hint: shortTextSchema.optional(),
  wrong: z.array(wrongSchema).max(100).default([]),
  /** Its weight in the item. */
  weight: z.number().positive().default(1),
});

const common = {
  /** Lower case letters, digits and `-`: people's history refers to this name. */
  id: z.string().regex(/^[a-z0-9-]{1,60}$/),
  ask: textSchema,
  /** Shown at the reveal. */
  why: textSchema.optional(),
  /** Keys of entries in data/references.bib. */
  sources: z.array(z.string().max(100)).max(20).default([]),
  /** Numbers that each session draws again, from `from` to `to` in steps of `step`. */
  numbers: z
    .record(
      nameSchema,
      z.strictObject({ from: z.number(), to: z.number(), step: z.number().positive().default(1) }),
    )
    .default({}),
  points: z.number().positive().default(1),
};

/** An item has at most this many blanks: they must fit into one form on every platform. */
export const MOST_BLANKS = 5;
/** The most options, or lines to order: each has a letter. */
export const MOST_OPTIONS = 8;

export const itemSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('blanks'),
    ...common,
    language: z.enum(['policy', 'python', 'text']),
    /** With blanks `{[name]}`. */
    code: codeSchema,
    blanks: z.record(nameSchema, blankSchema),
    /** `code` is a policy, and answers in blanks with `effect` are run on these pictures. Without a dataset: on the default dataset. */
    effect: z.strictObject({ dataset: answerSchema.optional(), label: answerSchema.optional() }).optional(),
  }),
  z.strictObject({
    kind: z.literal('choice'),
    ...common,
    options: z
      .array(
        z.strictObject({
          text: shortTextSchema,
          right: z.boolean().default(false),
          /** Why it is right or wrong. */
          why: textSchema.optional(),
        }),
      )
      .min(2)
      .max(MOST_OPTIONS),
    /** Whether people may choose more than one. */
    many: z.boolean().default(false),
  }),
  z.strictObject({ kind: z.literal('number'), ...common, answer: blankSchema }),
  z.strictObject({ kind: z.literal('text'), ...common, answer: blankSchema }),
  z.strictObject({
    kind: z.literal('order'),
    ...common,
    /** In the right order; shown shuffled. */
    lines: z.array(shortTextSchema).min(3).max(MOST_OPTIONS),
    /** Set by each session, never by an author: which line is shown at each place. Letters follow this order. */
    shown: z.array(z.number().int().min(0)).optional(),
  }),
]);

export const quizSchema = z.strictObject({
  $schema: z.string().optional(),
  title: shortTextSchema,
  about: textSchema,
  items: z.array(itemSchema).min(1).max(100),
});

export type Item = z.infer<typeof itemSchema>;
export type Blank = z.infer<typeof blankSchema>;
export type Quiz = z.infer<typeof quizSchema>;

/** The blank of an item that has only one, by this name in submissions. */
export const ANSWER = 'answer';

/** The blanks of an item in the order of its code; `answer` if there is only one. */
export function blankNames(item: Item): string[] {
  if (item.kind !== 'blanks') return [ANSWER];
  return [...item.code.matchAll(BLANK)].map(([, name]) => name as string);
}

/**
 * Whether people may leave blanks of an item empty: all of them, if that is right for one, and the question
 * says so. If only the blank with that key accepted it, this would reveal the key.
 */
export const mayBeEmpty = (item: Item): boolean =>
  item.kind === 'blanks'
    ? Object.values(item.blanks).some(({ empty }) => empty)
    : 'answer' in item && item.answer.empty;

/** `{[name]}` in code: no language of our quizzes uses it, and it does not conflict with lists. */
export const BLANK = /\{\[\s*([a-z]\w*)\s*\]\}/g;

/** A text in a language; English if that is missing. */
export const textIn = (text: Text, locale: string): string =>
  typeof text === 'string' ? text : (text[locale] ?? text.en ?? Object.values(text)[0] ?? '');

/** Somebody's answers: a text per blank. Options and lines are named by their letters: `B`, `A C`, `C A B`. */
export type Answers = Readonly<Record<string, string>>;

/** The rule of the grader that decided. */
export type Rule =
  | 'empty'
  | 'equal'
  | 'variant'
  | 'number'
  | 'code'
  | 'effect'
  | 'pattern'
  | 'spelling'
  | 'known'
  | 'option'
  | 'order'
  | 'none';

/** Why input is not an answer: a message key. It never contains a quiz key, because people read it while they may answer. */
export interface Problem {
  readonly key: MessageKey;
  readonly params: MessageParams;
}

/**
 * The grade of an answer. `invalid` is not an answer (empty, not a number, an invalid policy), `nearly` is
 * a typo. Both are worth nothing; grade/problems.ts decides what is not even recorded.
 */
export interface Grade {
  readonly outcome: 'right' | 'partly' | 'wrong' | 'nearly' | 'invalid';
  /** Of 1. */
  readonly credit: number;
  readonly rule: Rule;
  /** The author's explanation of this answer. */
  readonly why?: Text;
  /** Of an `invalid` one. */
  readonly problem?: Problem;
}

export type Grades = Readonly<Record<string, Grade>>;
