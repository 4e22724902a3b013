/** A contact sheet of what the key and the class's answers do to pictures, with a row for each policy. */
import { parsePolicy } from '../../augment/policy.ts';
import type { Theme } from '../../charts/theme.ts';
import type { Picture } from '../../chat/card.ts';
import { fullLabel } from '../../datasets/label-name.ts';
import type { Translate } from '../../i18n/i18n.ts';
import type { Cell, ContactSheet } from '../../images/contact-sheet.ts';
import type { Sources } from '../../previews/originals.ts';
import { original, variantMaker } from '../../previews/variants.ts';
import type { Item } from '../content/quiz.ts';
import { effectImages } from './effect-images.ts';

export interface Answered {
  /** As it is written. */
  readonly policy: string;
  readonly count: number;
  readonly right: boolean;
}

export interface SheetParts {
  readonly item: Extract<Item, { kind: 'blanks' }>;
  /** The key's policy. */
  readonly reference: string;
  /** The most frequent first; all of them are valid policies. */
  readonly answered: readonly Answered[];
  readonly theme: Theme;
  readonly t: Translate;
}

/** Pictures in a row, the original first, and rows of answers. */
const PICTURES = 4;
const MOST_ROWS = 4;
const SEED = 1;

export async function effectSheet(
  sources: Sources,
  { item, reference, answered, theme, t }: SheetParts,
): Promise<Picture> {
  const originals = await effectImages(sources, item.effect ?? {}, 1);
  const { sample, name: label } = originals.shown[0]!;
  const name = fullLabel(label, t.locale);
  const rows = [
    { policy: reference, caption: t('quiz.sheet.key') },
    ...answered
      .filter(({ policy }) => policy !== reference)
      .slice(0, MOST_ROWS)
      .map(({ policy, count, right }) => ({
        policy,
        caption: t(right ? 'quiz.sheet.right' : 'quiz.sheet.wrong', { count }),
      })),
  ];
  const cells = rows.flatMap(({ policy, caption }): Cell[] => {
    const make = variantMaker(originals, parsePolicy(policy), SEED);
    return [
      { pictures: [original(originals, sample)], heading: policy, lines: [caption] },
      ...Array.from({ length: PICTURES - 1 }, (_, i) => ({
        pictures: [make(sample, i + 1).picture],
        heading: '',
        lines: [],
      })),
    ];
  });
  const sheet: ContactSheet = {
    title: t('quiz.sheet.title'),
    columns: PICTURES,
    cells,
    footer: t('quiz.sheet.footer', { name, seed: SEED }),
    theme,
  };
  const said = rows.map(({ policy, caption }) => `${policy}: ${caption}`).join('; ');
  return {
    type: 'picture',
    name: `quiz-${item.id}-effect`,
    alt: t('quiz.sheet.alt', { name, rows: said }),
    sheet,
  };
}
