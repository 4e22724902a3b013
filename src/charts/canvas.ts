/** Draws figures in this process: Chart.js on a Skia canvas, with our font and none of the machine's. */
import type { ChartConfiguration, ChartItem } from 'chart.js';
import type { ChartRenderer, Figure } from '../images/figure.ts';
import { fontFamily, fontFiles } from '../images/fonts.ts';
import { inTurn } from '../images/in-turn.ts';
import { encodePng } from '../images/png.ts';
import { pixelRatio } from './figure.ts';

/** A renderer that loads chart.js, the canvas and the font with its first figure, so that a shell starts fast. */
export function createCanvasRenderer(): ChartRenderer {
  let loading: ReturnType<typeof load> | undefined;
  return {
    render: inTurn(async ({ config, width, height }: Figure) => {
      loading ??= load();
      const { Chart, createCanvas } = await loading;
      const canvas = createCanvas(width, height);
      // A copy: Chart.js changes its input, and figures are shared.
      const { options, ...rest } = structuredClone(config) as unknown as ChartConfiguration;
      const chart = new Chart(canvas as unknown as ChartItem, {
        ...rest,
        options: { ...options, devicePixelRatio: pixelRatio },
      });
      const pen = canvas.getContext('2d');
      pen.globalCompositeOperation = 'destination-over';
      pen.fillStyle = String(options?.backgroundColor);
      pen.fillRect(0, 0, width, height);
      const data = canvas.data(); // a copy, RGBA
      chart.destroy();
      return encodePng({ data, width: canvas.width, height: canvas.height, channels: 4 });
    }),
  };
}

async function load() {
  const [{ Chart }, { createCanvas, GlobalFonts }] = await Promise.all([
    import('chart.js/auto'),
    import('@napi-rs/canvas'),
  ]);
  for (const { path } of fontFiles()) GlobalFonts.registerFromPath(path, fontFamily);
  return { Chart, createCanvas };
}
