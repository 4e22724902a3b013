/** Splits an answer that was typed in one line into blanks. */
import { UserError } from '../../i18n/user-error.ts';
import { ANSWER, type Answers, blankNames, type Item } from '../content/quiz.ts';

/** Separates answers to several blanks: `0.04; flip`. Text in quotes is not split. */
const PART = /(?:"[^"]*"|'[^']*'|[^;；\n"']|["'])*/g;
/** `[2] 0.5`: which blank is meant. */
const NUMBERED = /^\[(\d)\]\s*/;

/** Throws a UserError if there are more or fewer answers than blanks. */
export function readTyped(item: Item, typed: string): Answers {
  const names = blankNames(item);
  if (names.length === 1) return { [names[0] ?? ANSWER]: typed.trim() };
  const texts: string[] = [];
  // Without the empty match at the end.
  let at = 0;
  PART.lastIndex = 0;
  while (at <= typed.length) {
    PART.lastIndex = at;
    const [part = ''] = PART.exec(typed) ?? [];
    texts.push(part.trim());
    at += part.length + 1;
  }
  if (texts.length !== names.length)
    throw new UserError(
      'quiz.parts',
      {
        count: names.length,
        given: texts.length,
        example: names.map((_, i) => `[${i + 1}] …`).join('; '),
      },
      'answer',
    );
  const answers = new Map(names.map((name) => [name, '']));
  texts.forEach((text, i) => {
    const numbered = NUMBERED.exec(text);
    const name = names[numbered ? Number(numbered[1]) - 1 : i] ?? (names[i] as string);
    answers.set(name, text.replace(NUMBERED, ''));
  });
  return Object.fromEntries(answers);
}
