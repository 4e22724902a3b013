/** /experiment demo: a prepared demonstration, trained live. */
import { option } from '../../src/chat/option.ts';
import { defineCommand } from '../../src/define-command.ts';
import { demonstrationNames } from '../../src/experiments/demonstration-names.ts';

export default defineCommand({
  summary: 'experiment.demo.summary',
  visibility: 'everyone',
  options: {
    name: option.choice(demonstrationNames, { default: 'moved', positional: true }),
    predict: option.choice(['true', 'false'], { default: 'false' }),
  },
  run: (ctx, { name, predict }) => (predict === 'true' ? ctx.predictions : ctx.experiments).start(ctx, name),
  actions: { prepared: (ctx, id) => ctx.experiments.prepared(ctx, id) },
});
