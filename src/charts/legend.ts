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

const boxWidth = 16;
/** Between items, the usual one first. */
const paddings = [16, 14, 12, 10];
/** By how many pixels the end of a row of items may be estimated wrong. */
const doubt = 10;

/** A legend of the datasets that have these labels. */
export function legend(labels: readonly string[]): object {
  const items = labels.map((label) => boxWidth + sizes.text / 2 + textWidth(label, sizes.text));
  const found = paddings.map((padding) => ({ padding, ...rowsOf(items, padding) }));
  const { padding, rows } = found.find(({ isSure }) => isSure) ?? found[0]!;
  return {
    align: 'start',
    // Invisible items may wrap into another row, which is cut off.
    maxHeight: rows * (sizes.text + padding) + 10,
    labels: { usePointStyle: true, boxWidth, boxHeight: 13, padding, font: font('text') },
  };
}

/**
 * Into how many rows Chart.js breaks items of these widths. Too few would hide an item, and too many would show an empty row, so
 * it is not sure where an item ends so near to the border that the renderer's widths may decide otherwise.
 */
function rowsOf(items: readonly number[], padding: number): { rows: number; isSure: boolean } {
  let [rows, used, isSure] = [1, padding, true];
  for (const item of items) {
    const end = used + item + padding;
    if (used > padding && Math.abs(end - innerWidth) < doubt) isSure = false;
    const isNext = used > padding && end > innerWidth;
    if (isNext) rows += 1;
    used = isNext ? padding + item + padding : end;
  }
  return { rows, isSure };
}
