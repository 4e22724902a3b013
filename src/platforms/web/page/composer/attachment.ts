/** A picture that goes with a command: what may be one, and how the command names it. Pure. */
import { isCommand } from './edit.ts';

const KINDS = ['image/jpeg', 'image/png', 'image/webp'];
export const ACCEPT = KINDS.join(',');
const MOST_MB = 20;

/** Why a file cannot be sent, as a key of the page's words. */
export function unfit({
  type,
  size,
}: Pick<File, 'type' | 'size'>): 'attach.kind' | 'attach.large' | undefined {
  if (!KINDS.includes(type)) return 'attach.kind';
  return size > MOST_MB * 1024 * 1024 ? 'attach.large' : undefined;
}

/** The file's name as it can stand in a command: no quotes or backslashes, no line breaks, Korean letters composed. */
export function pictureName(file: string): string {
  const name = file
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}"“”„‟\\/]+/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
  return name || 'picture';
}

const written = (name: string): string =>
  `picture:${/^[\p{L}\p{M}\p{N}._-]+$/u.test(name) ? name : `"${name}"`}`;
const MENTION = /(?<=^|\s)picture[:：]/iu;

/** The text once the picture was attached: an empty one becomes a command, and a command says its name. */
export function mention(text: string, name: string): string {
  if (text.trim() === '') return `/augment preview ${written(name)}`;
  if (!isCommand(text) || MENTION.test(text)) return text;
  return `${text.trimEnd()} ${written(name)}`;
}

/** The text once it was taken away again. */
export function unmention(text: string, name: string): string {
  if (text === mention('', name)) return '';
  return text.replace(` ${written(name)}`, '');
}
