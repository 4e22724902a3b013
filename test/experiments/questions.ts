/** Simulated questions: what people would be told if training gave differences from a known distribution. */
import { MARGIN, type QuestionFacts } from '../../src/experiments/looks.ts';
import { decide, type Trained } from '../../src/experiments/verdict.ts';
import { type Draws, draws } from '../../src/random/draws.ts';

export const PLANNED = [6, 8, 10, 15, 20, 30];
export const TEST_IMAGES = 10_000;
const MOST_PAIRS = 30;

/** One result, from the draws at its place. In test images. */
export type Distribution = (place: Draws) => number;

/** Box and Muller 1958. 50 images of 10,000 are half a point. */
export const normal =
  (deviation: number, mean = 0): Distribution =>
  (place) =>
    mean +
    deviation * Math.sqrt(-2 * Math.log(1 - place.uniform(0))) * Math.cos(2 * Math.PI * place.uniform(1));

/** Mean 0: mostly a bit below, at times far above. */
export const exponential =
  (deviation: number): Distribution =>
  (place) =>
    -deviation * (Math.log(1 - place.uniform(0)) + 1);

/** The pairs 1 to 30 of the n-th question: each a result of `reduced` and one of `augmented`. */
export interface World {
  readonly reduced: Distribution;
  readonly augmented: Distribution;
}

/** Nothing is there: one could exchange the conditions of any pair and nobody would notice. */
export const alike = (both: Distribution): World => ({
  reduced: (place) => both(place) / Math.SQRT2,
  augmented: (place) => both(place) / Math.SQRT2,
});

/** All noise is in the difference. */
export const differing = (difference: Distribution): World => ({ reduced: () => 0, augmented: difference });

/** Whole test images, augmented minus reduced, by seed. */
export function differencesOf(world: World, n: number, pairs = MOST_PAIRS): number[] {
  const [reduced, augmented] = [draws(n, 'reduced'), draws(n, 'augmented')];
  return Array.from(
    { length: pairs },
    (_, seed) =>
      Math.round(world.augmented(augmented.at(seed, 0))) - Math.round(world.reduced(reduced.at(seed, 0))),
  );
}

/** Pairs with the seeds 1, 2, ... */
export const trainedWith = (differences: readonly number[]): Trained => ({
  firstSeed: 1,
  numerics: 2,
  crashed: [],
  pairs: differences.map((difference, i) => ({
    seed: i + 1,
    reduced: 0.8,
    augmented: 0.8 + difference / TEST_IMAGES,
    samePredictions: false,
  })),
});

export const question = (planned: number): QuestionFacts => ({
  firstSeed: 1,
  planned,
  margin: MARGIN,
  testImages: TEST_IMAGES,
});

/** How many questions end with each verdict, if somebody presses "more seeds" until it is clear. */
export function endings(planned: number, questions: number, world: World): Map<string, number> {
  const counts = new Map<string, number>();
  for (let n = 1; n <= questions; n++) {
    const kind = decide(question(planned), trainedWith(differencesOf(world, n)))?.kind ?? 'none';
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

/** The share of questions that end with "helped" or "hurt". */
export function claimRate(planned: number, questions: number, world: World): number {
  const counts = endings(planned, questions, world);
  return ((counts.get('helped') ?? 0) + (counts.get('hurt') ?? 0)) / questions;
}
