/** Changes the name of somebody in cards and files that others see, or removes it. Pure. */
import type { Block, Card } from '../chat/card.ts';
import { quoted, toCsv } from '../chat/csv.ts';
import { translate } from '../i18n/i18n.ts';

/** A placeholder for names while a sentence is taken apart; no name contains it. */
const SLOT = '\ue000';

/**
 * The card after somebody has deleted their data. A name is a cell of a table, and in the sentences that say whose an
 * experiment is and with whom to discuss.
 */
export function withoutName(card: Card, name: string): Card {
  const t = translate(card.locale ?? 'en');
  const ownerless = (id: string) => t('privacy.ownerless', { id });
  return changed(card, name, { name: t('privacy.somebody'), owned: ownerless, allColumns: true });
}

/** The card after somebody was renamed. Only columns of people change: a name may be any word, such as "reduced". */
export function withName(card: Card, name: string, to: string): Card {
  const t = translate(card.locale ?? 'en');
  const owned = (id: string) => t('experiment.notYours', { id, owner: to });
  return changed(card, name, { name: to, owned, allColumns: false });
}

interface Change {
  readonly name: string;
  /** Says whose experiment `id` is. */
  readonly owned: (id: string) => string;
  readonly allColumns: boolean;
}

function changed(card: Card, name: string, to: Change): Card {
  const t = translate(card.locale ?? 'en');

  const [before = '', after = ''] = t('quiz.peer.partner', { names: SLOT }).split(SLOT);
  const discussion = (text: string): string => {
    if (!text.startsWith(before) || !text.endsWith(after)) return text;
    // Commas around the whole list make the first and the last name like the others.
    const names = `, ${text.slice(before.length, text.length - after.length)}, `;
    return `${before}${names.replace(`, ${name}, `, () => `, ${to.name}, `).slice(2, -2)}${after}`;
  };

  const sentence = (text: string): string => {
    const [id = ''] = /\d+/.exec(text) ?? [];
    if (text === t('experiment.notYours', { id, owner: name })) return to.owned(id);
    return discussion(text);
  };

  const block = (shown: Block): Block => {
    if (shown.type === 'text') return { ...shown, text: sentence(shown.text) };
    if (shown.type !== 'table') return shown;
    return {
      ...shown,
      rows: shown.rows.map((row) =>
        row.map((cell, i) => (cell === name && (to.allColumns || shown.columns[i]?.people) ? to.name : cell)),
      ),
    };
  };

  return { ...card, blocks: card.blocks.map(block) };
}

/** Any field of a CSV file and the separator after it. */
const field = (separator: string) => `(?:"(?:[^"]|"")*"|[^"${separator}\\r\\n]*)${separator}`;

/** Empties the name in the column `person` of a CSV file, as in a file that is made afterwards; other columns stay. */
export const fileWithoutName = (csv: string, name: string): string => fileWithName(csv, name, '');

/** The same with another name. */
export function fileWithName(csv: string, name: string, to: string): string {
  const [header = ''] = csv.replace(/^\ufeff/, '').split('\r\n', 1);
  const [separator = ','] = /[,;]/.exec(header) ?? [];
  const column = header.split(separator).indexOf('person');
  if (column < 0) return csv;
  // Older files guard against fewer formulas.
  const person = [toCsv([[name]]).slice(0, -2), quoted(name)].map((cell) => `${cell}${separator}`);
  const any = field(separator);
  return csv.replace(new RegExp(`^((?:${any}){${column}})(${any})`, 'gm'), (all, before, found) =>
    person.includes(found) ? `${before}${toCsv([[to]]).slice(0, -2)}${separator}` : all,
  );
}
