/** A picture, or a quiz as a text file, that goes with a command: what may be one, and how the command names it. Pure. */
import { isCommand } from './edit.ts';

const PICTURES = ['image/jpeg', 'image/png', 'image/webp'];
const TEXTS = ['.yaml', '.yml', '.txt'];
export const ACCEPT = [...PICTURES, ...TEXTS].join(',');
/** As the server takes: 20 MB. */
const MOST_BYTES = 20_000_000;

/** Why a file cannot be sent, as a key of the page's words. */
export function unfit({
  name,
  type,
  size,
}: Pick<File, 'name' | 'type' | 'size'>): 'attach.kind' | 'attach.large' | undefined {
  // Few systems know a type for YAML.
  if (!PICTURES.includes(type) && !isText(name)) return 'attach.kind';
  return size > MOST_BYTES ? 'attach.large' : undefined;
}

/** Whether it is a text by its name. */
export const isText = (name: string): boolean => TEXTS.some((ending) => name.toLowerCase().endsWith(ending));

/** The file's name as it can stand in a command: no quotes or backslashes, no line breaks, Korean letters composed. */
export function fileName(file: string): string {
  const name = file
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}"“”„‟\\/]+/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
  return name || 'file';
}

const written = (name: string): string =>
  `${isText(name) ? 'file' : 'image'}:${/^[\p{L}\p{M}\p{N}._-]+$/u.test(name) ? name : `"${name}"`}`;
const MENTION = /(?<=^|\s)(?:image|picture|file)[:：]/iu;

/** The text once a file was attached: an empty one becomes a command, and a command says its name. */
export function mention(text: string, name: string): string {
  if (text.trim() === '') return `${isText(name) ? '/quiz new' : '/augment preview'} ${written(name)}`;
  if (!isCommand(text) || MENTION.test(text)) return text;
  return `${text.trimEnd()} ${written(name)}`;
}

/** The text once it was taken away again. */
export function unmention(text: string, name: string): string {
  if (text === mention('', name)) return '';
  return text.replace(` ${written(name)}`, '');
}
