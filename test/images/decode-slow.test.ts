/** A picture that takes too long: libvips gives up, and the sender is told what to do. */
import { expect, it } from 'vitest';
import { decodePicture } from '../../src/images/decode.ts';
import { loadSharp } from '../../src/images/sharp.ts';

/** A second is the shortest timeout that sharp takes; a blur that lasts longer makes the file slow. */
async function loadSlow(): ReturnType<typeof loadSharp> {
  const sharp = await loadSharp();
  const slow = (...args: Parameters<typeof sharp>) => {
    const picture = sharp(...args);
    const timeout = picture.timeout.bind(picture);
    picture.timeout = () => timeout({ seconds: 1 }).resize(6000, 6000).blur(200);
    return picture;
  };
  return Object.assign(slow, sharp);
}

it('is refused', async () => {
  const sharp = await loadSharp();
  const create = { width: 64, height: 64, channels: 3, background: '#345' } as const;
  const file = await sharp({ create }).png().toBuffer();
  const refused = decodePicture(file, 32, loadSlow);
  await expect(refused).rejects.toMatchObject({ name: 'UserError', key: 'picture.tooSlow' });
});
