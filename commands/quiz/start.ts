/** /quiz start: ask a class the questions of a quiz, one after the other. */
import { option } from '../../src/chat/option.ts';
import { defineCommand } from '../../src/define-command.ts';
import { modes } from '../../src/quiz/session/session.ts';

export default defineCommand({
  summary: 'quiz.start.summary',
  visibility: 'everyone',
  who: 'teacher',
  options: {
    quiz: option.quiz({ default: 'augmentation' }),
    item: option.optionalInteger({ min: 1, max: 100 }),
    time: option.integer({ min: 0, max: 3600, default: 90 }),
    mode: option.choice(modes, { default: 'normal' }),
  },
  run: (ctx, question) => ctx.quizzes.start(ctx, question),
});
