/** /quiz stop: end the quiz that is running here. */
import { defineCommand } from '../../src/define-command.ts';

export default defineCommand({
  summary: 'quiz.stop.summary',
  visibility: 'everyone',
  who: 'teacher',
  options: {},
  run: (ctx) => ctx.quizzes.stop(ctx),
});
