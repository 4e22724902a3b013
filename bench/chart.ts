/** What one chart on a card costs the process that answers people: drawing it, and making a PNG file of it. */
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { createCanvasRenderer } from '../src/charts/canvas.ts';
import { curvesFigure } from '../src/charts/curves.ts';
import { encodePng } from '../src/images/png.ts';
import { curvesSample } from '../test/charts/samples.ts';
import { median, ownTime, type Row } from './table.ts';

const REPEATS = 21;

export async function measureChart(): Promise<Row[]> {
  const { render } = createCanvasRenderer();
  const figure = curvesFigure(curvesSample());
  const png = await render(figure);

  const image = await loadImage(png);
  const canvas = createCanvas(image.width, image.height);
  canvas.getContext('2d').drawImage(image, 0, 0);
  const raw = { data: canvas.data(), width: image.width, height: image.height, channels: 4 } as const;

  const [whole, ours, skias]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < REPEATS; round++) {
    whole.push(await ownTime(() => render(figure)));
    ours.push(await ownTime(() => encodePng(raw)));
    skias.push(await ownTime(() => canvas.encode('png')));
  }
  return [
    { what: 'chart of curves: CPU, drawing and PNG', value: median(whole), unit: 'ms', most: 80 },
    { what: 'its PNG alone: CPU', value: median(ours), unit: 'ms', most: 15 },
    {
      what: "PNG: times as fast as the canvas's own encoder",
      value: median(skias) / median(ours),
      unit: 'x',
      least: 3,
      guarded: true,
    },
    { what: 'the file', value: png.length / 1000, unit: 'kB', most: 160, guarded: true },
  ];
}
