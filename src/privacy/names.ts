/** Takes the name of somebody who was forgotten out of a card that others still see. Pure. */
import type { Block, Card } from '../chat/card.ts';
import { translate } from '../i18n/i18n.ts';

/** A name stands as a cell of a table, and in the sentence that says whose an experiment is. */
export function withoutName(card: Card, name: string): Card {
  const t = translate(card.locale ?? 'en');

  const sentence = (text: string): string => {
    const [id = ''] = /\d+/.exec(text) ?? [];
    return text === t('experiment.notYours', { id, owner: name }) ? t('privacy.ownerless', { id }) : text;
  };

  const block = (shown: Block): Block => {
    if (shown.type === 'text') return { ...shown, text: sentence(shown.text) };
    if (shown.type !== 'table') return shown;
    return {
      ...shown,
      rows: shown.rows.map((row) => row.map((cell) => (cell === name ? t('privacy.somebody') : cell))),
    };
  };

  return { ...card, blocks: card.blocks.map(block) };
}
