/** /augment list: every operation, its range, and what it does to a picture. */
import { option } from '../../src/chat/option.ts';
import { sourceNames } from '../../src/previews/originals.ts';
import { defineCommand } from '../../src/services.ts';

export default defineCommand({
  summary: 'augment.list.summary',
  visibility: 'everyone',
  options: {
    dataset: option.choice(sourceNames, { default: 'fashion-mnist' }),
  },
  run: (ctx, { dataset }) => ctx.previews.list(ctx, dataset),
});
