/** How often the verdict claims an effect that does not exist, and which effects it sees: at real size, as VERDICT.md says. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { looksOf, visibleEffect } from '../../src/experiments/looks.ts';
import { signFlipTest } from '../../src/experiments/statistics.ts';
import {
  alike,
  claimRate,
  differencesOf,
  differing,
  endings,
  exponential,
  normal,
  PLANNED,
  type World,
} from '../experiments/questions.ts';

const QUESTIONS = 20_000;
/** Half a point of 10,000 test images, as measured from one seed to the next. */
const SPREAD = 50;

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const report = (line: string) => process.stdout.write(`    ${line}\n`);

const page = readFileSync('src/experiments/VERDICT.md', 'utf8');

/** What VERDICT.md says in a row of its table of rates. */
function written(row: string, planned: number): string | undefined {
  const line = page.split('\n').find((line) => line.startsWith(`| ${row}`));
  return line?.split('|')[PLANNED.indexOf(planned) + 2]?.trim();
}

/** How many of these questions a single look decides for "helped". */
function power(world: World, look: { pairs: number; level: number }, questions: number): number {
  let helped = 0;
  for (let n = 1; n <= questions; n++) {
    const differences = differencesOf(world, n, look.pairs);
    const above = differences.reduce((sum, difference) => sum + difference, 0) > 0;
    if (above && signFlipTest(differences) < look.level) helped++;
  }
  return helped / questions;
}

describe('where nothing is, and somebody presses "more seeds" until it is clear', () => {
  // Each condition by itself may be as skewed as it likes: what counts is that the two are alike.
  describe.each([
    ['differences like a bell curve', alike(normal(SPREAD))],
    ['both conditions skewed alike', alike(exponential(SPREAD))],
  ])('%s', (name, world) => {
    it.each(PLANNED)('at most one question in twenty claims something, with %i planned pairs', (planned) => {
      const rate = claimRate(planned, QUESTIONS, world);
      report(`${name}, ${planned} planned: ${percent(rate)}`);
      expect(percent(rate)).toBe(written(name, planned));
      expect(rate).toBeLessThan(0.05);
      // Nor is it never: such a test would see nothing.
      expect(rate).toBeGreaterThan(0.02);
    });
  });

  it.each(PLANNED)('small spreads end with "the same", with %i planned pairs', (planned) => {
    const counts = endings(planned, 1000, alike(normal(15)));
    report(`${planned} planned, SD 0.15: ${JSON.stringify(Object.fromEntries(counts))}`);
    expect((counts.get('same') ?? 0) / 1000).toBeGreaterThan(0.9);
  });
});

// The limit: differences with mean 0 that are skewed themselves, as where a policy mostly hurts a bit and at times helps a lot.
it.each(PLANNED)(
  'claims more than it promises where the differences are skewed, with %i planned pairs',
  (planned) => {
    const rate = claimRate(planned, 5000, differing(exponential(SPREAD)));
    report(`skewed differences, ${planned} planned: ${percent(rate)}`);
    expect(rate).toBeGreaterThan(0.05);
    expect(rate).toBeLessThan(0.15);
  },
);

describe('power', () => {
  it('is 80 % within 4 points where `visibleEffect` says so', () => {
    const looks = new Map(PLANNED.flatMap(looksOf).map((look) => [`${look.pairs} at ${look.level}`, look]));
    for (const [name, look] of looks) {
      const effect = visibleEffect(look, SPREAD);
      const found = power(differing(normal(SPREAD, effect)), look, look.pairs > 20 ? 3000 : 10_000);
      report(`${name}: sees ${(effect / SPREAD).toFixed(2)} standard deviations in ${percent(found)}`);
      expect(Math.abs(found - 0.8)).toBeLessThan(0.04);
    }
  });

  it('of the first look is as in VERDICT.md', () => {
    for (const effect of [0.25, 0.5, 1])
      for (const deviation of [0.3, 0.5, 0.8]) {
        const world = differing(normal(100 * deviation, 100 * effect));
        const found = [6, 10, 20, 30].map((pairs) =>
          power(world, { pairs, level: 0.04 }, pairs > 20 ? 2000 : 10_000),
        );
        const row = `| ${[effect, deviation, ...found.map((share) => Math.round(100 * share))].join(' | ')} |`;
        report(row);
        expect(page).toContain(row);
      }
  });
});
