/** A message as data. Commands return cards; each platform draws them in its own way. */
import type { Locale } from '../i18n/i18n.ts';
import type { ChartRenderer, Figure } from '../images/figure.ts';

/** `id` is `command.action:shortId`; what stands behind it is in the database, so a button outlives a restart. */
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
  /** Without the ending. */
  readonly name: string;
  readonly alt: string;
} & ({ readonly figure: Figure } | { readonly png: Uint8Array });

/** What a form asks for. */
export interface Field {
  readonly name: string;
  readonly label: string;
  /** What may be filled in, in a few words: `1 to 300`. */
  readonly hint?: string;
  readonly multiline?: boolean;
  /** To be picked instead of typed; `many`: any number of them, their values with blanks between. */
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
  readonly many?: boolean;
  /** Characters; left out: as many as there is room for. */
  readonly max?: number;
  /** What stands there at first. */
  readonly value?: string;
  /** May be left empty. */
  readonly optional?: boolean;
}

/** What the field of a form is called that has no other. */
export const ONLY_FIELD = 'answer';

/** What was filled into a form, by the names of its fields. */
export type FormValues = Readonly<Record<string, string>>;

export type Block =
  | { readonly type: 'text'; readonly text: string; readonly tone?: 'plain' | 'strong' | 'quiet' }
  | {
      readonly type: 'fields';
      /** `line`: the label is a command that can be typed by pressing it. */
      readonly fields: readonly { readonly label: string; readonly value: string; readonly line?: string }[];
    }
  | {
      readonly type: 'table';
      /** `people`: its cells are names of people, which may change. */
      readonly columns: readonly {
        readonly label: string;
        readonly align?: 'left' | 'right';
        readonly people?: true;
      }[];
      readonly rows: readonly (readonly string[])[];
    }
  | Picture
  | { readonly type: 'file'; readonly name: string; readonly mediaType: string; readonly content: string }
  | {
      readonly type: 'progress';
      readonly label: string;
      /** Of `total`, any unit. */
      readonly done: number;
      readonly total: number;
      /** How long it will take, in words. */
      readonly left?: string;
      /** Why it stands still, and what to do about it. */
      readonly paused?: string;
    }
  | { readonly type: 'choices'; readonly choices: readonly Choice[] }
  /** A form; `label` stands on the button that opens it or sends it. */
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
  /** The language of its texts; set on its way out where it is not another than the asker's. */
  readonly locale?: Locale;
  /** Not an answer: the person can put something right, or the fault is ours. */
  readonly trouble?: 'mistake' | 'fault';
  readonly blocks: readonly Block[];
}

/** A sentence. */
export const text = (value: string, tone: 'plain' | 'strong' | 'quiet' = 'plain'): Block => ({
  type: 'text',
  text: value,
  tone,
});

/** A card that says no more than this. */
export const sentenceCard = (title: string, sentence: string): Card => ({ title, blocks: [text(sentence)] });

/** How much of a progress block is done, from 0 to 1. */
export const doneShare = ({ done, total }: Extract<Block, { type: 'progress' }>): number =>
  Math.min(1, Math.max(0, done / Math.max(1, total)));

/** A picture as a PNG file. */
export const pictureFile = async (picture: Picture, charts: ChartRenderer): Promise<Uint8Array> =>
  'png' in picture ? picture.png : charts.render(picture.figure);
