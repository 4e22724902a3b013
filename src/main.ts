/**
 * npm start: the classroom page, and Discord and Slack if there are tokens. `--new-teacher-link` replaces the page's teacher
 * link; `--no-open` leaves the browser alone.
 */
import { join } from 'node:path';
import { createDiscord } from './platforms/discord/platform.ts';
import { createSlack } from './platforms/slack/platform.ts';
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
  const started = () =>
    process.argv.includes('--no-open') ? undefined : openInBrowser(web.teacherLink(), config.data);
  const around = {
    ...app.chat,
    charts: app.charts,
    say,
    t,
    log: (message: string, details: object) => log.info(details, message),
  };
  /** A sentence on a terminal, where the log keeps quiet. */
  const note = (line: string) => (process.stdout.isTTY ? say(line) : log.info(line));

  const { token, api, cdn } = config.discord;
  if (token === undefined) note(t('discord.off'));
  const discord = token === undefined ? [] : [createDiscord({ ...around, token, api, cdn })];

  const { token: bot, appToken, prefix } = config.slack;
  const isOnSlack = bot !== undefined && appToken !== undefined;
  if (!isOnSlack) note(t('slack.off'));
  const { api: slackApi, files: filesHost } = config.slack;
  const slack = isOnSlack
    ? [createSlack({ ...around, token: bot, appToken, api: slackApi, filesHost, prefix })]
    : [];
  return { platforms: [web, ...discord, ...slack], started };
});
