/** /settings privacy: shows what is stored about the person who asks, exports it and deletes it. */
import { defineCommand } from '../../src/define-command.ts';

export default defineCommand({
  summary: 'settings.privacy.summary',
  visibility: 'asker',
  options: {},
  run: (ctx) => ctx.privacy.show(ctx),
  actions: {
    export: (ctx) => ctx.privacy.export(ctx),
    forget: (ctx) => ctx.privacy.ask(ctx),
    confirm: (ctx) => ctx.privacy.forget(ctx),
    drop: (ctx) => ctx.privacy.drop(ctx),
  },
});
