/** The grader: grades the answers to an item, blank by blank, and names the rule. */
import {
  ANSWER,
  type Answers,
  type Blank,
  blankNames,
  type Grade,
  type Grades,
  type Item,
} from '../content/quiz.ts';
import { gradeBySpelling, gradeByText } from './blank.ts';
import { type EffectPictures, gradeByEffect } from './effect.ts';
import { gradeChoice, gradeOrder } from './letters.ts';
import { share } from './outcome.ts';

type BlanksItem = Extract<Item, { kind: 'blanks' }>;

export interface GradeParts {
  /** Needed for items with `effect` only. */
  readonly pictures?: EffectPictures;
}

/** Grades answers to a resolved item. Never throws for any answer; a blank without an answer is empty. */
export function gradeItem(item: Item, answers: Answers, parts: GradeParts = {}): Grades {
  switch (item.kind) {
    case 'choice':
      return { [ANSWER]: gradeChoice(item, answerTo(answers, ANSWER)) };
    case 'order':
      return { [ANSWER]: gradeOrder(item, answerTo(answers, ANSWER)) };
    case 'number':
    case 'text': {
      const typed = answerTo(answers, ANSWER);
      return {
        [ANSWER]: gradeByText(item.answer, 'text', typed) ?? gradeBySpelling(item.answer, 'text', typed),
      };
    }
    case 'blanks':
      return gradeBlanks(item, answers, parts);
  }
}

/** The points of an item's grades as a share, by the weights of its blanks. */
export function creditOf(item: Item, grades: Grades): number {
  const parts = [...new Set(blankNames(item))].map((name) => ({
    weight: item.kind === 'blanks' ? blankOf(item, name).weight : 1,
    credit: Object.hasOwn(grades, name) ? grades[name]!.credit : 0,
  }));
  const most = parts.reduce((sum, { weight }) => sum + weight, 0);
  return most === 0 ? 0 : share(parts.reduce((sum, { weight, credit }) => sum + weight * credit, 0) / most);
}

function gradeBlanks(item: BlanksItem, answers: Answers, { pictures }: GradeParts): Grades {
  const names = [...new Set(blankNames(item))];
  const typed = Object.fromEntries(names.map((name) => [name, answerTo(answers, name)]));
  const byText = new Map<string, Grade | undefined>(
    names.map((name) => [name, gradeByText(blankOf(item, name), item.language, typed[name]!)]),
  );
  const open = item.effect ? names.filter((name) => !byText.get(name) && blankOf(item, name).effect) : [];
  if (open.length > 0 && !pictures)
    throw new Error(`${item.id} is graded by its effect: pictures are missing`);
  const byEffect = open.length > 0 ? gradeByEffect(item, typed, open, pictures!) : new Map<string, Grade>();
  return Object.fromEntries(
    names.map((name) => [
      name,
      byText.get(name) ??
        byEffect.get(name) ??
        gradeBySpelling(blankOf(item, name), item.language, typed[name]!),
    ]),
  );
}

const answerTo = (answers: Answers, name: string): string =>
  Object.hasOwn(answers, name) ? answers[name]! : '';

function blankOf(item: BlanksItem, name: string): Blank {
  const blank = Object.hasOwn(item.blanks, name) ? item.blanks[name] : undefined;
  if (!blank) throw new Error(`${item.id} has no blank ${name}`);
  return blank;
}
