/** /experiment cancel: stop it; what is trained is kept. */
import { option } from '../../src/chat/option.ts';
import { defineCommand } from '../../src/define-command.ts';

export default defineCommand({
  summary: 'experiment.cancel.summary',
  visibility: 'everyone',
  options: { id: option.experiment() },
  run: (ctx, { id }) => ctx.experiments.cancel(ctx, id),
});
