/**
 * Finds input that is not an answer. People are told at once; nothing is recorded, and it costs no try. They can try this as
 * often as they like, so it must reveal nothing about the keys: it depends only on what was typed and on what everybody sees
 * of the item. Its time does not reveal a key, either: no effect is compared.
 */
import {
  type Answers,
  type Blank,
  blankNames,
  type Item,
  mayBeEmpty,
  type Problem,
} from '../content/quiz.ts';
import { gradeByText, takesOnlyNumbers } from './blank.ts';
import { policyProblem } from './effect.ts';
import { gradeChoice, gradeOrder } from './letters.ts';
import { MAX_ANSWER, normalise } from './normalise.ts';
import { readNumbers } from './number.ts';

/** By blank, in the order of the item. */
export type Problems = ReadonlyMap<string, Problem>;

/**
 * Why answers to a resolved item are refused; undefined if they are accepted. An answer that an author lists as wrong is accepted even if it
 * is not valid, because it is worth explaining: 90 for a quarter turn. An unlisted answer gives no clue to the
 * key, and its problem is also reported if another blank has one.
 */
export function refusalOf(item: Item, answers: Answers): Problems | undefined {
  const problems = problemsOf(item, answers);
  return [...problems.keys()].every((name) => isListed(item, name, answers[name] ?? ''))
    ? undefined
    : problems;
}

function problemsOf(item: Item, answers: Answers): Problems {
  const found = new Map<string, Problem>();
  for (const name of blankNames(item)) {
    const problem = problemOf(item, name, answers[name] ?? '');
    if (problem) found.set(name, problem);
  }
  if (found.size > 0 || item.kind !== 'blanks' || !item.effect) return found;
  const unread = policyProblem(item, answers);
  return unread && item.blanks[unread.blank]?.effect ? new Map([[unread.blank, unread.problem]]) : found;
}

function problemOf(item: Item, name: string, typed: string): Problem | undefined {
  if (item.kind === 'choice') return gradeChoice(item, typed).problem;
  if (item.kind === 'order') return gradeOrder(item, typed).problem;
  if (typed.length > MAX_ANSWER) return { key: 'quiz.answer.tooLong', params: { max: MAX_ANSWER } };
  const text = normalise(typed);
  if (text === '') return mayBeEmpty(item) ? undefined : { key: 'quiz.answer.empty', params: {} };
  return takesOnlyNumbers(blankOf(item, name)) && readNumbers(text, 0).length === 0
    ? { key: 'quiz.answer.notANumber', params: {} }
    : undefined;
}

type Typed = Exclude<Item, { kind: 'choice' | 'order' }>;

function isListed(item: Item, name: string, typed: string): boolean {
  if (item.kind === 'choice' || item.kind === 'order') return false;
  const language = item.kind === 'blanks' ? item.language : 'text';
  return gradeByText(blankOf(item, name), language, typed)?.rule === 'known';
}

const blankOf = (item: Typed, name: string): Blank =>
  item.kind === 'blanks' ? item.blanks[name]! : item.answer;
