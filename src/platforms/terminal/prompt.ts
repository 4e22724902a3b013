/** Questions to a person at a terminal. */
import { createInterface } from 'node:readline/promises';
import type { Field } from '../../chat/card.ts';
import { choiceLines } from './card-text.ts';
import { printable } from './printable.ts';

/** Whether it can ask: input and stderr are terminals. Prompts go to stderr, because stdout may be a file. */
export const interactive = (): boolean => process.stdin.isTTY && process.stderr.isTTY;

/** The typed text, trimmed; '' if the input ended or was interrupted. */
export async function ask(question: string): Promise<string> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  // After the end of input a question would never be answered.
  const ended = new Promise<string>((resolve) => prompt.once('close', () => resolve('')));
  const answer = await Promise.race([prompt.question(question), ended]);
  prompt.close();
  return answer.trim();
}

/** A field's label and choices, and its name as the prompt. */
export const questionOf = (field: Field): string =>
  printable(
    [
      field.hint === undefined ? field.label : `${field.label} (${field.hint})`,
      ...choiceLines(field),
      `${field.name}: `,
    ].join('\n'),
  );
