/** Finds what an author has to fix before a class sees an item, by grading it as it will be graded. */
import { parsePolicy } from '../../augment/policy.ts';
import type { Blank, Item } from '../content/quiz.ts';
import { resolveItem } from '../content/resolve.ts';
import { effectPolicies } from './effect.ts';
import { compilePattern } from './pattern.ts';

/** The smallest, middle and largest of each number: a calculation may fail for only one of them. */
const DRAWS = [0, 0.5, 1 - 1e-9];

/** Throws UserError for numbers that cannot be filled in, patterns that cannot run, and invalid policies. */
export function checkKeys(item: Item): void {
  for (const draw of DRAWS) {
    const resolved = resolveItem(item, () => draw);
    for (const blank of blanksOf(resolved))
      for (const { pattern } of [blank, ...blank.wrong])
        if (pattern !== undefined) compilePattern(pattern, true);
    if (resolved.kind === 'blanks' && resolved.effect) parsePolicy(effectPolicies(resolved, {}).reference);
  }
}

function blanksOf(item: Item): readonly Blank[] {
  if (item.kind === 'blanks') return Object.values(item.blanks);
  return item.kind === 'number' || item.kind === 'text' ? [item.answer] : [];
}
