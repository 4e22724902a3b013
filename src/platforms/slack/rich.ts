/** Rich texts: what is in them is shown as it is, so nothing that somebody typed is markup, a link that unfurls or a call. */
import type { types } from '@slack/bolt';
import { LIMITS } from './limits.ts';

export type Part = types.RichTextText | types.RichTextLink;
export type RichElement = types.RichTextSection | types.RichTextPreformatted;

/** How commands are typed here: their names, and what stands before them. */
export interface CommandNames {
  readonly names: readonly string[];
  readonly prefix: string;
}

const ADDRESS = /https?:\/\/[^\s<>]*[^\s<>.,;:!?)\]]/.source;

/** A sentence in parts: commands are code, in the words that are typed here, and addresses are links. */
export function partsOf(text: string, { names, prefix }: CommandNames, isBold = false): Part[] {
  const style = isBold ? { style: { bold: true } } : {};
  const longest = [...names].sort((a, b) => b.length - a.length);
  const command = `(?<![\\w/.])/(?:${longest.join('|')})(?![\\w/-])`;
  return text
    .split(new RegExp(`(${longest.length > 0 ? `${command}|` : ''}${ADDRESS})`))
    .flatMap((part, i): Part[] => {
      if (part === '') return [];
      if (i % 2 === 0) return [{ type: 'text', text: part, ...style }];
      if (!part.startsWith('/')) return [{ type: 'link', url: part, text: part, ...style }];
      return [{ type: 'text', text: `/${prefix}${part.slice(1)}`, style: { code: true } }];
    });
}

const textOf = (part: Part): string => part.text ?? '';

export const lengthOf = (parts: readonly Part[]): number =>
  parts.reduce((sum, part) => sum + textOf(part).length, 0);

/** Parts as sections that are no longer than a text may be. */
export function sectionsOf(parts: readonly Part[]): types.RichTextSection[] {
  const sections: Part[][] = [[]];
  for (const part of parts)
    for (let from = 0; from < textOf(part).length; from += LIMITS.text) {
      const piece = { ...part, text: textOf(part).slice(from, from + LIMITS.text) };
      const last = sections.at(-1) as Part[];
      if (last.length > 0 && lengthOf(last) + piece.text.length > LIMITS.text) sections.push([piece]);
      else last.push(piece);
    }
  return sections
    .filter((elements) => elements.length > 0)
    .map((elements) => ({ type: 'rich_text_section', elements }));
}

export const preformatted = (text: string): types.RichTextPreformatted => ({
  type: 'rich_text_preformatted',
  elements: [{ type: 'text', text }],
});

/** For where Slack reads markup: `text`, which notifications show. */
export const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
