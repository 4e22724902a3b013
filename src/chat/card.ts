/** A message as data. Commands return cards; each platform draws them in its own way. */
import { type Locale, type Translate, translate } from '../i18n/i18n.ts';
import { type ContactSheet, contactSheet } from '../images/contact-sheet.ts';
import type { ChartRenderer, Figure } from '../images/figure.ts';
import type { Presser } from './presser.ts';

/** `id` is `command.action:shortId`; its state is in the database, so a button outlives a restart. */
export interface Choice {
  readonly id: string;
  readonly label: string;
  readonly style?: 'primary' | 'danger';
  /** Only they may press it: others do not see it, where each has a view of their own. */
  readonly who?: Presser;
  /** What can be typed instead of pressing it. */
  readonly line?: string;
}

/** `alt` says in words what it shows. Figures and sheets are drawn when they are posted, or when somebody looks. */
export type Picture = {
  readonly type: 'picture';
  /** Without the extension. */
  readonly name: string;
  readonly alt: string;
} & ({ readonly figure: Figure } | { readonly sheet: ContactSheet } | { readonly png: Uint8Array });

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
      /** What few want to read: folded under these words where a platform can, else small. */
      readonly details?: string;
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

/** What people are asked, until it closes: a platform may keep it in view. */
export interface Open {
  /** The same on every card that asks it, e.g. `quiz:7`; where it is asked again, the newest card counts. */
  readonly id: string;
  /** How many have answered; left out while no answers are taken. */
  readonly answered?: number;
  /** Milliseconds until it closes by itself; left out where somebody closes it. */
  readonly left?: number;
}

export interface Card {
  readonly title: string;
  /** The language of its texts; if left out, dispatch sets the asker's. */
  readonly locale?: Locale;
  /** An error instead of an answer: a mistake that the person can fix, or our bug. */
  readonly trouble?: 'mistake' | 'fault';
  readonly open?: Open;
  readonly blocks: readonly Block[];
  /** The same card in another language, where a platform shows each reader their own. It is only there while it is on its way. */
  readonly inLanguage?: (locale: Locale) => Promise<Card>;
}

/** Draws a card in a language. It changes nothing: it is called once for each language that is read. */
export type Draw = (t: Translate) => Card | Promise<Card>;

/** The card in a language, which can be had in all others. */
export async function drawIn(locale: Locale, draw: Draw): Promise<Card> {
  const inLanguage = async (wanted: Locale) => ({ locale: wanted, ...(await draw(translate(wanted))) });
  return { ...(await inLanguage(locale)), inLanguage };
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
export async function pictureFile(picture: Picture, charts: ChartRenderer): Promise<Uint8Array> {
  if ('png' in picture) return picture.png;
  return 'sheet' in picture ? contactSheet(picture.sheet) : charts.render(picture.figure);
}
