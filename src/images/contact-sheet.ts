/** A contact sheet: small pictures in a grid, each enlarged crisply, with a caption below it. Readable on a phone. */
import type { Pixels } from './decode.ts';
import { fontFamily, fontFiles } from './fonts.ts';
import { inTurn } from './in-turn.ts';
import { loadSharp } from './sharp.ts';
import { papers, type Theme } from './theme.ts';

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
  readonly cells: readonly (Cell | null)[];
  /** What one must know to make the sheet again. */
  readonly footer: string;
  readonly theme: Theme;
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

/** How large the sheet is, in pixels: only its texts are drawn for that. */
export const sheetSize = inTurn(async (sheet: ContactSheet) => {
  const { width, height } = await layOut(await loadSharp(), sheet);
  return { width, height };
});

interface Placed {
  readonly left: number;
  readonly top: number;
}

/** Writes the texts, and finds where everything goes. */
async function layOut(sharp: Sharp, { title, columns, cells, footer, theme }: ContactSheet) {
  const colours = papers[theme];
  const write = await textWriter(sharp);
  const width = GAP + columns * (CELL + GAP);
  const [above, below, captions] = await Promise.all([
    write(span(title, 'title', colours.ink, 'bold'), width - 2 * GAP),
    write(span(footer, 'footer', colours.quiet), width - 2 * GAP),
    Promise.all(cells.map((cell) => cell && write(caption(cell), CELL))),
  ]);
  function caption({ heading, lines }: Cell): string {
    return [
      span(heading, 'heading', colours.ink, 'bold'),
      ...lines.map((line) => span(line, 'line', colours.quiet)),
    ].join('\n');
  }

  const texts: (Placed & { readonly drawn: Drawn })[] = [];
  const pictures: (Placed & { readonly picture: Pixels; readonly room: number })[] = [];
  let top = GAP;
  texts.push({ drawn: above, left: GAP, top });
  top += above.info.height + GAP;
  for (let first = 0; first < cells.length; first += columns) {
    const row = cells.slice(first, first + columns);
    const high = Math.max(
      0,
      ...row.flatMap((cell) => cell?.pictures.map((picture) => enlarged(picture, roomOf(cell)).height) ?? []),
    );
    const written = captions.slice(first, first + columns);
    for (const [column, cell] of row.entries()) {
      const left = GAP + column * (CELL + GAP);
      const drawn = written[column];
      if (!cell || !drawn) continue;
      const room = roomOf(cell);
      for (const [place, picture] of cell.pictures.entries())
        pictures.push({ picture, room, left: left + place * (room + GAP), top });
      texts.push({ drawn, left, top: top + high + GAP });
    }
    top += high + GAP + Math.max(0, ...written.map((drawn) => drawn?.info.height ?? 0)) + 2 * GAP;
  }
  texts.push({ drawn: below, left: GAP, top });
  return { width, height: top + below.info.height + GAP, texts, pictures };
}

/** The width that each picture of a cell has. */
const roomOf = ({ pictures }: Cell): number =>
  Math.floor((CELL - GAP * (pictures.length - 1)) / pictures.length);

async function drawSheet(sheet: ContactSheet): Promise<Uint8Array> {
  const sharp = await loadSharp();
  const colours = papers[sheet.theme];
  const { width, height, texts, pictures } = await layOut(sharp, sheet);
  const paper = plain(width, height, colours.background).data;
  for (const { picture, room, left, top } of pictures) {
    const drawn = await enlarge(sharp, picture, room);
    // A frame, as a picture may be as white as the paper.
    const frame = plain(drawn.info.width + 2 * FRAME, drawn.info.height + 2 * FRAME, colours.grid);
    paste(frame, paper, width, left - FRAME, top - FRAME);
    paste(drawn, paper, width, left, top);
  }
  for (const { drawn, left, top } of texts) paste(drawn, paper, width, left, top);
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

/** The size of a picture at the largest whole multiple that is no wider than `room`; a wider one is shrunk to it. */
function enlarged({ width, height }: Pixels, room: number) {
  const times = Math.floor(room / width);
  return times === 0
    ? { width: room, height: Math.max(1, Math.round((height * room) / width)) }
    : { width: times * width, height: times * height };
}

function enlarge(sharp: Sharp, picture: Pixels, room: number): Promise<Drawn> {
  const { data, ...raw } = picture;
  const { width, height } = enlarged(picture, room);
  return sharp(data, { raw })
    .resize({ width, height, fit: 'fill', ...(width >= raw.width && { kernel: 'nearest' }) })
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
