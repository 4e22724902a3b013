/** The cards of /augment preview and /augment list, each with its contact sheet. */
import { noteText, policyNotes } from '../augment/notes.ts';
import { type Operation, signature } from '../augment/operation.ts';
import { formatPolicy, type Policy, parsePolicy } from '../augment/policy.ts';
import type { Theme } from '../charts/theme.ts';
import { type Card, text } from '../chat/card.ts';
import type { DatasetInfo, PictureShape } from '../datasets/dataset.ts';
import { fullLabel, type LabelName } from '../datasets/label-name.ts';
import type { MessageKey, Translate } from '../i18n/i18n.ts';
import type { Cell, ContactSheet } from '../images/contact-sheet.ts';
import type { Pixels } from '../images/decode.ts';
import type { Originals } from './originals.ts';
import { PHOTO_SIDE, photos } from './photos.ts';
import type { PreviewQuestion } from './previews.ts';
import type { Variant } from './variants.ts';

/** How many variants are beside an original: a phone can show four pictures large enough. */
export const BESIDE = 3;

const captions = (t: Translate, { captions: drawn }: Variant): string[] =>
  drawn.length === 0 ? [t('augment.preview.unchanged')] : drawn.map(({ key, params }) => t(key, params));

const titleOf = ({ kind, title }: Originals, t: Translate): string =>
  title ?? t(kind === 'own' ? 'augment.preview.own' : 'augment.preview.photos');

/** One original and its variants, in the order of the epochs. */
export interface PreviewRow {
  readonly name: LabelName;
  readonly picture: Pixels;
  readonly variants: readonly Variant[];
}

export interface PreviewView {
  readonly question: PreviewQuestion;
  readonly policy: Policy;
  readonly originals: Originals;
  readonly rows: readonly PreviewRow[];
  readonly theme: Theme;
}

export function previewCard(
  { question, policy, originals, rows: shown, theme }: PreviewView,
  t: Translate,
): Card {
  const { dataset, seed } = question;
  const { kind, shape } = originals;
  const rows = shown.map((row) => ({ ...row, name: row.name || t('augment.preview.original') }));
  const title = titleOf(originals, t);
  const written = formatPolicy(policy);
  const epochs = rows[0]!.variants.length;
  const sheet: ContactSheet = {
    title: written,
    columns: 1 + Math.min(epochs, BESIDE),
    cells: rows.flatMap((row) => rowCells(row, t)),
    footer: t('augment.preview.footer', { title, seed, width: shape.width, height: shape.height }),
    theme,
  };
  const alt = rows.map(
    ({ name, variants }) =>
      `${fullLabel(name, t.locale)}: ${variants.map((variant) => captions(t, variant).join(', ')).join('; ')}.`,
  );
  return {
    title: t('augment.preview.title', { title, policy: written }),
    blocks: [
      ...policyNotes(policy, shape).map((note, i) => text(noteText(t, note), i === 0 ? 'strong' : 'plain')),
      {
        type: 'picture',
        name: 'preview',
        alt: t('augment.preview.alt', { title, rows: alt.join(' ') }),
        sheet,
      },
      text(
        t(kind === 'dataset' ? 'augment.preview.fed' : 'augment.preview.would', {
          seed,
          epochs,
          count: epochs,
        }),
        'quiet',
      ),
      ...(kind === 'dataset'
        ? [text(t('augment.preview.train', { dataset, policy: written }), 'quiet')]
        : []),
      ...(kind === 'own' ? [text(t('augment.preview.square', { side: PHOTO_SIDE }), 'quiet')] : []),
      ...(kind === 'photos' ? [credits(t)] : []),
    ],
  };
}

const credits = (t: Translate) => {
  const names = photos.map(({ credit }) => credit).join(', ');
  return text(t('augment.preview.credits', { names }), 'quiet');
};

/** An original with its variants beside it, in as many lines of the sheet as they take. */
function rowCells({ name, picture, variants }: PreviewRow, t: Translate): (Cell | null)[] {
  const cells = variants.map((variant, index) => ({
    pictures: [variant.picture],
    heading: t('augment.preview.epoch', { epoch: index + 1 }),
    lines: captions(t, variant),
  }));
  const beside = Math.min(variants.length, BESIDE);
  const lines = Array.from({ length: Math.ceil(cells.length / beside) }, (_, line) =>
    cells.slice(line * beside, (line + 1) * beside),
  );
  return lines.flatMap((line, index) => [
    index === 0 ? { pictures: [picture], heading: fullLabel(name, t.locale), lines: [] } : null,
    ...line,
    ...new Array<null>(beside - line.length).fill(null),
  ]);
}

export interface ListView {
  readonly originals: Originals;
  /** The datasets in the notes on each operation. */
  readonly datasets: readonly DatasetInfo[];
  readonly before: Pixels;
  readonly shown: readonly { readonly operation: Operation; readonly variant: Variant }[];
  readonly theme: Theme;
}

export function listCard({ originals, datasets, before, shown, theme }: ListView, t: Translate): Card {
  const shapes: (PictureShape & { readonly title: string })[] = [
    ...datasets,
    { title: t('augment.preview.photos'), width: PHOTO_SIDE, height: PHOTO_SIDE, channels: 3 },
  ];
  const lines = ({ operation, variant }: ListView['shown'][number]) =>
    exampleNotes(operation, before).some(({ kind }) => kind === 'noEffect')
      ? [t('augment.list.noEffect')]
      : captions(t, variant);
  const sheet: ContactSheet = {
    title: t('augment.list.sheet'),
    columns: 4,
    cells: shown.map((one) => ({
      pictures: [before, one.variant.picture],
      // Allows a line break after the bracket.
      heading: one.operation.example.replace('(', '(\u200b'),
      lines: lines(one),
    })),
    footer: titleOf(originals, t),
    theme,
  };
  const about = (part: (told: ReturnType<typeof inTwo>, operation: Operation) => string) =>
    shown.map(({ operation }) => ({
      label: signature(operation),
      value: part(inTwo(t(`op.${operation.name}.about` as MessageKey), t), operation),
    }));
  const alt = shown.map((one) => `${one.operation.example}: ${lines(one).join(', ')}`).join('; ');
  return {
    title: t('augment.list.title'),
    blocks: [
      text(t('augment.list.how')),
      { type: 'picture', name: 'operations', alt: t('augment.list.alt', { rows: alt }), sheet },
      { type: 'fields', fields: about(({ first }) => first) },
      ...(originals.kind === 'photos' ? [credits(t)] : []),
      {
        type: 'fields',
        details: t('augment.list.details'),
        fields: about(({ rest }, operation) =>
          [
            rest,
            ...shapes.flatMap((shape) =>
              exampleNotes(operation, shape).map((note) => `${shape.title}: ${noteText(t, note)}`),
            ),
          ].join(' '),
        ).filter(({ value }) => value.trim() !== ''),
      },
    ],
  };
}

/** A text's first sentence, and the others. */
function inTwo(told: string, { locale }: Translate): { readonly first: string; readonly rest: string } {
  const [first] = new Intl.Segmenter(locale, { granularity: 'sentence' }).segment(told);
  const length = first?.segment.length ?? 0;
  return { first: told.slice(0, length).trim(), rest: told.slice(length) };
}

const exampleNotes = ({ example }: Operation, shape: PictureShape) =>
  policyNotes(parsePolicy(example), shape);
