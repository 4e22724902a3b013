/** Grades blanks by what the whole policy does to real pictures: an answer with the same effect is right. */
import { compilePolicy } from '../../augment/augmenter.ts';
import { operations } from '../../augment/catalog.ts';

import { type Policy, parsePolicy } from '../../augment/policy.ts';
import type { PictureShape, Pictures } from '../../datasets/dataset.ts';
import { UserError } from '../../i18n/user-error.ts';
import { type Answers, BLANK, type Blank, type Grade, type Item, type Problem } from '../content/quiz.ts';
import { MAX_ANSWER, normalise } from './normalise.ts';
import { invalid, right } from './outcome.ts';

type BlanksItem = Extract<Item, { kind: 'blanks' }>;

/** The pictures for trying policies. */
export interface EffectPictures {
  readonly pixels: Pictures['pixels'];
  readonly shape: PictureShape;
  /** Indices of the pictures in `pixels`; the first 16 are used. */
  readonly samples: readonly number[];
}

/** How many pictures to choose. */
export const EFFECT_PICTURES = 16;

const SEEDS = [1, 2];
const EPOCHS = 3;
/** With another probability, a few coins may fall the same way by chance; 384 coins rarely do. */
const EPOCHS_FOR_COINS = 12;
/** One grey level of 255: invisible, and more than rounding errors. */
const NO_DIFFERENCE = 1 / 255;
/** More operations than any question needs; a limit, so that an answer does not keep the class waiting. */
const MOST_STEPS = 8;

/** The key of a blank, as text for the code. */
const keyOf = (blank: Blank | undefined): string => blank?.accept[0] ?? String(blank?.number?.is ?? '');

/** Both policies of an item as text: with the keys, and with somebody's answers (which may be invalid). */
export const effectPolicies = (
  item: BlanksItem,
  answers: Answers,
): { reference: string; answered: string } => ({
  reference: fill(item, {}),
  answered: fill(item, answers),
});

/** The code with answers in its blanks, and keys where there is no answer. */
function fill(item: BlanksItem, answers: Answers): string {
  return item.code.replace(BLANK, (_, name: string) =>
    Object.hasOwn(answers, name) ? asWritten(answers[name]!) : keyOf(item.blanks[name]),
  );
}

/**
 * Why the policy of somebody's answers is invalid, and which blank is at fault. It depends only on what
 * was typed and the code that everybody sees: with a key in another blank, the sentence would reveal that key.
 */
export function policyProblem(
  item: BlanksItem,
  answers: Answers,
): { readonly blank: string; readonly problem: Problem } | undefined {
  const problem = read(fill(item, answers)).problem;
  if (!problem) return undefined;
  const blanks = [...item.code.matchAll(BLANK)].map((found) => ({
    blank: found[1] as string,
    start: fill({ ...item, code: item.code.slice(0, found.index) }, answers).length,
  }));
  const { position, ...params } = problem.params;
  if (typeof position !== 'number') return { blank: blanks[0]!.blank, problem };
  const { blank, start } = blanks.findLast(({ start }) => start < position) ?? blanks[0]!;
  return { blank, problem: { ...problem, params: { ...params, position: Math.max(1, position - start) } } };
}

/** A policy has no fractions, but the answer 1/5 means 0.2. */
const asWritten = (answer: string): string =>
  normalise(answer.slice(0, MAX_ANSWER + 1)).replace(
    /(\d+) ?\/ ?(\d+)/g,
    (fraction, above: string, below: string) =>
      Number(below) > 0 ? String(Number(above) / Number(below)) : fraction,
  );

/**
 * Grades of those `open` blanks that the effect can decide: all of them right if all answers together do what the
 * keys do, otherwise one by one with the keys in the others. A blank that is missing from the result has another effect.
 */
export function gradeByEffect(
  item: BlanksItem,
  answers: Answers,
  open: readonly string[],
  pictures: EffectPictures,
): ReadonlyMap<string, Grade> {
  const reference = parsePolicy(fill(item, {}));
  const together = read(fill(item, answers));
  if (together.policy && sameEffect(together.policy, reference, pictures))
    return new Map(open.map((name) => [name, right('effect')]));
  const unread = policyProblem(item, answers)?.problem;
  const grades = open.map((name) => {
    const alone = read(fill(item, { [name]: answers[name]! }));
    if (alone.policy)
      return [name, sameEffect(alone.policy, reference, pictures) ? right('effect') : undefined] as const;
    // Invalid together with the keys; with the other answers it may be a policy, but not this one.
    return [name, unread && invalid('effect', unread.key, unread.params)] as const;
  });
  return new Map(grades.flatMap(([name, grade]) => (grade ? [[name, grade]] : [])));
}

type Read =
  | { readonly policy: Policy; readonly problem?: never }
  | { readonly policy?: never; readonly problem: Problem };

function read(text: string): Read {
  try {
    const policy = parsePolicy(text);
    return policy.length > MOST_STEPS
      ? { problem: { key: 'quiz.answer.tooManySteps', params: { max: MOST_STEPS } } }
      : { policy };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { problem: withoutAdvice(error) };
  }
}

/** The policy parser's advice may be the answer to the question: 14.4° is rotate(0.04). */
function withoutAdvice({ key, params }: UserError): Problem {
  const { suggestion: _, given: __, ...plain } = params;
  switch (key) {
    case 'policy.meantDegrees':
    case 'policy.meantPercent':
      return { key: 'policy.outOfRange', params: plain };
    case 'policy.percentProbability':
      return { key: 'policy.badProbability', params: plain };
    case 'policy.foreign':
    case 'policy.similar': {
      const [name = ''] = String(params.name).split(/[(=]/);
      const known = operations.map((one) => one.name).join(', ');
      return { key: 'policy.unknownOp', params: { ...plain, name, known } };
    }
    default:
      return { key, params };
  }
}

/** Whether two policies give the same results for the same pictures, draw by draw. */
export function sameEffect(a: Policy, b: Policy, { pixels, shape, samples }: EffectPictures): boolean {
  if (JSON.stringify(a) === JSON.stringify(b)) return true;
  const size = shape.width * shape.height * shape.channels;
  const [one, other] = [new Float32Array(size), new Float32Array(size)];
  const epochs = probabilities(a) === probabilities(b) ? EPOCHS : EPOCHS_FOR_COINS;
  for (const seed of SEEDS) {
    const [first, second] = [compilePolicy(a, seed, shape), compilePolicy(b, seed, shape)];
    for (let epoch = 1; epoch <= epochs; epoch++) {
      for (const sample of samples.slice(0, EFFECT_PICTURES)) {
        const chosen = Int32Array.of(sample);
        first.write(pixels, chosen, epoch, one);
        second.write(pixels, chosen, epoch, other);
        if (!alike(one, other)) return false;
      }
    }
  }
  return true;
}

/** The probabilities of steps that a coin decides. */
const probabilities = (policy: Policy): string =>
  policy
    .map(({ probability }) => probability)
    .filter((probability) => probability > 0 && probability < 1)
    .join();

function alike(a: Float32Array, b: Float32Array): boolean {
  for (let i = 0; i < a.length; i++) if (!(Math.abs(a[i]! - b[i]!) <= NO_DIFFERENCE)) return false;
  return true;
}
