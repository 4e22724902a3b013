/** A message as data. Commands return cards; each platform draws them in its own way. */
import type { Locale } from '../i18n/i18n.ts';
import type { ChartRenderer, Figure } from '../images/figure.ts';

/** `id` is `command.action:shortId`; its state is in the database, so a button outlives a restart. */
export interface Choice {
  readonly id: string;
  readonly label: string;
  readonly style?: 'primary' | 'danger';
  /** Only they may press it: others do not see it, where each has a view of their own. */
  readonly who?: 'teacher';
  /** What can be typed instead of pressing it. */
  readonly line?: string;
}

/** `alt` says in words what it shows. A figure is drawn when it is posted: pictures are not kept. */
export type Picture = {
  readonly type: 'picture';
  /** Without the extension. */
  readonly name: string;
  readonly alt: string;
} & ({ readonly figure: Figure } | { readonly png: Uint8Array });

/** A field of a form. */
export interface Field {
  readonly name: string;
  readonly label: string;
  /** Allowed values, in a few words: `1 to 300`. */
  readonly hint?: string;
  readonly multiline?: boolean;
  /** Values to pick instead of typing; `many`: any number of them, separated by spaces. */
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
  readonly many?: boolean;
  /** Maximum characters; left out: as many as there is room for. */
  readonly max?: number;
  /** The initial value. */
  readonly value?: string;
  /** May be left empty. */
  readonly optional?: boolean;
}

/** The name of the only field of a form. */
export const ONLY_FIELD = 'answer';

/** The values of a form, by the names of its fields. */
export type FormValues = Readonly<Record<string, string>>;

export type Block =
  | { readonly type: 'text'; readonly text: string; readonly tone?: 'plain' | 'strong' | 'quiet' }
  | {
      readonly type: 'fields';
      /** `line`: the label is a command, and pressing it types it. */
      readonly fields: readonly { readonly label: string; readonly value: string; readonly line?: string }[];
    }
  | {
      readonly type: 'table';
      readonly columns: readonly { readonly label: string; readonly align?: 'left' | 'right' }[];
      readonly rows: readonly (readonly string[])[];
    }
  | Picture
  | { readonly type: 'file'; readonly name: string; readonly mediaType: string; readonly content: string }
  | {
      readonly type: 'progress';
      readonly label: string;
      /** Out of `total`, in any unit. */
      readonly done: number;
      readonly total: number;
      /** How long it will take, in words. */
      readonly left?: string;
      /** Why it has stopped for the moment, and what to do about it. */
      readonly paused?: string;
    }
  | { readonly type: 'choices'; readonly choices: readonly Choice[] }
  /** A form; `label` is the text of the button that opens or sends it. */
  | {
      readonly type: 'input';
      readonly id: string;
      readonly label: string;
      readonly fields: readonly Field[];
    }
  | { readonly type: 'code'; readonly language: string; readonly code: string }
  | { readonly type: 'divider' };

export interface Card {
  readonly title: string;
  /** The language of its texts; if left out, dispatch sets the asker's. */
  readonly locale?: Locale;
  /** An error instead of an answer: a mistake that the person can fix, or our bug. */
  readonly trouble?: 'mistake' | 'fault';
  readonly blocks: readonly Block[];
}

/** A sentence. */
export const text = (value: string, tone: 'plain' | 'strong' | 'quiet' = 'plain'): Block => ({
  type: 'text',
  text: value,
  tone,
});

/** A card with one sentence. */
export const sentenceCard = (title: string, sentence: string): Card => ({ title, blocks: [text(sentence)] });

/** How much of a progress block is done, from 0 to 1. */
export const doneShare = ({ done, total }: Extract<Block, { type: 'progress' }>): number =>
  Math.min(1, Math.max(0, done / Math.max(1, total)));

/** A picture as a PNG file. */
export const pictureFile = async (picture: Picture, charts: ChartRenderer): Promise<Uint8Array> =>
  'png' in picture ? picture.png : charts.render(picture.figure);
