/** npm run slack:manifest: prints the manifest from which a Slack app is made, with this Augie's commands. */
import { loadCommands } from './app.ts';
import { loadEnvFile, projectRoot, readConfig, shellLocale } from './config.ts';
import { translate } from './i18n/i18n.ts';
import { UserError } from './i18n/user-error.ts';
import { manifestOf } from './platforms/slack/manifest.ts';

const t = translate(shellLocale(process.env));
try {
  const root = projectRoot();
  loadEnvFile(root);
  const { prefix } = readConfig(process.env, root).slack;
  process.stdout.write(`${JSON.stringify(manifestOf(await loadCommands(), prefix, t), null, 2)}\n`);
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`${t(error.key, error.params)}\n`);
  process.exitCode = 2;
}
