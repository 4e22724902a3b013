/** Counts the answers of a class per blank, and decides what may be shown. Pure. */
import type { Translate } from '../../i18n/i18n.ts';
import { hash32 } from '../../random/draws.ts';
import { type Answers, blankNames, type Grade, type Item, type Text, textIn } from '../content/quiz.ts';
import type { Submission } from '../session/session.ts';

/** Answers to a blank that are the same to the grader. */
export interface Cluster {
  /** The most frequent spelling. */
  readonly answer: string;
  /** Its id in buttons. */
  readonly key: string;
  readonly count: number;
  readonly grade: Grade;
}

/** The form of an answer for comparing. */
export const sameAnswer = (answer: string): string =>
  answer.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase();

export const clusterKey = (answer: string): string => (hash32(sameAnswer(answer)) >>> 0).toString(36);

/** Answers to one blank, the most frequent first; right ones first among equals. */
export function clusters(submissions: readonly Submission[], blank: string): Cluster[] {
  const found = new Map<string, { answers: Map<string, number>; grade: Grade; count: number }>();
  for (const { answers, grades } of submissions) {
    const grade = grades[blank];
    const answer = answers[blank] ?? '';
    if (!grade) continue;
    const same = sameAnswer(answer);
    const cluster = found.get(same) ?? { answers: new Map(), grade, count: 0 };
    cluster.answers.set(answer, (cluster.answers.get(answer) ?? 0) + 1);
    cluster.count++;
    found.set(same, cluster);
  }
  return [...found.values()]
    .map(({ answers, grade, count }): Cluster => {
      const [[answer]] = [...answers].sort(([, a], [, b]) => b - a) as [[string, number]];
      return { answer, key: clusterKey(answer), count, grade };
    })
    .sort((a, b) => b.count - a.count || b.grade.credit - a.grade.credit);
}

export interface Tally {
  readonly answered: number;
  /** How many had all of it right. */
  readonly right: number;
  /** Mean credit, of 1. */
  readonly share: number;
  /** By blank: how many had it right. */
  readonly byBlank: readonly { readonly blank: string; readonly right: number }[];
}

export function tallyOf(item: Item, submissions: readonly Submission[]): Tally {
  const answered = submissions.length;
  const isRight = (grade: Grade | undefined) => grade?.outcome === 'right';
  const names = blankNames(item);
  return {
    answered,
    right: submissions.filter(({ grades }) => names.every((name) => isRight(grades[name]))).length,
    share: answered === 0 ? 0 : submissions.reduce((sum, { credit }) => sum + credit, 0) / answered,
    byBlank: names.map((blank) => ({
      blank,
      right: submissions.filter(({ grades }) => isRight(grades[blank])).length,
    })),
  };
}

const LETTERS = 'ABCDEFGH';
export const letter = (index: number): string => LETTERS[index] as string;

/** The shown key of each blank. */
export function keyOf(item: Item): Answers {
  switch (item.kind) {
    case 'blanks':
      return Object.fromEntries(blankNames(item).map((name) => [name, firstKey(item.blanks[name])]));
    case 'choice':
      return { answer: item.options.flatMap(({ right }, i) => (right ? [letter(i)] : [])).join(' ') };
    case 'order':
      return { answer: orderKey(item).join(' ') };
    default:
      return { answer: firstKey(item.answer) };
  }
}

/** The key of a blank as people read it: a number as their language writes it. */
export function readableKey(item: Item, key: string, t: Translate): string {
  const isNumber = item.kind === 'number' && /^-?\d+(?:\.\d+)?$/.test(key);
  return isNumber ? t.number(Number(key), { maximumFractionDigits: 15 }) : key;
}

/** The letters under which the lines were shown, in the right order. */
export function orderKey(item: Extract<Item, { kind: 'order' }>): string[] {
  const shown = item.shown ?? item.lines.map((_, i) => i);
  return item.lines.map((_, i) => letter(shown.indexOf(i)));
}

function firstKey(blank: Extract<Item, { kind: 'number' }>['answer'] | undefined): string {
  if (!blank) return '';
  return blank.accept[0] ?? (blank.number === undefined ? '' : String(blank.number.is));
}

/** Letters and their texts, for an item that is answered with letters. */
export function lettered(item: Item, locale: string): { readonly label: string; readonly text: string }[] {
  const show = (texts: readonly Text[]) =>
    texts.map((text, i) => ({ label: letter(i), text: textIn(text, locale) }));
  if (item.kind === 'choice') return show(item.options.map(({ text }) => text));
  if (item.kind !== 'order') return [];
  return show((item.shown ?? item.lines.map((_, i) => i)).map((line) => item.lines[line] as Text));
}

/** If people voted twice, the second vote counts. */
export function lastVotes(submissions: readonly Submission[]): readonly Submission[] {
  const second = submissions.filter(({ vote }) => vote === 2);
  return second.length > 0 ? second : submissions;
}
