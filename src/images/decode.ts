/** Decodes pictures from strangers: every limit is checked before anything is decoded. */
import { UserError } from '../i18n/user-error.ts';
import { type FileType, fileType, outline } from './outline.ts';
import { withPlainHeaders } from './plain-jpeg.ts';
import { loadSharp } from './sharp.ts';

export interface Pixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
}

/** A 24-megapixel photo has 5 to 15 MB; Discord takes 10 MB of most people. */
export const maxBytes = 20_000_000;
/** Wider than any useful panorama. */
export const maxSide = 10_000;
/**
 * Phones make 12 and 24.5 million (their 48 and more are an option). Most pictures are decoded in strips, but an
 * interlaced PNG and a progressive JPEG only as a whole: at worst 8 bytes a pixel, so a quarter of a gigabyte.
 */
export const maxPixels = 32_000_000;
/** Encoders make a dozen. Each costs a pass over all pixels and hardly any bytes, and no timeout interrupts them. */
export const maxScans = 100;
/** A large photo takes less than a second; this is for files made to be slow. */
const maxSeconds = 10;

/**
 * Reads a JPEG, PNG or WebP file as sRGB bytes of `side` x `side` pixels: upright (EXIF orientation applied), its
 * middle square, transparency on white; channels 1 if every pixel is grey, else 3. One picture at a time: ten
 * need as much memory as one. Throws UserError. `load` gives the decoder.
 */
export function decodePicture(bytes: Uint8Array, side: number, load = loadSharp): Promise<Pixels> {
  const turn = last.then(() => decode(bytes, side, load));
  last = turn.catch(() => {});
  return turn;
}

let last: Promise<unknown> = Promise.resolve();

async function decode(given: Uint8Array, side: number, load: typeof loadSharp): Promise<Pixels> {
  const type = checkFile(given);
  const bytes = type === 'jpeg' ? withPlainHeaders(given) : given;
  const sharp = await load();
  // Only the header is read here, so the pixels need no limit yet.
  const header = sharp(bytes, { limitInputPixels: false });
  const { width, height, pages = 1 } = await header.metadata().catch(refuse);
  if (pages > 1) throw new UserError('picture.animated');
  if (width > maxSide || height > maxSide) {
    throw new UserError('picture.tooWide', { width, height, max: maxSide });
  }
  if (width * height > maxPixels) {
    const [megapixels, max] = [Math.ceil((width * height) / 1e5) / 10, maxPixels / 1e6];
    throw new UserError('picture.tooManyPixels', { megapixels, max });
  }
  // Without an option for metadata, sharp applies the colour profile and drops everything but pixels.
  const picture = sharp(bytes, { failOn: 'warning', limitInputPixels: maxPixels, autoOrient: true })
    .flatten({ background: '#fff' })
    .resize(side, side, { fit: 'cover', position: 'centre' })
    .toColourspace('srgb')
    .raw()
    .timeout({ seconds: maxSeconds });
  return pixels(await picture.toBuffer().catch(refuse), side);
}

/** The checks that need no decoder. */
function checkFile(bytes: Uint8Array): FileType {
  if (bytes.length > maxBytes) throw new UserError('picture.tooLarge', { max: maxBytes / 1e6 });
  const type = fileType(bytes);
  if (type === undefined) throw new UserError('picture.notAPicture');
  if (type === 'heic') throw new UserError('picture.heic');
  const { whole, animatedPng, scans } = outline(bytes, type);
  if (animatedPng) throw new UserError('picture.animated');
  if (!whole || scans > maxScans) throw new UserError('picture.damaged');
  return type;
}

/** sharp reports every trouble with a file as an Error with libvips's words, which help nobody. */
function refuse(error: Error): never {
  throw new UserError(error.message.startsWith('timeout') ? 'picture.tooSlow' : 'picture.damaged');
}

function pixels(rgb: Uint8Array, side: number): Pixels {
  const count = side * side;
  const grey = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const level = rgb[3 * i] as number;
    if (level !== rgb[3 * i + 1] || level !== rgb[3 * i + 2]) {
      // A copy, because sharp reuses its buffer.
      return { data: Uint8Array.from(rgb), width: side, height: side, channels: 3 };
    }
    grey[i] = level;
  }
  return { data: grey, width: side, height: side, channels: 1 };
}
