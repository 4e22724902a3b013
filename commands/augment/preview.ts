/** /augment preview: what a network would see. */
import { option } from '../../src/chat/option.ts';
import { defineCommand } from '../../src/define-command.ts';
import { DEFAULT_POLICIES } from '../../src/experiments/default-policies.ts';
import { PHOTOS } from '../../src/previews/photos.ts';
import { MOST_VARIANTS } from '../../src/previews/service.ts';

export default defineCommand({
  summary: 'augment.preview.summary',
  visibility: 'everyone',
  options: {
    policy: option.policy({ default: DEFAULT_POLICIES.mlp }),
    dataset: option.dataset({ also: [PHOTOS] }),
    image: option.picture({ formerly: 'picture', excludes: ['dataset', 'label'] }),
    label: option.label({ of: 'dataset' }),
    count: option.optionalInteger({ min: 1, max: MOST_VARIANTS }),
    seed: option.integer({ min: 1, max: 1_000_000, default: 1 }),
  },
  run: (ctx, question) => ctx.previews.show(ctx, question),
});
