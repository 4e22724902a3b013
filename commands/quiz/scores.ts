/** /quiz scores: your own points and rank; teachers see everybody's. */
import { defineCommand } from '../../src/define-command.ts';

export default defineCommand({
  summary: 'quiz.scores.summary',
  visibility: 'asker',
  options: {},
  run: (ctx) => ctx.quizzes.scores(ctx),
});
