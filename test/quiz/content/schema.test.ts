/** The JSON Schema that editors complete quizzes with is the one that Augie reads them by. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { quizSchema } from '../../../src/quiz/content/quiz.ts';

const FILE = 'data/quizzes/quiz.schema.json';

it('is up to date', () => {
  const schema = `${JSON.stringify(z.toJSONSchema(quizSchema, { io: 'input' }), null, 2)}\n`;
  if (process.env.AUGIE_GOLDEN === 'write') writeFileSync(FILE, schema);
  expect(readFileSync(FILE, 'utf8'), `write it anew with AUGIE_GOLDEN=write`).toBe(schema);
});
