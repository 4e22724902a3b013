/** /quiz reveal: close the question and show its key; in mode `peer`, go on to the next step. */
import { defineCommand } from '../../src/define-command.ts';

export default defineCommand({
  summary: 'quiz.reveal.summary',
  visibility: 'asker',
  who: 'teacher',
  options: {},
  run: (ctx) => ctx.quizzes.reveal(ctx),
  actions: {
    now: (ctx, id) => ctx.quizzes.revealOf(ctx, id),
    check: (ctx, id) => ctx.quizzes.check(ctx, id),
    accept: (ctx, id) => ctx.quizzes.accept(ctx, id),
  },
});
