/** A contact sheet: small pictures in a grid, each enlarged crisply, with a caption below it. Readable on a phone. */
import type { Pixels } from './decode.ts';
import { fontFamily, fontFiles } from './fonts.ts';
import { inTurn } from './in-turn.ts';
import { loadSharp } from './sharp.ts';

export interface Cell {
  /** Side by side: one picture, or a before and an after. */
  readonly pictures: readonly Pixels[];
  readonly heading: string;
  readonly lines: readonly string[];
}

export interface ContactSheet {
  readonly title: string;
  readonly columns: number;
  /** Row by row; a hole stays empty. */
  readonly cells: readonly (Cell | undefined)[];
  /** What one must know to make the sheet again. */
  readonly footer: string;
  /** As #rrggbb. */
  readonly colours: Readonly<Record<'background' | 'ink' | 'quiet' | 'grid', string>>;
}

/** All in pixels. Four columns are 1084 wide, which a phone shows as about 390: letters of 30 become 11. */
const CELL = 256;
const GAP = 12;
const FRAME = 1;
const SIZES = { title: 36, heading: 30, line: 30, footer: 26 } as const;

/** A piece of text, or a picture at its final size: raw bytes. */
interface Drawn {
  readonly data: Buffer;
  readonly info: { readonly width: number; readonly height: number; readonly channels: 1 | 2 | 3 | 4 };
}

/** Draws the sheet as a PNG file. Pictures that fit are enlarged by whole numbers: every pixel is one square. */
export const contactSheet = inTurn(drawSheet);

async function drawSheet({ title, columns, cells, footer, colours }: ContactSheet): Promise<Uint8Array> {
  const sharp = await loadSharp();
  const write = await textWriter(sharp);
  const width = GAP + columns * (CELL + GAP);
  const [above, below, drawn] = await Promise.all([
    write(span(title, 'title', colours.ink, 'bold'), width - 2 * GAP),
    write(span(footer, 'footer', colours.quiet), width - 2 * GAP),
    Promise.all(cells.map((cell) => cell && drawCell(cell))),
  ]);
  async function drawCell({ pictures, heading, lines }: Cell) {
    const room = Math.floor((CELL - GAP * (pictures.length - 1)) / pictures.length);
    const markup = [
      span(heading, 'heading', colours.ink, 'bold'),
      ...lines.map((line) => span(line, 'line', colours.quiet)),
    ];
    return {
      caption: await write(markup.join('\n'), CELL),
      pictures: await Promise.all(pictures.map((picture) => enlarge(sharp, picture, room))),
      room,
    };
  }

  // Where everything goes, before the height is known.
  const placed: (readonly [drawn: Drawn, left: number, top: number])[] = [];
  let top = GAP;
  placed.push([above, GAP, top]);
  top += above.info.height + GAP;
  for (let first = 0; first < drawn.length; first += columns) {
    const row = drawn.slice(first, first + columns);
    const high = Math.max(0, ...row.flatMap((cell) => cell?.pictures.map(({ info }) => info.height) ?? []));
    for (const [column, cell] of row.entries()) {
      if (!cell) continue;
      const left = GAP + column * (CELL + GAP);
      for (const [place, picture] of cell.pictures.entries()) {
        const { width, height } = picture.info;
        const at = left + place * (cell.room + GAP);
        // A frame, as a picture may be as white as the paper.
        placed.push([plain(width + 2 * FRAME, height + 2 * FRAME, colours.grid), at - FRAME, top - FRAME]);
        placed.push([picture, at, top]);
      }
      placed.push([cell.caption, left, top + high + GAP]);
    }
    top += high + GAP + Math.max(0, ...row.map((cell) => cell?.caption.info.height ?? 0)) + 2 * GAP;
  }
  placed.push([below, GAP, top]);
  const height = top + below.info.height + GAP;

  const paper = plain(width, height, colours.background).data;
  for (const [picture, left, at] of placed) paste(picture, paper, width, left, at);
  return sharp(paper, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

/** A box of one colour. */
const plain = (width: number, height: number, colour: string): Drawn => ({
  data: Buffer.alloc(width * height * 3, Buffer.from(colour.slice(1), 'hex')),
  info: { width, height, channels: 3 },
});

/** Grey, RGB or RGBA onto an RGB paper. sharp's own compositing takes ten times as long, because it calculates in floats. */
function paste({ data, info }: Drawn, paper: Buffer, paperWidth: number, left: number, top: number): void {
  const { width, height, channels } = info;
  for (let y = 0; y < height; y++) {
    const row = ((top + y) * paperWidth + left) * 3;
    if (channels === 3) {
      data.copy(paper, row, 3 * y * width, 3 * (y + 1) * width);
      continue;
    }
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * channels;
      const to = row + 3 * x;
      const opacity = channels === 4 ? data[from + 3]! / 255 : 1;
      if (opacity === 0) continue;
      for (let c = 0; c < 3; c++) {
        const value = data[from + (channels === 1 ? 0 : c)]!;
        paper[to + c] = Math.round(paper[to + c]! + opacity * (value - paper[to + c]!));
      }
    }
  }
}

type Sharp = Awaited<ReturnType<typeof loadSharp>>;

/** A picture at the largest whole multiple of its size that is no wider than `room`; a wider one is shrunk to it. */
function enlarge(sharp: Sharp, { data, ...raw }: Pixels, room: number): Promise<Drawn> {
  const times = Math.floor(room / raw.width);
  return sharp(data, { raw })
    .resize(times === 0 ? { width: room } : { width: times * raw.width, kernel: 'nearest' })
    .raw()
    .toBuffer({ resolveWithObject: true });
}

/**
 * Text in Pango's markup. Because text is cut to its ink, an invisible bracket makes all lines equally high, and keeps
 * an empty one from being an error; its spacing (1/1024 pixel) draws it so close that it takes no room from the text.
 */
function span(text: string, size: keyof typeof SIZES, colour: string, weight: 'medium' | 'bold' = 'medium') {
  const escaped = text
    // What markup cannot contain: control characters, halves of surrogate pairs, two noncharacters.
    .replaceAll(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, '')
    // Keeps a number with its unit, and a Korean word in one piece.
    .replaceAll(/(?<=\d) (?=px|%)/g, '\u00a0')
    .replaceAll(/(?<=\p{Script=Hangul})(?=\p{Script=Hangul})/gu, '\u2060')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
  const font = `${fontFamily} ${weight} ${SIZES[size]}px`;
  const strut = `<span alpha="1" letter_spacing="${-700 * SIZES[size]}">(</span>`;
  return `<span font="${font}"><span foreground="${colour}">${escaped}</span>${strut}</span>`;
}

/** Writes markup into lines of at most `width` pixels. */
async function textWriter(sharp: Sharp): Promise<(markup: string, width: number) => Promise<Drawn>> {
  const files = fontFiles().map(({ path }) => path);
  const draw = (text: string, width: number, fontfile: string) =>
    sharp({ text: { text, width, fontfile, font: fontFamily, rgba: true, dpi: 72, wrap: 'word-char' } })
      .raw()
      .toBuffer({ resolveWithObject: true });
  // Pango knows a font file for every later text once it has been used.
  for (const file of files) await draw('.', 100, file);
  return (markup, width) => draw(markup, width, files[0]!);
}
