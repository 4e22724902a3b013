/** Questions to whoever sits at a terminal. */
import { createInterface } from 'node:readline/promises';
import type { Field } from '../../chat/card.ts';
import { choiceLines } from './card-text.ts';
import { printable } from './printable.ts';

/** Whether somebody can be asked: both ends are a terminal. Prompts go to stderr, as stdout may be a file. */
export const interactive = (): boolean => process.stdin.isTTY && process.stderr.isTTY;

/** What was typed, without white space around it; '' where the input ended or was interrupted. */
export async function ask(question: string): Promise<string> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  // At its end a question is never answered.
  const ended = new Promise<string>((resolve) => prompt.once('close', () => resolve('')));
  const answer = await Promise.race([prompt.question(question), ended]);
  prompt.close();
  return answer.trim();
}

/** What a field is about, its choices, and its name, after which people type the answer. */
export const questionOf = (field: Field): string =>
  printable(
    [
      field.hint === undefined ? field.label : `${field.label} (${field.hint})`,
      ...choiceLines(field),
      `${field.name}: `,
    ].join('\n'),
  );
