/** /augment preview: what a network would see. */
import { option } from '../../src/chat/option.ts';
import { defineCommand } from '../../src/define-command.ts';
import { PHOTOS } from '../../src/previews/photos.ts';
import { MOST_VARIANTS } from '../../src/previews/service.ts';

export default defineCommand({
  summary: 'augment.preview.summary',
  visibility: 'everyone',
  options: {
    policy: option.policy({ default: 'flip + rotate(0.04) + shift(0.07)' }),
    dataset: option.dataset({ also: [PHOTOS] }),
    image: option.picture({ formerly: 'picture', excludes: ['dataset', 'label'] }),
    label: option.label({ of: 'dataset' }),
    count: option.optionalInteger({ min: 1, max: MOST_VARIANTS }),
    seed: option.integer({ min: 1, max: 1_000_000, default: 1 }),
  },
  run: (ctx, question) => ctx.previews.show(ctx, question),
});
