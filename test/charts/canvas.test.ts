/** Figures become pictures: right in size, not blank, the same everywhere, and without the machine's fonts. */
import { execFile, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createCanvas, loadImage, type SKRSContext2D } from '@napi-rs/canvas';
import { openSync } from 'fontkit';
import { expect, test, vi } from 'vitest';
import { accuracyFigure } from '../../src/charts/accuracy.ts';
import { createCanvasRenderer } from '../../src/charts/canvas.ts';
import { curvesFigure } from '../../src/charts/curves.ts';
import type { Theme } from '../../src/charts/theme.ts';
import { fontFiles } from '../../src/images/fonts.ts';
import { accuracySample, curvesSample } from './samples.ts';

const renderer = createCanvasRenderer();

async function pixels(png: Uint8Array) {
  const image = await loadImage(png);
  const pen = createCanvas(image.width, image.height).getContext('2d');
  pen.drawImage(image, 0, 0);
  return {
    width: image.width,
    height: image.height,
    data: pen.getImageData(0, 0, image.width, image.height).data,
  };
}

test.each(['light', 'dark'] satisfies Theme[])(
  'a %s picture is opaque, 1440x1080, and shows something',
  async (theme) => {
    for (const figure of [curvesFigure(curvesSample({ theme })), accuracyFigure(accuracySample({ theme }))]) {
      const png = await renderer.render(figure);
      expect([...png.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
      const { width, height, data } = await pixels(png);
      expect([width, height]).toEqual([1440, 1080]);
      const corner = [...data.subarray(0, 4)];
      expect(corner).toEqual(theme === 'light' ? [255, 255, 255, 255] : [27, 30, 36, 255]);
      let drawn = 0;
      let transparent = 0;
      for (let i = 0; i < data.length; i += 4) {
        if (data[i + 3] !== 255) transparent++;
        if (corner.some((value, channel) => Math.abs(value - data[i + channel]!) > 40)) drawn++;
      }
      expect(transparent).toBe(0);
      expect(drawn / (width * height)).toBeGreaterThan(0.02);
      expect(drawn / (width * height)).toBeLessThan(0.3);
    }
  },
);

test('nothing is cut off: the margin of every picture is empty', async () => {
  for (const locale of ['en', 'ko', 'de']) {
    for (const fraction of [0.001, 0.2, 1]) {
      const sample = { locale, fraction, seeds: 30 };
      for (const figure of [curvesFigure(curvesSample(sample)), accuracyFigure(accuracySample(sample))]) {
        const { width, height, data } = await pixels(await renderer.render(figure));
        const margin = 8;
        const stained = Array.from({ length: width * height }, (_, i) => i).filter((i) => {
          const [x, y] = [i % width, Math.floor(i / width)];
          const inside = x >= margin && y >= margin && x < width - margin && y < height - margin;
          return !inside && data[4 * i] !== data[0];
        });
        expect(stained).toEqual([]);
      }
    }
  }
});

test('a figure is left as it was, and drawn alike again', async () => {
  const figure = curvesFigure(curvesSample());
  const first = await renderer.render(figure);
  expect(figure).toStrictEqual(curvesFigure(curvesSample()));
  expect(Buffer.compare(await renderer.render(figure), first)).toBe(0);
});

test('figures without points are drawn too', async () => {
  const [curves, accuracy] = [curvesSample(), accuracySample()];
  await renderer.render(curvesFigure({ ...curves, arms: [] }));
  await renderer.render(
    curvesFigure({ ...curves, arms: curves.arms.map((arm) => ({ ...arm, points: [] })) }),
  );
  await renderer.render(
    accuracyFigure({ ...accuracy, arms: accuracy.arms.map((arm) => ({ ...arm, results: [] })) }),
  );
});

test('every text that is drawn is measured and drawn with our font', async () => {
  const widths = new Map(fontFiles().map(({ path, weight }) => [String(weight), widthsOf(path)]));
  const pen = Object.getPrototypeOf(createCanvas(1, 1).getContext('2d')) as SKRSContext2D;
  const drawn: { text: string; font: string; width: number }[] = [];
  const fillText = vi.spyOn(pen, 'fillText').mockImplementation(function (this: SKRSContext2D, text) {
    drawn.push({ text, font: this.font, width: this.measureText(text).width });
  });
  try {
    for (const locale of ['en', 'ko', 'de']) {
      await renderer.render(curvesFigure(curvesSample({ locale })));
      await renderer.render(accuracyFigure(accuracySample({ locale })));
    }
  } finally {
    fillText.mockRestore();
  }
  expect(drawn.length).toBeGreaterThan(100);
  for (const { text, font, width } of drawn) {
    const [, weight = '400', size] =
      /^(?:normal )?(?:(\S+) )?(\d+)px ["']?Gothic A1/.exec(font) ?? expect.fail(font);
    const real = widths.get(weight === 'bold' ? '700' : weight)?.(text, Number(size));
    expect(Math.abs(width - (real ?? 0)), `${text} in ${font}`).toBeLessThan(0.5);
  }
});

/** Skia reads /usr/share/fonts whatever the environment says, so the folder has to be covered. */
const bare = ['-rm', 'sh', '-c', 'mount -t tmpfs none /usr/share/fonts && exec "$@"', 'sh'];
const canCover = spawnSync('unshare', [...bare, 'true']).status === 0;

test('a machine without fonts draws the very same pictures', async ({ skip }) => {
  skip(!canCover, 'covering the fonts of this machine needs user namespaces');
  const node = [process.execPath, '--import', 'tsx', fileURLToPath(new URL('draw.ts', import.meta.url))];
  const draw = async (command: string, args: readonly string[]) => {
    const env = { ...process.env, DISABLE_SYSTEM_FONTS_LOAD: '1' };
    const { stdout } = await promisify(execFile)(command, args, { env });
    return stdout.trim().split('\n');
  };
  const [here, there] = await Promise.all([
    draw(node[0]!, node.slice(1)),
    draw('unshare', [...bare, ...node]),
  ]);
  expect(here).toHaveLength(6);
  expect(there).toEqual(here);
});

/** The width in pixels of a text in the font of a file, by another reader of fonts than the one that draws. */
function widthsOf(path: string): (text: string, size: number) => number {
  const font = openSync(path);
  if (!('layout' in font)) throw new Error('a collection, not a font');
  return (text, size) => (font.layout(text).advanceWidth / font.unitsPerEm) * size;
}
