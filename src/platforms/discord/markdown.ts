/** Texts of cards as Discord's markdown: nothing that somebody typed is taken for markup, or calls anybody. */

/** What is typed behind the slash (`experiment run`), to the id of its registered command. */
export type CommandIds = ReadonlyMap<string, string>;

/** Addresses stay as they are, as a backslash would be a part of them. */
const ADDRESS = /https?:\/\/[^\s<>]+/;

/** A text with its markup switched off. */
export function escapeMarkdown(text: string): string {
  return text
    .split(new RegExp(`(${ADDRESS.source})`))
    .map((part, i) => (i % 2 === 1 ? part : escapePart(part)))
    .join('');
}

const escapePart = (text: string): string =>
  text
    .replace(/[\\*_~`|<>[\]]/g, '\\$&')
    // What somebody copies from a phone has the backslashes too, and policies have an @.
    .replace(/(?<=<)@|@(?=everyone|here)/g, '\\$&')
    // Headings, lists and small print begin a line.
    .replace(/^(\s*)(#|[+-](?=[\s#]))/gm, '$1\\$2')
    .replace(/^(\s*\d+)([.)])(?=\s)/gm, '$1\\$2');

/** A sentence; commands in it become something to press, in the reader's own words for them. */
export function sentence(text: string, ids: CommandIds): string {
  const names = [...ids.keys()].sort((a, b) => b.length - a.length);
  if (names.length === 0) return escapeMarkdown(text);
  return text
    .split(new RegExp(`(?<![\\w/.])/(${names.join('|')})(?![\\w/-])`))
    .map((part, i) => (i % 2 === 1 ? `</${part}:${ids.get(part)}>` : escapeMarkdown(part)))
    .join('');
}

/** Lines in a box of code. A backtick in them would end it. */
export const codeBox = (code: string, language = ''): string =>
  `\`\`\`${language}\n${code.replaceAll('`', 'ˋ')}\n\`\`\``;
