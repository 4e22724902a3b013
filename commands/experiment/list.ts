/** /experiment list: what this classroom has asked so far. */
import { defineCommand } from '../../src/define-command.ts';

export default defineCommand({
  summary: 'experiment.list.summary',
  visibility: 'everyone',
  options: {},
  run: (ctx) => ctx.experiments.list(ctx),
});
