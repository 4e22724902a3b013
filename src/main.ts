/**
 * npm start: the classroom page, and Discord where there is a token. `--new-teacher-link` makes the page's teacher link
 * anew.
 */
import { join } from 'node:path';
import { createDiscord } from './platforms/discord/platform.ts';
import { createWeb } from './platforms/web/platform.ts';
import { serve } from './server.ts';

await serve((app, { config, root, log, t, say }) => {
  const web = createWeb({
    ...app.chat,
    charts: app.charts,
    logFault: (id, error) => log.error({ err: error, id }, 'a request failed'),
    host: config.host,
    port: config.port,
    publicUrl: config.publicUrl,
    trustedProxies: config.trustedProxies,
    folder: join(root, 'dist', 'src', 'platforms', 'web', 'page'),
    newTeacherLink: process.argv.includes('--new-teacher-link'),
    say,
    t,
  });
  const { token, api, cdn } = config.discord;
  if (token === undefined) {
    log.info(t('discord.off'));
    return [web];
  }
  const discord = createDiscord({
    ...app.chat,
    charts: app.charts,
    token,
    api,
    cdn,
    say,
    t,
    log: (message, details) => log.info(details, message),
  });
  return [web, discord];
});
