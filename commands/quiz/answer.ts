/** /quiz answer: answer the open question in private. */
import { option } from '../../src/chat/option.ts';
import { defineCommand } from '../../src/define-command.ts';

export default defineCommand({
  summary: 'quiz.answer.summary',
  visibility: 'asker',
  options: { answer: option.text({ max: 1000, positional: true }) },
  run: (ctx, { answer }) => ctx.quizzes.answer(ctx, answer),
  actions: {
    submit: (ctx, id, values) => ctx.quizzes.submit(ctx, id, values ?? {}),
    choose: (ctx, id) => ctx.quizzes.choose(ctx, id),
    hint: (ctx, id) => ctx.quizzes.hint(ctx, id),
    mine: (ctx, id) => ctx.quizzes.mine(ctx, id),
    partner: (ctx, id) => ctx.quizzes.partner(ctx, id),
  },
  forms: { submit: (ctx, id) => ctx.quizzes.form(ctx, id) },
});
