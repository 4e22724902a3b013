/** /experiment delete: the experiment and the networks that only it uses. It needs an id: there is no default. */
import { option } from '../../src/chat/option.ts';
import { defineCommand } from '../../src/define-command.ts';

export default defineCommand({
  summary: 'experiment.delete.summary',
  visibility: 'everyone',
  options: { id: option.experiment({ required: true }) },
  run: (ctx, { id }) => ctx.experiments.delete(ctx, id),
});
