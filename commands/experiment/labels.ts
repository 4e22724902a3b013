/** /experiment labels: what augmentation changed for each label. */
import { option } from '../../src/chat/option.ts';
import { defineCommand } from '../../src/define-command.ts';

export default defineCommand({
  summary: 'experiment.labels.summary',
  visibility: 'everyone',
  options: {
    id: option.experiment(),
    test: option.choice(['moved', 'clean'], { default: 'moved' }),
  },
  run: (ctx, { id, test }) => ctx.networkAnswers.labels(ctx, id, test),
  actions: {
    moved: (ctx, id) => ctx.networkAnswers.labels(ctx, id, 'moved'),
    clean: (ctx, id) => ctx.networkAnswers.labels(ctx, id, 'clean'),
  },
});
