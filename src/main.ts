/**
 * npm start: the classroom page, and Discord if there is a token. `--new-teacher-link` replaces the page's teacher
 * link; `--no-open` leaves the browser alone.
 */
import { join } from 'node:path';
import { createDiscord } from './platforms/discord/platform.ts';
import { openInBrowser } from './platforms/web/open-browser.ts';
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
  const started = () =>
    process.argv.includes('--no-open') ? undefined : openInBrowser(web.teacherLink(), config.data);
  if (token === undefined) {
    // The log of a terminal leaves out this level.
    if (process.stdout.isTTY) say(t('discord.off'));
    else log.info(t('discord.off'));
    return { platforms: [web], started };
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
  return { platforms: [web, discord], started };
});
