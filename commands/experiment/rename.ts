/** /experiment rename: a name that says more than the question. */
import { option } from '../../src/chat/option.ts';
import { defineCommand } from '../../src/define-command.ts';

export default defineCommand({
  summary: 'experiment.rename.summary',
  visibility: 'everyone',
  options: { id: option.experiment(), name: option.text({ max: 80, positional: true }) },
  run: (ctx, { id, name }) => ctx.experiments.rename(ctx, id, name),
});
