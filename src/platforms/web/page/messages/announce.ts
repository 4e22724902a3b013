/** What a screen reader is told of a message that came. Pure. */
import type { Message, PageBlock, PageCard } from '../../protocol.ts';

const LONGEST = 200;
const short = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text);

const texts = (card: PageCard) =>
  card.blocks.filter((block): block is Extract<PageBlock, { type: 'text' }> => block.type === 'text');
const running = (card: PageCard | undefined): boolean =>
  card?.blocks.some(({ type }) => type === 'progress') ?? false;

/** Its title, and the verdict or the first text. */
function cardInShort(card: PageCard): string {
  const all = texts(card);
  const told =
    all.find(({ tone }) => tone === 'strong') ?? all.find(({ tone }) => tone !== 'quiet') ?? all[0];
  return short(told === undefined ? card.title : `${card.title}. ${told.text}`);
}

/**
 * New cards are told, others' words, and the card of an experiment once more when it has ended; every step on the way
 * would drown all else. `me` is the reader's id; undefined where there is nothing to tell.
 */
export function announcement(message: Message, before: Message | undefined, me: string): string | undefined {
  const { card, by, said } = message;
  if (before !== undefined && !(running(before.card) && !running(card))) return undefined;
  if (card !== undefined) return `Augie: ${cardInShort(card)}`;
  return said === undefined || by?.id === me ? undefined : short(`${by?.name ?? ''}: ${said}`);
}
