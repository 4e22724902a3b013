/** /experiment show: the card of an experiment again, as far as it has come. */
import { option } from '../../src/chat/option.ts';
import { defineCommand } from '../../src/define-command.ts';

export default defineCommand({
  summary: 'experiment.show.summary',
  visibility: 'everyone',
  options: { id: option.experiment() },
  run: (ctx, { id }) => ctx.experiments.show(ctx, id),
});
