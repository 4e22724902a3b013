/** /quiz export: all answers to the newest quiz here as CSV, by pseudonym. */
import { option } from '../../src/chat/option.ts';
import { defineCommand } from '../../src/define-command.ts';

export default defineCommand({
  summary: 'quiz.export.summary',
  visibility: 'asker',
  who: 'teacher',
  options: { people: option.choice(['pseudonyms', 'names'], { default: 'pseudonyms' }) },
  run: (ctx, { people }) => ctx.quizzes.export(ctx, people === 'names'),
});
