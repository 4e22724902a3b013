/** What strangers send: ordinary pictures of every kind, and files made to do harm. */
import { beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../src/i18n/user-error.ts';
import { decodePicture, maxBytes, maxPixels, maxScans, maxSide } from '../../src/images/decode.ts';
import { withPlainHeaders } from '../../src/images/plain-jpeg.ts';
import { loadSharp } from '../../src/images/sharp.ts';
import { chunk, inflating, png, withLength, withSegment, zeros } from './files.ts';

const sharp = await loadSharp();
const side = 32;

type Format = 'png' | 'jpeg' | 'webp';
const orange = { r: 200, g: 90, b: 40 };
const plain = (width: number, height: number, background: object = orange) =>
  sharp({ create: { width, height, channels: 'alpha' in background ? 4 : 3, background } });
/** Three thirds of red, green and blue, side by side or one above the other. */
const thirds = (width: number, height: number) => {
  const data = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const third = Math.floor((3 * (width > height ? x : y)) / Math.max(width, height));
      data[3 * (y * width + x) + third] = 255;
    }
  }
  return sharp(data, { raw: { width, height, channels: 3 } });
};
/** Noise, so that a file has many bytes that matter. */
const noise = (width: number, height: number) =>
  sharp({
    create: {
      width,
      height,
      channels: 3,
      background: orange,
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  });

const key = (bytes: Uint8Array): Promise<string> =>
  decodePicture(bytes, side).then(
    () => 'a picture',
    (error: unknown) => (error instanceof UserError ? error.key : String(error)),
  );

async function middle(bytes: Uint8Array, size = side): Promise<number[]> {
  const { data, channels, width, height } = await decodePicture(bytes, size);
  expect([data.length, width, height]).toEqual([size * size * channels, size, size]);
  const at = ((size >> 1) * size + (size >> 1)) * channels;
  return [...data.subarray(at, at + channels)];
}

function near(found: readonly number[], wanted: readonly number[], within = 4): void {
  expect(found).toHaveLength(wanted.length);
  found.forEach((value, i) => {
    expect(Math.abs(value - (wanted[i] as number)), `${found} for ${wanted}`).toBeLessThanOrEqual(within);
  });
}

const rgb = [orange.r, orange.g, orange.b];
const half = { ...orange, alpha: 0.5 };
const onWhite = rgb.map((value) => Math.round((value + 255) / 2));

describe('a picture', () => {
  it.each<[string, () => Promise<Buffer>, readonly number[], number?]>([
    ['JPEG', () => plain(60, 40).jpeg().toBuffer(), rgb],
    ['progressive JPEG', () => plain(60, 40).jpeg({ progressive: true }).toBuffer(), rgb],
    ['grey JPEG', () => plain(60, 40, { r: 99, g: 99, b: 99 }).toColourspace('b-w').jpeg().toBuffer(), [99]],
    // Printing ink cannot be as bright, so the colour is only like it.
    ['CMYK JPEG', () => plain(60, 40).withIccProfile('cmyk').jpeg().toBuffer(), rgb, 45],
    ['PNG', () => plain(60, 40).png().toBuffer(), rgb],
    ['interlaced PNG', () => plain(60, 40).png({ progressive: true }).toBuffer(), rgb],
    ['palette PNG', () => plain(60, 40).png({ palette: true }).toBuffer(), rgb],
    ['16-bit PNG', () => plain(60, 40).toColourspace('rgb16').png().toBuffer(), rgb],
    ['grey PNG', () => plain(60, 40, { r: 99, g: 99, b: 99 }).toColourspace('b-w').png().toBuffer(), [99]],
    ['1-bit PNG', async () => png({ width: 8, height: 8, depth: 1, colour: 0 }, zeros(16)), [0]],
    ['transparent PNG', () => plain(60, 40, half).png().toBuffer(), onWhite],
    ['16-bit transparent PNG', () => plain(60, 40, half).toColourspace('rgb16').png().toBuffer(), onWhite],
    [
      'grey transparent PNG',
      () => plain(60, 40, { r: 55, g: 55, b: 55, alpha: 0.5 }).toColourspace('b-w').png().toBuffer(),
      [155],
    ],
    ['empty PNG', async () => png({ width: 8, height: 8, colour: 6 }, zeros(33 * 8)), [255]],
    ['WebP', () => plain(60, 40).webp().toBuffer(), rgb],
    ['lossless WebP', () => plain(60, 40).webp({ lossless: true }).toBuffer(), rgb],
    ['transparent WebP', () => plain(60, 40, half).webp().toBuffer(), onWhite],
    ['1 pixel', () => plain(1, 1).png().toBuffer(), rgb],
    ['10 x 2000 pixels', () => plain(10, 2000).jpeg().toBuffer(), rgb],
    ['2000 x 10 pixels', () => plain(2000, 10).webp().toBuffer(), rgb],
    ['1 x 10,000 pixels', () => plain(1, maxSide).png().toBuffer(), rgb],
  ])('%s becomes sRGB, on white, grey only where it is', async (_, file, wanted, within) => {
    near(await middle(await file()), wanted, within);
    near(await middle(await file(), 224), wanted, within);
  });

  it.each<Format>(['png', 'jpeg', 'webp'])('gives its middle square (%s)', async (format) => {
    for (const [width, height] of [
      [300, 100],
      [100, 300],
    ] as const) {
      const { data } = await decodePicture(await thirds(width, height)[format]().toBuffer(), side);
      const green = (x: number, y: number) => data[3 * (y * side + x) + 1] as number;
      for (const x of [1, 15, 30]) for (const y of [1, 15, 30]) expect(green(x, y)).toBeGreaterThan(200);
    }
  });

  it.each<Format>(['png', 'jpeg', 'webp'])('is upright, whatever way it was taken (%s)', async (format) => {
    // One white quarter at the top left: its visible place for each EXIF orientation.
    const corners = ['top left', 'top right', 'bottom right', 'bottom left'];
    const seen = [0, 1, 2, 3, 0, 1, 2, 3];
    const quarter = Buffer.alloc(40 * 40);
    for (let y = 0; y < 20; y++) quarter.fill(255, 40 * y, 40 * y + 20);
    for (const [i, corner] of seen.entries()) {
      const file = await sharp(quarter, { raw: { width: 40, height: 40, channels: 1 } })
        .withMetadata({ orientation: i + 1 })
        [format]()
        .toBuffer();
      const { data } = await decodePicture(file, side);
      const at = (x: number, y: number) => data[y * side + x] as number;
      const levels = [at(4, 4), at(27, 4), at(27, 27), at(4, 27)];
      expect(corners[levels.findIndex((level) => level > 200)], `${i + 1}`).toBe(corners[corner]);
    }
  });

  it('has its colour profile applied', async () => {
    const file = await plain(60, 40).withIccProfile('p3').png().toBuffer();
    const stored = await sharp(file, { ignoreIcc: true }).raw().toBuffer();
    expect(Math.abs((stored[1] as number) - orange.g)).toBeGreaterThan(4);
    near(await middle(file), rgb, 2);
  });

  it('leaves everything but its pixels behind', async () => {
    const place = 'a school in Busan';
    const file = await plain(60, 40)
      .withExif({ IFD3: { GPSLatitude: '35/1 10/1 0/1', GPSMapDatum: place } })
      .jpeg()
      .toBuffer();
    expect(file.includes(place)).toBe(true);
    const pixels = await decodePicture(file, side);
    expect(Object.keys(pixels).sort()).toEqual(['channels', 'data', 'height', 'width']);
    // Nothing lies around the pixels in memory either.
    expect(pixels.data.buffer.byteLength).toBe(side * side * 3);
    expect(Buffer.from(pixels.data).includes(place)).toBe(false);
  });

  it('waits for its turn', async () => {
    const file = await noise(600, 600).png().toBuffer();
    const queued: number[] = [];
    sharp.queue.on('change', (length: number) => queued.push(length));
    await Promise.all(Array.from({ length: 10 }, () => decodePicture(file, side)));
    expect(Math.max(...queued)).toBe(1);
  });

  it('is decoded after one that was refused', async () => {
    const refused = decodePicture(Buffer.of(), side);
    const next = decodePicture(await plain(8, 8).png().toBuffer(), side);
    await expect(refused).rejects.toThrow(UserError);
    expect((await next).channels).toBe(3);
  });
});

describe('what is no JPEG, PNG or WebP', () => {
  const box = (...brands: string[]) =>
    Buffer.from(
      `\0\0\0${String.fromCharCode(8 + 4 * brands.length)}ftyp${brands.join('')}${'\0'.repeat(50)}`,
    );

  it.each<[string, () => Promise<Buffer> | Buffer]>([
    ['nothing', () => Buffer.of()],
    ['one byte', () => Buffer.of(0xff)],
    ['text', () => Buffer.from('I am a picture.')],
    ['SVG', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
    ['PDF', () => Buffer.from('%PDF-1.7\n')],
    ['BMP', () => Buffer.from('BM\x9a\0\0\0')],
    ['GIF', () => plain(9, 9).gif().toBuffer()],
    ['TIFF', () => plain(9, 9).tiff().toBuffer()],
    ['AVIF', () => plain(9, 9).avif().toBuffer()],
    ['AVIF with mif1', () => box('mif1', '\0\0\0\0', 'avif', 'mif1')],
    ['MP4', () => box('isom', '\0\0\0\0', 'mp42')],
    ['WAV', () => Buffer.from('RIFF\0\0\0\0WAVEfmt ')],
  ])('%s is told what works', async (_, file) => {
    expect(await key(await file())).toBe('picture.notAPicture');
  });

  it.each([
    [['heic', '\0\0\0\0', 'mif1', 'heic']],
    [['mif1', '\0\0\0\0', 'heic']],
    [['msf1', '\0\0\0\0', 'hevc']],
  ])('HEIC is told how to set the phone: %s', async (brands) =>
    expect(await key(box(...brands))).toBe('picture.heic'),
  );

  it('reaches no loader, while our own pictures are made as ever', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    const files = [svg, await plain(9, 9).gif().toBuffer(), await plain(9, 9).tiff().toBuffer()];
    for (const file of [...files, 'src/charts/none.png'])
      await expect(sharp(file).metadata()).rejects.toThrow();
    const text = { text: { text: 'Augie', rgba: true } };
    const dot = {
      input: Buffer.alloc(12),
      raw: { width: 2, height: 2, channels: 3 as const },
      top: 0,
      left: 0,
    };
    expect((await sharp(text).png().toBuffer()).length).toBeGreaterThan(0);
    expect((await plain(9, 9).composite([dot]).png().toBuffer()).length).toBeGreaterThan(0);
  });
});

describe('a moving picture', () => {
  it('is refused as WebP', async () => {
    const frames = [await plain(9, 9).png().toBuffer(), await noise(9, 9).png().toBuffer()];
    const file = await sharp(frames, { join: { animated: true } })
      .webp()
      .toBuffer();
    expect(await key(file)).toBe('picture.animated');
  });

  it('is refused as PNG, by its chunk and not by the letters', async () => {
    const control = chunk('acTL', Buffer.of(0, 0, 0, 2, 0, 0, 0, 0));
    const header = { width: 9, height: 9 };
    expect(await key(png(header, control, zeros(28 * 9)))).toBe('picture.animated');
    const still = chunk('acTL', Buffer.of(0, 0, 0, 1, 0, 0, 0, 0));
    expect(await key(png(header, still, zeros(28 * 9)))).toBe('a picture');
    expect(await key(png(header, chunk('tEXt', Buffer.from(`note\0${control}`)), zeros(28 * 9)))).toBe(
      'a picture',
    );
  });
});

const files: Record<string, (width: number, height: number) => Promise<Buffer>> = {
  'baseline JPEG': (...size) =>
    noise(...size)
      .jpeg()
      .toBuffer(),
  'progressive JPEG': (...size) =>
    noise(...size)
      .jpeg({ progressive: true })
      .toBuffer(),
  PNG: (...size) =>
    noise(...size)
      .png()
      .toBuffer(),
  'interlaced PNG': (...size) =>
    noise(...size)
      .png({ progressive: true })
      .toBuffer(),
  WebP: (...size) =>
    noise(...size)
      .webp()
      .toBuffer(),
  'lossless WebP': (...size) =>
    noise(...size)
      .webp({ lossless: true })
      .toBuffer(),
};

describe.each(Object.keys(files))('a damaged %s', (name) => {
  const make = files[name] as (width: number, height: number) => Promise<Buffer>;
  let file: Buffer;
  beforeAll(async () => {
    file = await make(90, 70);
    expect(await key(file)).toBe('a picture');
  });

  it.each([0.1, 0.5, 0.9, 0.999])('is refused when it ends after %d of its bytes', async (share) => {
    expect(await key(file.subarray(0, Math.floor(share * file.length)))).toBe('picture.damaged');
  });

  it('is refused when only the part below the middle square is missing', async () => {
    const tall = await make(40, 200);
    expect(await key(tall.subarray(0, Math.floor(0.95 * tall.length)))).toBe('picture.damaged');
  });

  it('is refused when half is missing and it says that it is whole', async () => {
    const start = file.subarray(0, file.length >> 1);
    const whole = name.endsWith('JPEG')
      ? Buffer.concat([start, Buffer.of(0xff, 0xd9)])
      : name.endsWith('PNG')
        ? png(
            { width: 90, height: 70, interlaced: name.startsWith('interlaced') },
            chunk('IDAT', start.subarray(file.indexOf('IDAT') + 4)),
          )
        : withLength(start);
    expect(await key(whole)).toBe('picture.damaged');
  });

  it('gives pixels or a UserError, whatever byte is wrong', async () => {
    const outcomes = new Set<string>();
    // Densely where the headers are, then all over the file.
    const places = Array.from({ length: 160 }, (_, i) =>
      i < 80 ? i : Math.floor(((i - 80) / 80) * file.length),
    );
    for (const [i, place] of places.entries()) {
      const wrong = Buffer.from(file);
      wrong[place] = (wrong[place] as number) ^ ([0xff, 0x01, 0x80, 0x10][i % 4] as number);
      outcomes.add(await key(wrong));
      if (i % 4 === 0)
        outcomes.add(await key(Buffer.concat([file.subarray(0, place), file.subarray(place + 3)])));
    }
    for (const outcome of outcomes) expect(outcome).toMatch(/^(a picture|picture\.[a-zA-Z]+)$/);
    expect(outcomes).toContain('picture.damaged');
  }, 30_000);
});

describe('a photo of a phone that writes its headers in its own way', () => {
  const at = (file: Buffer, bytes: string) => file.indexOf(Buffer.from(bytes, 'latin1'));
  const otherRevision = (file: Buffer) =>
    withSegment(file, 0xe0, Buffer.from('JFIF\0\x02\x01\x00\0\x01\0\x01\0\0', 'latin1'));
  const noFrequencies = (file: Buffer) => {
    const changed = Buffer.from(file);
    const scan = at(file, '\xff\xda');
    changed.set([0, 0, 0], scan + 2 + file.readUInt16BE(scan + 2) - 3);
    return changed;
  };
  /** Each makes libjpeg warn. */
  const ways: Record<string, (file: Buffer) => Buffer> = {
    'an unknown revision of JFIF': otherRevision,
    'scans of no frequencies': noFrequencies,
    both: (file) => otherRevision(noFrequencies(file)),
  };

  it.each(Object.keys(ways))('is read, and half of it is not: %s', async (way) => {
    const plainFile = await noise(90, 70).jpeg().toBuffer();
    const file = ways[way]!(plainFile);
    await expect(sharp(file, { failOn: 'warning' }).raw().toBuffer()).rejects.toThrow();
    expect((await decodePicture(file, side)).data).toEqual((await decodePicture(plainFile, side)).data);
    const half = Buffer.concat([file.subarray(0, file.length >> 1), Buffer.of(0xff, 0xd9)]);
    expect(await key(half)).toBe('picture.damaged');
    expect(await key(file.subarray(0, file.length - 9))).toBe('picture.damaged');
  });

  it('is read with a colour transform that nobody knows', async () => {
    const file = await plain(60, 40).withIccProfile('cmyk').jpeg().toBuffer();
    const adobe = at(file, '\xff\xee\0\x0eAdobe');
    expect(adobe).toBeGreaterThan(0);
    file[adobe + 15] = 9;
    await expect(sharp(file, { failOn: 'warning' }).raw().toBuffer()).rejects.toThrow();
    expect(await key(file)).toBe('a picture');
  });

  it('leaves other files as they are', async () => {
    const file = await noise(90, 70).jpeg({ progressive: true }).toBuffer();
    expect(withPlainHeaders(file)).toBe(file);
  });
});

describe('a file made to do harm', () => {
  const small = { width: 9, height: 9 };

  it('is refused by its size', async () => {
    const file = withSegment(await plain(9, 9).jpeg().toBuffer(), 0xfe, Buffer.alloc(65_000), 310);
    expect(file.length).toBeGreaterThan(maxBytes);
    await expect(decodePicture(file, side)).rejects.toMatchObject({
      key: 'picture.tooLarge',
      params: { max: 20 },
    });
  });

  it.each([
    [20_000, 10],
    [10, 20_000],
    [30_000, 30_000],
  ])('is refused by its header: %d x %d', async (width, height) => {
    await expect(decodePicture(png({ width, height }, zeros(9)), side)).rejects.toMatchObject({
      key: 'picture.tooWide',
      params: { width, height, max: maxSide },
    });
  });

  it('is refused by its number of pixels', async () => {
    await expect(decodePicture(png({ width: 8000, height: 4001 }, zeros(9)), side)).rejects.toMatchObject({
      key: 'picture.tooManyPixels',
      params: { megapixels: 32.1, max: maxPixels / 1e6 },
    });
    const file = await plain(6000, 6000).webp({ effort: 0 }).toBuffer();
    expect(await key(file)).toBe('picture.tooManyPixels');
  });

  it('is refused when a JPEG goes over its pixels again and again', async () => {
    const grey = plain(16, 16, { r: 99, g: 99, b: 99 }).toColourspace('b-w');
    const file = await grey.jpeg({ progressive: true }).toBuffer();
    const first = file.subarray(0, file.indexOf(Buffer.of(0xff, 0xc4), file.indexOf(Buffer.of(0xff, 0xda))));
    // One code of one bit, "nothing more in this block", for each of the four blocks. Scan after scan refines
    // another coefficient by another bit, so none of them is against the rules.
    const codes = Buffer.from([0xff, 0xc4, 0, 20, 0x10, 1, ...Array(15).fill(0), 0]);
    const scans = Array.from({ length: maxScans }, (_, i) => {
      const [coefficient, bit] = [1 + (i >> 1), 1 - (i % 2)];
      const precision = ((bit === 1 ? 0 : bit + 1) << 4) | bit;
      return Buffer.of(0xff, 0xda, 0, 8, 1, 1, 0, coefficient, coefficient, precision, 0x0f);
    });
    const passes = (count: number) =>
      Buffer.concat([first, codes, ...scans.slice(0, count - 1), Buffer.of(0xff, 0xd9)]);
    expect(await key(passes(maxScans))).toBe('a picture');
    expect(await key(passes(maxScans + 1))).toBe('picture.damaged');
  });

  it('is read like any other when only what nobody reads is too much', async () => {
    const pixels = zeros(28 * 9);
    expect(await key(png(small, inflating('zTXt', 50_000_000), pixels))).toBe('a picture');
    expect(await key(png(small, inflating('iCCP', 50_000_000), pixels))).toBe('a picture');
    expect(await key(png(small, zeros(50_000_000)))).toBe('a picture');
  });
});
