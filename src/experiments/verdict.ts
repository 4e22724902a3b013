/** The verdict on pairs, as data. The card puts it into words. */
import { inSeedOrder, type Look, looksOf, pairsToSee, type QuestionFacts, visibleEffect } from './looks.ts';
import { mean, signFlipInterval, signFlipTest, standardDeviation } from './statistics.ts';

/** The two results of one seed: same subset, same initial weights, same batch order. Shares in [0, 1]. */
export interface Pair {
  readonly seed: number;
  readonly reduced: number;
  readonly augmented: number;
}

/** A pair, as input of a verdict. */
export interface ReadPair extends Pair {
  /** Both networks give every test image the same label. */
  readonly samePredictions: boolean;
}

/** The pairs of a question so far, from one experiment or several. */
export interface Trained {
  readonly firstSeed: number;
  readonly numerics: number;
  readonly pairs: readonly ReadPair[];
  /** Seeds without a pair, because training crashed. */
  readonly crashed: readonly number[];
}

/** Results of earlier NUMERICS are of the last step of training, which was too noisy for a verdict. */
const FIRST_JUDGED_NUMERICS = 2;
/** Half a point: cards say how many pairs it takes to see this effect. */
const HALF_A_POINT = 0.005;

/** The findings of a look. Effects are shares of the test images, augmented minus reduced. */
interface Found {
  readonly look: Look;
  /** How many pairs the look read; more may be trained. */
  readonly pairs: number;
  readonly wins: number;
  readonly losses: number;
  /** Mean accuracies of the pairs read. */
  readonly reduced: number;
  readonly augmented: number;
  /** The mean of the pairs read, with the interval of all means that the test does not reject at the look's level. */
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  /** Exact two-sided sign-flip test. */
  readonly p: number;
}

export type Verdict =
  | { readonly kind: 'none' }
  | {
      /** Numbers without a verdict: the next look is still to come, or there is none. */
      readonly kind: 'soFar';
      readonly why: 'early' | 'otherFirstSeed' | 'oldNumerics';
      readonly pairs: number;
      readonly difference: number;
      /** Only if it is too early. */
      readonly next?: Look;
    }
  | {
      readonly kind: 'nothingChanged';
      readonly pairs: number;
      /** Left out before the first look: a later pair may differ. */
      readonly look?: Look;
    }
  | (Found & {
      readonly kind: 'helped' | 'hurt';
      /** The whole interval is inside the margin. */
      readonly lessThanMatters: boolean;
    })
  | (Found & { readonly kind: 'same' })
  | (Found & {
      readonly kind: 'cannotTell';
      /** The effect that this many pairs see in 80 of 100 questions, judged by the standard deviation of these pairs. */
      readonly visible: number;
      /** How many pairs a look of this level needs to see half a point in 80 of 100 questions. May be above 30. */
      readonly pairsForHalfPoint: number;
      /** Left out after the last look. `visible`: as above, for that look. */
      readonly next?: Look & { readonly visible: number };
    });

interface Decision {
  readonly kind: 'nothingChanged' | 'helped' | 'hurt' | 'same' | 'cannotTell';
  readonly look: Look;
  /** In the order of their seeds. */
  readonly read: readonly ReadPair[];
}

/** Differences in whole test images, augmented minus reduced. */
const inImages = (pairs: readonly Pair[], testImages: number): number[] =>
  pairs.map(
    ({ reduced, augmented }) => Math.round(augmented * testImages) - Math.round(reduced * testImages),
  );

/** Whether the whole interval is inside the margin, that is, the test rejects both ends of the margin. */
function inside(differences: readonly number[], level: number, margin: number): boolean {
  if (Math.abs(mean(differences)) >= margin) return false;
  return signFlipTest(differences, margin) < level && signFlipTest(differences, -margin) < level;
}

function kindAt(
  look: Look,
  read: readonly ReadPair[],
  { testImages, margin }: QuestionFacts,
): Decision['kind'] {
  if (read.every(({ samePredictions }) => samePredictions)) return 'nothingChanged';
  const differences = inImages(read, testImages);
  if (signFlipTest(differences, 0) < look.level) return mean(differences) > 0 ? 'helped' : 'hurt';
  return inside(differences, look.level, margin * testImages) ? 'same' : 'cannotTell';
}

/**
 * The result of the looks: the first that says anything but "cannot tell" is final, however many pairs are trained after it; until then
 * it is the last look so far. Undefined before the first look, and for questions without looks.
 */
export function decide(question: QuestionFacts, trained: Trained): Decision | undefined {
  if (trained.numerics < FIRST_JUDGED_NUMERICS || trained.firstSeed !== question.firstSeed) return undefined;
  const inOrder = inSeedOrder(question.firstSeed, trained.pairs, trained.crashed);
  let last: Decision | undefined;
  for (const look of looksOf(question.planned)) {
    if (inOrder.length < look.pairs) break;
    const read = inOrder.slice(0, look.pairs);
    last = { kind: kindAt(look, read, question), look, read };
    if (last.kind !== 'cannotTell') break;
  }
  return last;
}

/** The verdict on a question, from its pairs so far. Takes up to 0.1 s with 30 pairs, for the interval. */
export function verdictOf(question: QuestionFacts, trained: Trained): Verdict {
  const decision = decide(question, trained);
  if (!decision) return undecided(question, trained);
  const { kind, look, read } = decision;
  if (kind === 'nothingChanged') return { kind, pairs: read.length, look };
  const { testImages, margin, planned } = question;
  const differences = inImages(read, testImages);
  const { low, high } = signFlipInterval(differences, look.level);
  const found: Found = {
    look,
    pairs: read.length,
    reduced: mean(read.map(({ reduced }) => reduced)),
    augmented: mean(read.map(({ augmented }) => augmented)),
    wins: differences.filter((difference) => difference > 0).length,
    losses: differences.filter((difference) => difference < 0).length,
    difference: mean(differences) / testImages,
    low: low / testImages,
    high: high / testImages,
    p: signFlipTest(differences),
  };
  if (kind === 'same') return { kind, ...found };
  if (kind !== 'cannotTell')
    return { kind, ...found, lessThanMatters: inside(differences, look.level, margin * testImages) };
  const deviation = standardDeviation(differences) / testImages;
  const next = looksOf(planned).find(({ pairs }) => pairs > look.pairs);
  return {
    kind,
    ...found,
    visible: visibleEffect(look, deviation),
    pairsForHalfPoint: pairsToSee(HALF_A_POINT, look.level, deviation),
    ...(next && { next: { ...next, visible: visibleEffect(next, deviation) } }),
  };
}

/** Before the first look, or without looks. */
function undecided(question: QuestionFacts, trained: Trained): Verdict {
  const pairs = trained.pairs.filter(({ seed }) => !trained.crashed.includes(seed));
  if (pairs.length === 0) return { kind: 'none' };
  const numbers = {
    kind: 'soFar',
    pairs: pairs.length,
    difference: mean(pairs.map(({ reduced, augmented }) => augmented - reduced)),
  } as const;
  if (trained.numerics < FIRST_JUDGED_NUMERICS) return { ...numbers, why: 'oldNumerics' };
  if (trained.firstSeed !== question.firstSeed) return { ...numbers, why: 'otherFirstSeed' };
  if (pairs.every(({ samePredictions }) => samePredictions))
    return { kind: 'nothingChanged', pairs: pairs.length };
  return { ...numbers, why: 'early', next: looksOf(question.planned)[0]! };
}

/**
 * Which prediction is right. `waits`: a look is still to come. `void`: no look will tell. "Neither" is right only if the two are the
 * same for practice or nothing changed; "cannot tell" is not a tie.
 */
export function rightPrediction(found: Verdict): 'augmented' | 'reduced' | 'neither' | 'waits' | 'void' {
  switch (found.kind) {
    case 'helped':
      return 'augmented';
    case 'hurt':
      return 'reduced';
    case 'same':
      return 'neither';
    case 'nothingChanged':
      return found.look ? 'neither' : 'waits';
    case 'cannotTell':
      return found.next ? 'waits' : 'void';
    case 'soFar':
      return found.why === 'early' ? 'waits' : 'void';
    case 'none':
      return 'waits';
  }
}
