/** /experiment show: the current card of an experiment again. */
import { option } from '../../src/chat/option.ts';
import { defineCommand } from '../../src/define-command.ts';

export default defineCommand({
  summary: 'experiment.show.summary',
  visibility: 'everyone',
  options: { id: option.experiment() },
  run: (ctx, { id }) => ctx.experiments.show(ctx, id),
});
