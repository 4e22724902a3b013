/** Real networks without an effect: both of a pair train in the same way, and the verdict rarely claims anything. */
import { cpus } from 'node:os';
import { expect, it } from 'vitest';
import { MARGIN } from '../../src/experiments/looks.ts';
import { decide } from '../../src/experiments/verdict.ts';
import { resolveBackend } from '../../src/training/backend.ts';
import { createPool } from '../../src/training/pool.ts';
import { NUMERICS } from '../../src/training/trial.ts';
import { ours } from '../datasets/catalogs.ts';
import { recordIn, trialOn } from '../training/trials.ts';

const QUESTIONS = 20;
const PAIRS = 6;

it(`claims nothing in nearly all of ${QUESTIONS} questions whose two networks differ in their seed alone`, async () => {
  const info = ours.info(ours.default);
  const backend = resolveBackend(undefined);
  const pool = createPool({ size: cpus().length, backend: backend.name, datasets: ours.source });
  const accuracies = await Promise.all(
    Array.from({ length: 2 * PAIRS * QUESTIONS }, async (_, i) => {
      const trial = trialOn({ info }, backend, { fraction: 0.05, epochs: 5, batch: 32, seed: 1001 + i });
      return (await recordIn(pool, trial)).result.testAccuracy;
    }),
  );
  await pool.stop();
  const facts = { firstSeed: 1, planned: PAIRS, margin: MARGIN, testImages: info.sizes.test };
  const kinds = Array.from({ length: QUESTIONS }, (_, question) => {
    const own = accuracies.slice(2 * PAIRS * question, 2 * PAIRS * (question + 1));
    const pairs = Array.from({ length: PAIRS }, (_, i) => ({
      seed: 1 + i,
      reduced: own[2 * i]!,
      augmented: own[2 * i + 1]!,
      samePredictions: false,
    }));
    return decide(facts, { firstSeed: 1, numerics: NUMERICS, pairs, crashed: [] })?.kind;
  });
  const claims = kinds.filter((kind) => kind === 'helped' || kind === 'hurt').length;
  process.stdout.write(`    ${claims} of ${QUESTIONS} claim a difference, which should be one in 32\n`);
  // By chance more than 3 of 20 would come in 3 of 1,000 versions of these numbers.
  expect(claims).toBeLessThanOrEqual(3);
  expect(kinds).not.toContain(undefined);
});
