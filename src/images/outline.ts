/** What a picture file says about itself, read from its container alone, before any decoder runs. */

export type FileType = 'jpeg' | 'png' | 'webp' | 'heic';

export interface Outline {
  /** Whether the file reaches its own end. Decoders stop where they have enough and do not notice. */
  readonly whole: boolean;
  /** A PNG of several frames, which libvips reads as a still image; it recognises other animations itself. */
  readonly animatedPng: boolean;
  /** The number of passes over the pixels in a JPEG. */
  readonly scans: number;
}

const PNG = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
const HEIC = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'];

/** From the first bytes, whatever the file's name is; undefined for formats that Augie does not accept. */
export function fileType(bytes: Uint8Array): FileType | undefined {
  const file = view(bytes);
  const text = (from: number, to: number) => file.toString('latin1', from, to);
  if (text(0, 3) === '\xff\xd8\xff') return 'jpeg';
  if (file.subarray(0, 8).equals(PNG)) return 'png';
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'webp';
  if (text(4, 8) !== 'ftyp') return undefined;
  const brands: string[] = text(8, Math.min(64, file.readUInt32BE(0))).match(/.{4}/gs) ?? [];
  // AVIF names mif1 as well, but iPhones do not make it.
  return brands.some((brand) => HEIC.includes(brand)) && !brands.includes('avif') ? 'heic' : undefined;
}

export function outline(bytes: Uint8Array, type: Exclude<FileType, 'heic'>): Outline {
  const file = view(bytes);
  switch (type) {
    case 'jpeg':
      return outlineJpeg(file);
    case 'png':
      return outlinePng(file);
    case 'webp':
      return {
        whole: file.readUInt32LE(4) + 8 <= file.length,
        animatedPng: false,
        scans: 0,
      };
  }
}

function outlineJpeg(file: Buffer): Outline {
  let scans = 0;
  // 0xff and a marker; between the markers are segments, which say their length, and the data of the scans.
  for (let at = file.indexOf(0xff, 2); at !== -1; at = file.indexOf(0xff, at)) {
    const marker = file[at + 1] ?? 0;
    if (marker === 0xd9) return { whole: true, animatedPng: false, scans };
    if (marker === 0xda) scans++;
    if (marker === 0xff) at += 1;
    else if (marker === 0x00 || (marker >= 0xd0 && marker <= 0xd7)) at += 2;
    else if (at + 4 <= file.length) at += 2 + file.readUInt16BE(at + 2);
    else break;
  }
  return { whole: false, animatedPng: false, scans };
}

function outlinePng(file: Buffer): Outline {
  let animatedPng = false;
  for (let at = PNG.length; at + 12 <= file.length; at += 12 + file.readUInt32BE(at)) {
    const chunk = file.toString('latin1', at + 4, at + 8);
    // Some programs write every PNG as an animation, of one frame.
    if (chunk === 'acTL' && file.readUInt32BE(at + 8) > 1) animatedPng = true;
    if (chunk === 'IEND') return { whole: true, animatedPng, scans: 0 };
  }
  return { whole: false, animatedPng, scans: 0 };
}

function view(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
