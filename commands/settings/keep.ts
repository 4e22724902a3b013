/** /settings keep: how long this classroom keeps messages and answers. */
import { option } from '../../src/chat/option.ts';
import { defineCommand } from '../../src/define-command.ts';
import { KEEP_DAYS } from '../../src/privacy/privacy.ts';

export default defineCommand({
  summary: 'settings.keep.summary',
  visibility: 'everyone',
  who: 'teacher',
  options: { days: option.integer({ min: 1, max: KEEP_DAYS.most, default: KEEP_DAYS.default }) },
  run: (ctx, { days }) => ctx.privacy.keep(ctx, days),
});
