/** /quiz list: the quizzes that can be started here. */
import { defineCommand } from '../../src/define-command.ts';

export default defineCommand({
  summary: 'quiz.list.summary',
  visibility: 'everyone',
  options: {},
  run: (ctx) => ctx.quizzes.list(ctx),
});
