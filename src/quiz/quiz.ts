/** A quiz as its author writes it: one zod schema, from which data/quizzes/quiz.schema.json is made for editors. */
import { z } from 'zod';
import type { MessageKey, MessageParams } from '../i18n/i18n.ts';

/** The same in all languages, or one text for each: `{en: ..., ko: ..., de: ...}`. */
const textOf = (most: number) =>
  z.union([z.string().max(most), z.record(z.string().max(20), z.string().max(most))]);
/** Characters. No platform shows much more in a message, and nobody reads it in a class. */
const textSchema = textOf(2000);
/** A title, an option, a line, a hint. */
const shortTextSchema = textOf(300);
const codeSchema = z.string().max(3000);
/** An answer as it is typed. */
const answerSchema = z.string().max(300);
export type Text = z.infer<typeof textSchema>;

/** Of a blank or a number. */
const nameSchema = z.string().regex(/^[a-z]\w{0,39}$/);

/** What is known of a wrong answer: shown to who gave it, and at the reveal. */
const wrongSchema = z.strictObject({
  /** The answer itself, or what the whole of it matches. */
  is: answerSchema.optional(),
  pattern: answerSchema.optional(),
  why: textSchema,
  /** Of 1, for what is half right. */
  credit: z.number().min(0).max(1).default(0),
});

const blankSchema = z.strictObject({
  /** What is right; the first one is shown as the key. `{{n}}` is a number of the item, `{{= n * 2}}` is computed. */
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
  /** Whether nothing at all is a right answer (`accept` may be empty then). */
  empty: z.boolean().default(false),
  /** Whether an answer that is nearly spelt right is told so; left out: in code it is not. */
  spelling: z.boolean().optional(),
  /** Graded by what the whole policy then does to real pictures: only in items with `effect`. */
  effect: z.boolean().default(false),
  hint: shortTextSchema.optional(),
  wrong: z.array(wrongSchema).max(100).default([]),
  /** How much of the item it is. */
  weight: z.number().positive().default(1),
});

const common = {
  /** Lower case letters, digits and `-`: a person's history of it hangs on this name. */
  id: z.string().regex(/^[a-z0-9-]{1,60}$/),
  ask: textSchema,
  /** Shown at the reveal. */
  why: textSchema.optional(),
  /** Keys of entries in data/references.bib. */
  sources: z.array(z.string().max(100)).max(20).default([]),
  /** Numbers that are drawn anew for each session, from `from` to `to` in steps of `step`. */
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
/** At most so many options, and lines to be ordered: a letter stands for each. */
export const MOST_OPTIONS = 8;

export const itemSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('blanks'),
    ...common,
    language: z.enum(['policy', 'python', 'text']),
    /** With blanks `{[name]}`. */
    code: codeSchema,
    blanks: z.record(nameSchema, blankSchema),
    /** `code` is a policy, and answers in blanks with `effect` are run on these pictures. Without a dataset: on the default one. */
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
    /** Whether more than one is to be chosen. */
    many: z.boolean().default(false),
  }),
  z.strictObject({ kind: z.literal('number'), ...common, answer: blankSchema }),
  z.strictObject({ kind: z.literal('text'), ...common, answer: blankSchema }),
  z.strictObject({
    kind: z.literal('order'),
    ...common,
    /** In the right order; shown in another. */
    lines: z.array(shortTextSchema).min(3).max(MOST_OPTIONS),
    /** Filled in with each session, never by an author: which line is shown at each place. Letters follow it. */
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

/** The blanks of an item in the order of its code; `answer` where there is only one thing to say. */
export function blankNames(item: Item): string[] {
  if (item.kind !== 'blanks') return [ANSWER];
  return [...item.code.matchAll(BLANK)].map(([, name]) => name as string);
}

/**
 * Whether blanks of an item are answered by leaving them empty: all of them where it is right for one, and the question
 * says so. Else only the one whose key it is would be taken, which would tell that it is the key.
 */
export const mayBeEmpty = (item: Item): boolean =>
  item.kind === 'blanks'
    ? Object.values(item.blanks).some(({ empty }) => empty)
    : 'answer' in item && item.answer.empty;

/** `{[name]}` in code: no language of our quizzes has it, and brackets of lists are no trouble. */
export const BLANK = /\{\[\s*([a-z]\w*)\s*\]\}/g;

/** A text in a language; English where that is missing. */
export const textIn = (text: Text, locale: string): string =>
  typeof text === 'string' ? text : (text[locale] ?? text.en ?? Object.values(text)[0] ?? '');

/** What somebody answered: a text per blank. Options and lines are named by their letters: `B`, `A C`, `C A B`. */
export type Answers = Readonly<Record<string, string>>;

/** Which rule of the grader decided. */
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

/** Why something is no answer: a sentence of the catalogue. No key is in it, as people read it while they may answer. */
export interface Problem {
  readonly key: MessageKey;
  readonly params: MessageParams;
}

/**
 * What becomes of an answer. `invalid` is no answer at all (nothing, no number, a policy that cannot be read), `nearly` is
 * a slip of the pen. Both are worth nothing; grade/problems.ts says what is not even recorded.
 */
export interface Grade {
  readonly outcome: 'right' | 'partly' | 'wrong' | 'nearly' | 'invalid';
  /** Of 1. */
  readonly credit: number;
  readonly rule: Rule;
  /** What the author says to this answer. */
  readonly why?: Text;
  /** Of an `invalid` one. */
  readonly problem?: Problem;
}

export type Grades = Readonly<Record<string, Grade>>;
