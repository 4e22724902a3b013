/** /augment list: every operation, its range, and what it does to a picture. */
import { option } from '../../src/chat/option.ts';
import { defineCommand } from '../../src/define-command.ts';
import { PHOTOS } from '../../src/previews/photos.ts';

export default defineCommand({
  summary: 'augment.list.summary',
  visibility: 'everyone',
  options: {
    dataset: option.dataset({ also: [PHOTOS] }),
  },
  run: (ctx, { dataset }) => ctx.previews.list(ctx, dataset),
});
