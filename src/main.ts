/** npm start: the classroom page. `--new-teacher-link` makes its teacher link anew. */
import { join } from 'node:path';
import { createWeb } from './platforms/web/platform.ts';
import { serve } from './server.ts';

await serve((app, { config, root, log, t, say }) => [
  createWeb({
    ...app.chat,
    charts: app.charts,
    logFault: (id, error) => log.error({ err: error, id }, 'a request failed'),
    host: config.host,
    port: config.port,
    publicUrl: config.publicUrl,
    folder: join(root, 'dist', 'src', 'platforms', 'web', 'page'),
    newTeacherLink: process.argv.includes('--new-teacher-link'),
    say,
    t,
  }),
]);
