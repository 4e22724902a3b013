/** /experiment export: all numbers as CSV. */
import { option } from '../../src/chat/option.ts';
import { defineCommand } from '../../src/define-command.ts';

export default defineCommand({
  summary: 'experiment.export.summary',
  visibility: 'everyone',
  options: { id: option.experiment() },
  run: (ctx, { id }) => ctx.experiments.export(ctx, id),
});
