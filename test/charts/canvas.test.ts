/** Figures become pictures: right in size, not blank, the same everywhere, and without the machine's fonts. */
import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { expect, test } from 'vitest';
import { accuracyFigure } from '../../src/charts/accuracy.ts';
import { createCanvasRenderer } from '../../src/charts/canvas.ts';
import { curvesFigure } from '../../src/charts/curves.ts';
import type { Theme } from '../../src/charts/theme.ts';
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

test('a machine without fonts draws the very same pictures', async () => {
  const empty = join(mkdtempSync(join(tmpdir(), 'augie-fonts-')), 'fonts.conf');
  writeFileSync(empty, '<?xml version="1.0"?><fontconfig></fontconfig>');
  const draw = async (env: Record<string, string>) => {
    const script = new URL('draw.ts', import.meta.url).pathname;
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script], {
      env: { ...process.env, ...env },
    });
    return stdout.trim().split('\n');
  };
  const [here, bare] = await Promise.all([
    draw({}),
    draw({ FONTCONFIG_FILE: empty, DISABLE_SYSTEM_FONTS_LOAD: '1' }),
  ]);
  expect(here).toHaveLength(6);
  expect(bare).toEqual(here);
});
