/** /quiz review: ask again what the class got wrong, with fresh numbers, when it is due. */
import { option } from '../../src/chat/option.ts';
import { defineCommand } from '../../src/define-command.ts';
import { modes } from '../../src/quiz/session/session.ts';

export default defineCommand({
  summary: 'quiz.review.summary',
  visibility: 'everyone',
  who: 'teacher',
  options: {
    time: option.integer({ min: 0, max: 3600, default: 90 }),
    mode: option.choice(modes, { default: 'normal' }),
  },
  run: (ctx, given) => ctx.quizzes.review(ctx, { quiz: 'review', item: undefined, ...given }),
});
