/** npm run discord:invite: prints the link that invites Augie to a server. */

import { loadEnvFile, projectRoot, readConfig, shellLocale } from './config.ts';
import { translate } from './i18n/i18n.ts';
import { UserError } from './i18n/user-error.ts';
import { applicationOf, inviteUrl } from './platforms/discord/invite.ts';
import { createRequests } from './platforms/discord/requests.ts';
import { troubleOf } from './platforms/discord/trouble.ts';
import { systemClock } from './time/clock.ts';

const t = translate(shellLocale(process.env));
try {
  const root = projectRoot();
  loadEnvFile(root);
  const { token, api } = readConfig(process.env, root).discord;
  if (token === undefined) throw new UserError('discord.off');
  const { bot } = createRequests(token, api, systemClock);
  const application = await applicationOf(bot).catch((error: unknown) => {
    throw new UserError(...troubleOf(error));
  });
  process.stdout.write(`${inviteUrl(application)}\n`);
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`${t(error.key, error.params)}\n`);
  process.exitCode = 2;
}
