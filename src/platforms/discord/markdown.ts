/** Texts of cards as Discord's markdown: nothing that somebody typed becomes markup, or pings anybody. */

/** From a command's name (`experiment run`) to the id of its registered command. */
export type CommandIds = ReadonlyMap<string, string>;

/** Addresses stay as they are, because a backslash would become a part of them. */
const ADDRESS = /https?:\/\/[^\s<>]+/;

/** A text with its markup escaped. */
export function escapeMarkdown(text: string): string {
  return text
    .split(new RegExp(`(${ADDRESS.source})`))
    .map((part, i) => (i % 2 === 1 ? part : escapePart(part)))
    .join('');
}

const escapePart = (text: string): string =>
  text
    .replace(/[\\*_~`|<>[\]]/g, '\\$&')
    // Text copied on a phone contains the backslashes, too, and policies have an @.
    .replace(/(?<=<)@|@(?=everyone|here)/g, '\\$&')
    // Headings, lists and small print begin a line.
    .replace(/^(\s*)(#|[+-](?=[\s#]))/gm, '$1\\$2')
    .replace(/^(\s*\d+)([.)])(?=\s)/gm, '$1\\$2');

/** A sentence; commands in it become links, which Discord shows in the reader's language. */
export function sentence(text: string, ids: CommandIds): string {
  const names = [...ids.keys()].sort((a, b) => b.length - a.length);
  if (names.length === 0) return escapeMarkdown(text);
  return text
    .split(new RegExp(`(?<![\\w/.])/(${names.join('|')})(?![\\w/-])`))
    .map((part, i) => (i % 2 === 1 ? `</${part}:${ids.get(part)}>` : escapeMarkdown(part)))
    .join('');
}

/** Lines in a code block. A backtick in them would end it. */
export const codeBox = (code: string, language = ''): string =>
  `\`\`\`${language}\n${code.replaceAll('`', 'ˋ')}\n\`\`\``;
