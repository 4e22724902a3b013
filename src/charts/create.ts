/** What draws figures: a QuickChart server if one is set, otherwise this process. */
import type { ChartRenderer } from '../images/figure.ts';
import { createCanvasRenderer } from './canvas.ts';
import { createQuickChartRenderer } from './quickchart.ts';

/** `url` of the QuickChart server, if there is one; `warn` is called when it fails. */
export function createCharts(
  url: string | undefined,
  warn: (details: { readonly err: Error }, message: string) => void,
): ChartRenderer {
  const canvas = createCanvasRenderer();
  if (url === undefined) return canvas;
  return createQuickChartRenderer({
    url,
    fallback: canvas,
    onFallback: (err) => warn({ err }, 'QuickChart did not draw; the chart is drawn here'),
  });
}
