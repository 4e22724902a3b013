/** The server: starts what is configured, resumes what was running, stops cleanly on a signal. */
import { pino } from 'pino';
import { createApp } from './app.ts';
import { loadEnvFile, projectRoot, readConfig, shellLocale } from './config.ts';
import { translate } from './i18n/i18n.ts';
import { UserError } from './i18n/user-error.ts';

const t = translate(shellLocale(process.env));
const say = (text: string) => process.stdout.write(`${text}\n`);

try {
  const root = projectRoot();
  loadEnvFile(root);
  const config = readConfig(process.env, root);
  const log = pino({ level: config.logLevel ?? 'info' });
  process.on('unhandledRejection', (error) => {
    log.fatal({ err: error }, 'unhandled rejection');
    process.exit(1);
  });
  const app = await createApp({ config, root, who: `npm start, process ${process.pid}`, log });
  log.info({ backend: app.backend, trainers: config.trainers, data: config.data }, 'Augie is running');
  say(t('server.noPlatform'));
  const resumed = app.jobs.resume();
  if (resumed > 0) say(t('server.resumed', { count: resumed }));
  // Nothing else keeps the process alive until a platform does.
  const alive = setInterval(() => {}, 1 << 30);
  const stop = () => {
    clearInterval(alive);
    void app.stop().then(() => log.info('Augie has stopped'));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`${t(error.key, error.params)}\n`);
  process.exitCode = 2;
}
