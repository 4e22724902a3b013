/** /experiment export: all numbers as CSV, or what the networks answered. */
import { option } from '../../src/chat/option.ts';
import { defineCommand } from '../../src/define-command.ts';

export default defineCommand({
  summary: 'experiment.export.summary',
  visibility: 'everyone',
  options: {
    id: option.experiment(),
    what: option.choice(['numbers', 'predictions'], { default: 'numbers' }),
  },
  run: (ctx, { id, what }) =>
    what === 'predictions' ? ctx.networkAnswers.export(ctx, id) : ctx.experiments.export(ctx, id),
});
