/** The legend above a chart: shape, colour and name of each arm. */
import { innerWidth } from './figure.ts';
import { textWidth } from './text.ts';
import { font, sizes } from './theme.ts';

/** Chart.js's legend has an item for every dataset. Datasets with this label come last, and their items show nothing. */
export const unlisted = {
  label: '',
  pointBorderColor: 'transparent',
  pointBackgroundColor: 'transparent',
} as const;

/** A legend of the datasets that have these labels. */
export function legend(labels: readonly string[]): object {
  const padding = 16;
  const boxWidth = 16;
  let rows = 1;
  let used = padding;
  for (const label of labels) {
    const width = boxWidth + sizes.text / 2 + textWidth(label, sizes.text) + padding;
    if (used > padding && used + width > innerWidth) {
      rows += 1;
      used = padding;
    }
    used += width;
  }
  return {
    align: 'start',
    // Invisible items may wrap into another row, which is cut off.
    maxHeight: rows * (sizes.text + padding) + 10,
    labels: { usePointStyle: true, boxWidth, boxHeight: 13, padding, font: font('text') },
  };
}
