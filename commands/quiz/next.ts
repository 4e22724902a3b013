/** /quiz next: ask the next question; after the last one, end with what the class knew. */
import { defineCommand } from '../../src/define-command.ts';

/** The experiment that tries a wrong answer: small enough to finish in the same lesson. */
const TRY = { model: 'mlp', fraction: 0.05, epochs: 10, seeds: 6, batch: 32 } as const;

export default defineCommand({
  summary: 'quiz.next.summary',
  visibility: 'everyone',
  who: 'teacher',
  options: {},
  run: (ctx) => ctx.quizzes.next(ctx),
  actions: {
    now: (ctx, id) => ctx.quizzes.nextOf(ctx, id),
    board: (ctx, id) => ctx.quizzes.board(ctx, id),
    see: (ctx, id) => ctx.experiments.start(ctx, { ...TRY, ...ctx.quizzes.experimentOf(ctx, id) }),
  },
});
