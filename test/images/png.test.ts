/** PNG files: every pixel as it was given, and the same bytes every time. */
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { encodePng, type RawImage } from '../../src/images/png.ts';

const noise = (channels: RawImage['channels']): RawImage => {
  const [width, height] = [37, 23];
  const data = Uint8Array.from({ length: width * height * channels }, (_, i) =>
    channels === 4 && i % 4 === 3 ? 255 : Math.imul(i, 2654435761) >>> 24,
  );
  return { data, width, height, channels };
};

test.each([3, 4] as const)('%i channels: no pixel is another, and opacity is gone', async (channels) => {
  const image = noise(channels);
  const file = await encodePng(image);
  const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
  expect(info).toMatchObject({ width: 37, height: 23, channels: 3 });
  const given = channels === 4 ? image.data.filter((_, i) => i % 4 !== 3) : image.data;
  expect(Buffer.compare(data, given)).toBe(0);
});

test('the same pixels make the same file, several at a time too', async () => {
  const [first, ...others] = await Promise.all([1, 2, 3, 4].map(() => encodePng(noise(4))));
  for (const other of others) expect(Buffer.compare(other, first!)).toBe(0);
});
