/** What draws figures: a QuickChart server if one is set, otherwise this process. */
import type { ChartRenderer } from '../images/figure.ts';
import { createCanvasRenderer } from './canvas.ts';
import { createQuickChartRenderer } from './quickchart.ts';
import { inTheme } from './theme.ts';

/** `url` of the QuickChart server, if there is one; `warn` is called when it fails. */
export function createCharts(
  url: string | undefined,
  warn: (details: { readonly err: Error }, message: string) => void,
): ChartRenderer {
  const canvas = createCanvasRenderer();
  const renderer = url === undefined ? canvas : quickChart(url);
  return {
    render: (figure, theme) => renderer.render(theme === undefined ? figure : inTheme(figure, theme)),
  };

  function quickChart(at: string): ChartRenderer {
    return createQuickChartRenderer({
      url: at,
      fallback: canvas,
      onFallback: (err) => warn({ err }, 'QuickChart did not draw; the chart is drawn here'),
    });
  }
}
