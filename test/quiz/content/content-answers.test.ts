/** Answers to the shipped questions that people honestly give: what is right however it is written, and what is not. */

import { expect, it } from 'vitest';
import { createSources } from '../../../src/previews/originals.ts';
import { createLibrary } from '../../../src/quiz/content/library.ts';
import { resolveItem } from '../../../src/quiz/content/resolve.ts';
import { keyOf } from '../../../src/quiz/results/tally.ts';
import { createMarker } from '../../../src/quiz/session/mark.ts';
import { ours } from '../../datasets/catalogs.ts';

const library = createLibrary('data');
const marker = createMarker(createSources('data', ours));

/** Numbers are drawn at the lower end of their ranges; the other blanks have their keys. */
async function outcome(id: string, blank: string, answer: string): Promise<string | undefined> {
  const items = library.names().flatMap((name) => library.get(name)?.items ?? []);
  const item = items.find((one) => one.id === id);
  if (!item) throw new Error(`there is no question ${id}`);
  const resolved = resolveItem(item, () => 0);
  const mark = await marker.of(resolved);
  return mark({ ...keyOf(resolved), [blank]: answer }).grades[blank]?.outcome;
}

it.each([
  // Policies, by what they do to pictures.
  ['rotate-degrees', 'factor', '-0.02..0.02', 'right'],
  ['rotate-degrees', 'factor', '0,02', 'invalid'],
  ['flip-often', 'often', '1/4', 'right'],
  ['flip-often', 'often', '.25', 'right'],
  ['mirror', 'op', 'flip(horizontal)', 'right'],
  ['mirror', 'op', 'flip(vertical)', 'wrong'],
  ['shift-and-turn', 'turn', '18/360', 'right'],
  ['shift-and-turn', 'far', '0.1, 0.1', 'right'],
  ['crop-area', 'scale', '0.8..1', 'right'],
  ['erase-some', 'area', '0.1..0.02', 'right'],
  ['tones', 'light', '-0.2..0.2', 'right'],
  // Code.
  ['keras-rotation', 'factor', '7.2/360', 'right'],
  ['keras-rotation', 'fill', "'constant'", 'right'],
  ['keras-flip', 'mode', '"horizontal"', 'right'],
  ['keras-flip', 'mode', 'horizontl', 'nearly'],
  ['keras-brightness', 'range', '(0,1)', 'right'],
  ['keras-brightness', 'range', '[0., 1.]', 'right'],
  ['keras-brightness', 'range', '0, 1', 'wrong'],
  ['torchvision-degrees', 'degrees', '0.04*360', 'right'],
  ['sign-flip-code', 'coin', '1/2', 'right'],
  ['sign-flip-code', 'coin', '.5', 'right'],
  ['paired-code', 'count', 'np.size', 'right'],
  ['batch-code', 'size', '32', 'right'],
  ['sklearn-split', 'size', '.2', 'right'],
  ['sklearn-split', 'by', 'Y', 'wrong'],
  // Numbers, as different countries write them and with different places; a count with a unit costs nothing.
  ['pool-split', 'answer', '48,000', 'right'],
  ['pool-split', 'answer', '48.000', 'right'],
  ['pool-split', 'answer', '48 000', 'right'],
  ['pool-split', 'answer', '48000장', 'invalid'],
  ['pool-split', 'answer', 'many', 'invalid'],
  ['times-as-many', 'answer', '4배', 'invalid'],
  ['six-of-six', 'answer', '0.03', 'right'],
  ['six-of-six', 'answer', '3,1 %', 'right'],
  ['six-of-six', 'answer', '1/32', 'right'],
  ['six-of-six', 'answer', '1/64', 'wrong'],
  ['test-noise', 'answer', '0.3', 'right'],
  ['test-noise', 'answer', '0,33', 'right'],
  ['test-noise', 'answer', '0.32 %p', 'right'],
  ['test-noise', 'answer', '0,325 Prozentpunkte', 'right'],
  ['test-noise', 'answer', '0.00325', 'wrong'],
  ['points', 'answer', '+0.3', 'right'],
  ['points', 'answer', '0,3 %', 'right'],
  ['points', 'answer', '0.3퍼센트포인트', 'right'],
  ['points', 'answer', '0.3 points', 'right'],
  ['points', 'answer', '0.4 points', 'wrong'],
  ['crop-pixels', 'answer', '62', 'right'],
  ['crop-pixels', 'answer', '63.7', 'right'],
  ['crop-pixels', 'answer', '70', 'wrong'],
  // Words in three languages; opposites are no slips of the pen.
  ['name-it', 'answer', 'over fitting', 'right'],
  ['name-it', 'answer', '과잉적합', 'right'],
  ['name-it', 'answer', 'ÜBERANPASSUNG', 'right'],
  ['name-it', 'answer', 'overfiting', 'nearly'],
  ['name-it', 'answer', 'Unteranpassung', 'wrong'],
  ['name-it', 'answer', '과소적합', 'wrong'],
  ['gap', 'answer', 'Generalization Gap', 'right'],
  ['gap', 'answer', 'Generalisierungslücke', 'right'],
  ['gap', 'answer', 'Generalisierungsfehler', 'wrong'],
  ['gap', 'answer', '일반화 오차', 'wrong'],
  ['affinity', 'answer', 'Affinität', 'right'],
  ['affinity', 'answer', '다양성', 'wrong'],
  ['covering', 'answer', 'Random Erasing', 'right'],
  ['covering', 'answer', '랜덤이레이징', 'right'],
  ['covering', 'answer', 'CutMix', 'wrong'],
])('%s, %s: %s is %s', async (id, blank, answer, wanted) => {
  expect(await outcome(id, blank, answer)).toBe(wanted);
});
