/** Finds addresses in a text. Pure. */

export interface Part {
  readonly text: string;
  readonly url?: string;
}

const ADDRESS = /https?:\/\/[^\s<>"“”„]+/giu;
/** What ends a sentence does not belong to the address; a bracket does where it was opened in it. */
const TAIL = /[.,;:!?'’»)\]]+$/u;

function address(found: string): string {
  const tail = TAIL.exec(found)?.[0] ?? '';
  const bare = found.slice(0, found.length - tail.length);
  return tail.startsWith(')') && bare.includes('(') ? `${bare})` : bare;
}

/** The text in parts, which put together are the text. */
export function parts(text: string): Part[] {
  const found: Part[] = [];
  let from = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const url = address(match[0]);
    if (!URL.canParse(url)) continue;
    if (match.index > from) found.push({ text: text.slice(from, match.index) });
    found.push({ text: url, url });
    from = match.index + url.length;
  }
  if (from < text.length) found.push({ text: text.slice(from) });
  return found;
}
