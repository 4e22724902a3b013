/** /experiment delete: the experiment and the networks that only it uses. The number must be given. */
import { option } from '../../src/chat/option.ts';
import { defineCommand } from '../../src/services.ts';

export default defineCommand({
  summary: 'experiment.delete.summary',
  visibility: 'everyone',
  options: { id: option.text({ max: 20, positional: true }) },
  run: (ctx, { id }) => ctx.experiments.delete(ctx, id),
});
