/** The shell as a platform: prints cards, writes pictures and files to a folder, draws progress in place. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { type Card, pictureFile } from '../../chat/card.ts';
import { progressLine } from '../../chat/card-text.ts';
import type { Place, Posted } from '../../chat/place.ts';
import type { Facts, Platform, Visibility } from '../../chat/ports.ts';
import { translate } from '../../i18n/i18n.ts';
import { UserError } from '../../i18n/user-error.ts';
import type { ChartRenderer } from '../../images/figure.ts';
import { makeFolder } from '../../make-folder.ts';
import { cardToText, sentenceToPaste } from './card-text.ts';
import { printableCard } from './printable.ts';
import type { TypeLine } from './typed-line.ts';

export const TERMINAL = 'terminal';

export const TERMINAL_FACTS: Facts = {
  // Each edit may be another line of a log.
  editEveryMs: 2000,
  editShareOfAge: 1 / 120,
  // As many as fit into a usual window.
  suggestions: 25,
  // Prompts ask for one field after the other.
  formFields: Number.POSITIVE_INFINITY,
};

export interface TerminalParts {
  readonly charts: ChartRenderer;
  /** Pictures and exported files go here. */
  readonly folder: string;
  /** One JSON object a line instead of text. */
  readonly json: boolean;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
  /** Columns; 0 if the output is not a terminal: progress is then printed line by line. */
  readonly columns: number;
  /** Whether paths become links. */
  readonly links: boolean;
  readonly typed: TypeLine;
}

export interface Terminal extends Platform {
  /** Whether the last card was an error. */
  trouble(): Card['trouble'];
  /** Shows the answer to the typed command. */
  respond(place: Place, card: Card, visibility: Visibility): Promise<Posted>;
}

type Event = 'post' | 'edit' | 'private';

export function createTerminal(parts: TerminalParts): Terminal {
  let messages = 0;
  let lastLine = '';
  let lineOpen = false;
  let trouble: Card['trouble'];

  const inProgress = (card: Card) => card.blocks.find((block) => block.type === 'progress');

  /** Writes pictures and files, and returns their paths; pictures of a card that is still changing only for `--json`. */
  async function write(card: Card): Promise<Map<string, string>> {
    const paths = new Map<string, string>();
    for (const block of card.blocks) {
      if (block.type === 'picture' && (parts.json || !inProgress(card))) {
        paths.set(block.name, save(`${block.name}.png`, await pictureFile(block, parts.charts)));
      }
      if (block.type === 'file') paths.set(block.name, save(block.name, block.content));
    }
    return paths;
  }

  /** Files of this command, by their names: later versions of a card use the same ones. */
  const own = new Map<string, string>();

  function save(name: string, content: string | Uint8Array): string {
    const bytes = Buffer.from(content);
    try {
      makeFolder(parts.folder);
      const path = own.get(name) ?? freePath(parts.folder, name, bytes);
      writeFileSync(path, bytes);
      own.set(name, path);
      return path;
    } catch (error) {
      throw new UserError('shell.cannotWrite', { folder: parts.folder, reason: (error as Error).message });
    }
  }

  async function show(event: Event, given: Card): Promise<void> {
    const card = printableCard(given);
    const t = translate(card.locale ?? 'en');
    trouble = card.trouble;
    const paths = await write(card).catch((error: unknown) => {
      if (!(error instanceof UserError)) throw error;
      // The card itself is still readable.
      parts.complain(t(error.key, error.params));
      trouble = 'mistake';
      return new Map<string, string>();
    });
    const { typed } = parts;
    const [sentence] = card.blocks;
    if (card.trouble && sentence?.type === 'text') {
      parts.complain(sentenceToPaste(sentence.text, typed));
      // The corrected line can be pasted.
      for (const block of card.blocks)
        if (block.type === 'choices')
          for (const { line } of block.choices) if (line !== undefined) parts.complain(`  ${typed([line])}`);
    }
    const text = cardToText(card, {
      ...{ t, width: parts.columns || 100, paths, typed },
      links: parts.links && !parts.json,
    });
    if (parts.json) return parts.print(`${JSON.stringify(asEvent(event, card, text, paths))}\n`);
    if (card.trouble) return;
    const progress = inProgress(card);
    if (event === 'edit' && progress) return showProgress(card, progress);
    closeLine();
    parts.print(`${text}\n\n`);
  }

  function showProgress(card: Card, progress: Parameters<typeof progressLine>[0]): void {
    if (progress.paused !== undefined) {
      // It must not be cut off, so it gets its own line.
      if (progress.paused === lastLine) return;
      closeLine();
      lastLine = progress.paused;
      parts.print(`${progress.paused}\n`);
      return;
    }
    const news = card.blocks.flatMap((block) => (block.type === 'picture' ? [block.alt] : []));
    const label = [progress.label, progress.left, ...news].filter((part) => part !== undefined).join(' · ');
    if (parts.columns > 0) {
      parts.print(`\r\u001b[K${progressLine({ ...progress, label }, parts.columns - 1)}`);
      lineOpen = true;
    } else if (`${progress.label}${news.length}` !== lastLine) {
      lastLine = `${progress.label}${news.length}`; // the first points are news, too
      parts.print(`${label}\n`);
    }
  }

  function closeLine(): void {
    if (lineOpen) parts.print('\r\u001b[K');
    lineOpen = false;
  }

  const posted = (place: Place): Posted => ({ ...place, message: String(++messages) });

  return {
    name: TERMINAL,
    facts: TERMINAL_FACTS,
    trouble: () => trouble,
    start: async () => {},
    stop: async () => closeLine(),
    async respond(place, card, visibility) {
      await show(visibility === 'asker' ? 'private' : 'post', card);
      return posted(place);
    },
    async post(place, card) {
      await show('post', card);
      return posted(place);
    },
    async edit(where, card) {
      await show('edit', card);
      return where;
    },
  };
}

/** `preview.png`, `preview-2.png`, …: only a file with the same bytes is overwritten. */
function freePath(folder: string, name: string, bytes: Uint8Array): string {
  const { name: stem, ext } = parse(name);
  for (let n = 1; ; n++) {
    const path = join(folder, n === 1 ? name : `${stem}-${n}${ext}`);
    if (!existsSync(path) || readFileSync(path).equals(bytes)) return path;
  }
}

function asEvent(event: Event, card: Card, text: string, paths: ReadonlyMap<string, string>) {
  const of = (type: 'picture' | 'file') =>
    card.blocks.flatMap((block) => (block.type === type ? [paths.get(block.name) ?? []].flat() : []));
  // Pictures and contents are in the files that the event names.
  const blocks = card.blocks.map((block) => {
    if (block.type === 'picture') return { type: block.type, name: block.name, alt: block.alt };
    return block.type === 'file' ? { ...block, content: undefined } : block;
  });
  const { title, locale, trouble } = card;
  return {
    event,
    card: { title, locale, trouble, blocks },
    text,
    pictures: of('picture'),
    files: of('file'),
  };
}
