/** /augment list: every operation, its range, and what it does to a picture. */
import { option } from '../../src/chat/option.ts';
import { DEFAULT_DATASET } from '../../src/datasets/catalog.ts';
import { sourceNames } from '../../src/previews/originals.ts';
import { defineCommand } from '../../src/services.ts';

export default defineCommand({
  summary: 'augment.list.summary',
  visibility: 'everyone',
  options: {
    dataset: option.choice(sourceNames, { default: DEFAULT_DATASET }),
  },
  run: (ctx, { dataset }) => ctx.previews.list(ctx, dataset),
});
