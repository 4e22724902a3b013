/** Error cards: mistakes that the person can fix, and our bugs with their id in the log. */
import { randomUUID } from 'node:crypto';
import type { Translate } from '../i18n/i18n.ts';
import type { UserError } from '../i18n/user-error.ts';
import type { Card, Choice } from './card.ts';

/** Eight letters to find a bug in the log. */
export const newFaultId = (): string => randomUUID().slice(0, 8);

const troubleCard = (t: Translate, trouble: 'mistake' | 'fault', sentence: string): Card => ({
  title: t('error.title'),
  locale: t.locale,
  trouble,
  blocks: [{ type: 'text', text: sentence }],
});

/** `params`: replaces the error's parameters. `meant`: a button that runs the corrected line. */
export function mistakeCard(t: Translate, { key, params }: UserError, shown = params, meant?: Choice): Card {
  const card = troubleCard(t, 'mistake', t(key, shown));
  return meant ? { ...card, blocks: [...card.blocks, { type: 'choices', choices: [meant] }] } : card;
}

/** `id`: see newFaultId. */
export const faultCard = (t: Translate, id: string): Card => troubleCard(t, 'fault', t('fault', { id }));
