/** Grades one blank by its text: the first rule that applies decides, and the grade names it. */
import type { Blank, Grade, Text } from '../content/quiz.ts';
import {
  caseMatters,
  comparable,
  folded,
  isCode,
  type Language,
  MAX_ANSWER,
  normalise,
} from './normalise.ts';
import { readNumbers, same, within } from './number.ts';
import { graded, invalid, right } from './outcome.ts';
import { compilePattern } from './pattern.ts';
import { nearlySpelt, slips } from './spelling.ts';
import { canonical } from './tokens.ts';

interface TypedAnswer {
  readonly blank: Blank;
  readonly language: Language;
  /** Normalised, with its capital letters. */
  readonly text: string;
  /** For comparing with keys. */
  readonly compared: string;
  /** All its readings as a number, if the blank asks for one. */
  readonly numbers: readonly number[];
}

type RuleOf = (answer: TypedAnswer) => Grade | undefined;

const empty: RuleOf = ({ blank, text }) => {
  if (text !== '') return undefined;
  return blank.empty ? right('empty') : invalid('empty', 'quiz.answer.empty');
};

const equal: RuleOf = ({ blank, language, compared }) => {
  const index = blank.accept.findIndex((key) => comparable(key, blank, language) === compared);
  return index < 0 ? undefined : right(index === 0 ? 'equal' : 'variant');
};

const number: RuleOf = ({ blank, numbers }) => {
  if (!blank.number) return undefined;
  const key = numberKey(blank);
  const allowed = Math.max(blank.number.abs, blank.number.rel * Math.abs(key));
  return numbers.some((value) => within(value, key, allowed)) ? right('number') : undefined;
};

const code: RuleOf = (answer) =>
  answer.blank.accept.some((key) => sameCode(answer, key)) ? right('code') : undefined;

const pattern: RuleOf = (answer) =>
  answer.blank.pattern !== undefined && matches(answer, answer.blank.pattern) ? right('pattern') : undefined;

const known: RuleOf = (answer) => {
  const { blank, language, compared } = answer;
  const found = blank.wrong.find(
    (wrong) =>
      (wrong.is !== undefined &&
        (comparable(wrong.is, blank, language) === compared ||
          sameNumber(answer, wrong.is) ||
          sameCode(answer, wrong.is))) ||
      (wrong.pattern !== undefined && matches(answer, wrong.pattern)),
  );
  return found && knownGrade(found.credit, found.why);
};

/** An answer that is listed as wrong is not the key, even with full credit. */
const knownGrade = (credit: number, why: Text): Grade => ({
  ...graded('known', credit, why),
  outcome: credit > 0 ? 'partly' : 'wrong',
});

/** If only a number can be right, other text is not an answer, unless the author comments on it. */
const notANumber: RuleOf = ({ blank, numbers }) =>
  takesOnlyNumbers(blank) && numbers.length === 0 ? invalid('number', 'quiz.answer.notANumber') : undefined;

export const takesOnlyNumbers = ({ number, accept, pattern }: Blank): boolean =>
  number !== undefined && accept.length === 0 && pattern === undefined;

/** In their order. Answers that are listed as wrong come before spelling and effect. */
const RULES: readonly RuleOf[] = [empty, equal, number, code, pattern, known, notANumber];

/** The grade by rules that need only the answer; undefined if none of them applies. */
export function gradeByText(blank: Blank, language: Language, typed: string): Grade | undefined {
  if (typed.length > MAX_ANSWER) return invalid('none', 'quiz.answer.tooLong', { max: MAX_ANSWER });
  const text = normalise(typed);
  const compared = folded(text, blank, language);
  const numbers = blank.number ? readNumbers(text, numberKey(blank)) : [];
  for (const rule of RULES) {
    const grade = rule({ blank, language, text, compared, numbers });
    if (grade) return grade;
  }
  return undefined;
}

/** The grade if nothing else applies: a typo, or wrong. */
export function gradeBySpelling(blank: Blank, language: Language, typed: string): Grade {
  const asked = blank.spelling ?? !isCode(language);
  return asked && isNearly(blank, lower(typed))
    ? { outcome: 'nearly', credit: 0, rule: 'spelling' }
    : { outcome: 'wrong', credit: 0, rule: 'none' };
}

/** Whether a key is nearest to the text, and no listed wrong answer is as near. */
function isNearly(blank: Blank, answer: string): boolean {
  if (readNumbers(answer, 0).length > 0) return false;
  return blank.accept.map(lower).some((key) => {
    if (!nearlySpelt(answer, key)) return false;
    const away = slips(answer, key, 2);
    return blank.wrong.every(({ is }) => is === undefined || slips(answer, lower(is), away) > away);
  });
}

const lower = (text: string): string => normalise(text).toLowerCase();

/** The number to answer. A resolved item has a number; others may still have a text. */
const numberKey = (blank: Blank): number => Number(blank.number?.is);

function matches({ blank, language, text }: TypedAnswer, expression: string): boolean {
  return compilePattern(expression, !caseMatters(blank, language))(text);
}

const sameNumber = ({ blank, numbers }: TypedAnswer, key: string): boolean =>
  blank.number !== undefined &&
  readNumbers(normalise(key), numberKey(blank)).some((value) => numbers.some((given) => same(given, value)));

/** Augie reads the words of a policy in any case; in Python, case matters unless the author says otherwise. */
function sameCode({ blank, language, text }: TypedAnswer, key: string): boolean {
  if (!isCode(language)) return false;
  const lowerCase = blank.case === undefined ? language === 'policy' : !blank.case;
  return canonical(text, lowerCase) === canonical(normalise(key), lowerCase);
}
