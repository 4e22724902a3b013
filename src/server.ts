/** What `npm start` runs: one Augie with its platforms; resumes running jobs, stops cleanly on a signal. */
import type { Logger } from 'pino';
import { type App, createApp } from './app.ts';
import type { Platform } from './chat/ports.ts';
import { type Config, loadEnvFile, projectRoot, readConfig, shellLocale } from './config.ts';
import { type Translate, translate } from './i18n/i18n.ts';
import { localParams, UserError } from './i18n/user-error.ts';
import { createHandover } from './platforms/terminal/handover/server.ts';
import { createLog } from './terminal-log.ts';

/** What platforms are made from. */
export interface Surroundings {
  readonly config: Config;
  /** The folder that holds data/ and dist/; ends with a slash. */
  readonly root: string;
  readonly log: Logger;
  /** In the language of the shell that started it. */
  readonly t: Translate;
  /** Prints a line for the person who started it. */
  readonly say: (line: string) => void;
}

/** `started` is called once all of them run; its result is called when Augie stops. */
export interface Served {
  readonly platforms: readonly Platform[];
  readonly started?: () => (() => void) | undefined;
}

type PlatformsOf = (app: App, surroundings: Surroundings) => Served;

/** Resolves when Augie is running. A UserError is printed to stderr, with exit code 2. */
export async function serve(platformsOf: PlatformsOf): Promise<void> {
  const t = translate(shellLocale(process.env));
  try {
    await start(platformsOf, t);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    process.stderr.write(`${t(error.key, localParams(error))}\n`);
    process.exitCode = 2;
  }
}

async function start(platformsOf: PlatformsOf, t: Translate): Promise<void> {
  const say = (text: string) => process.stdout.write(`${text}\n`);
  const root = projectRoot();
  loadEnvFile(root);
  const config = readConfig(process.env, root);
  const isTerminal = process.stdout.isTTY;
  const log = createLog(config.logLevel, isTerminal, (line) => process.stdout.write(line));
  process.on('unhandledRejection', (error) => {
    log.fatal({ err: error }, 'unhandled rejection');
    process.exit(1);
  });
  // Before anything is printed: somebody may stop it right after.
  const signal = new Promise((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  const app = await createApp({ config, root, who: `npm start, process ${process.pid}`, log });
  if (app.exposed) say(t('store.exposed', { path: config.data }));
  const { platforms, started } = platformsOf(app, { config, root, log, t, say });
  const handover = createHandover({
    data: config.data,
    host: app,
    platforms,
    onFault: (id, error) => log.error({ err: error, id }, 'a command failed'),
    onBroken: (error) => log.warn({ err: error }, 'a shell was done without'),
  });
  handover.platforms.forEach(app.connect);
  for (const platform of platforms) await platform.start(app.dispatch);
  await handover.start().catch((error: unknown) => {
    // Everything else works without it.
    if (!(error instanceof UserError)) throw error;
    say(t(error.key, error.params));
  });
  const ended = started?.();
  if (isTerminal) say(t('server.running'));
  log.info({ backend: app.backend, trainers: config.trainers, data: config.data }, 'Augie is running');
  const resumed = app.jobs.resume();
  if (resumed > 0) say(t('server.resumed', { count: resumed }));
  app.warm();
  // Platforms may not keep the process alive, and neither do jobs that wait for disk space.
  const alive = setInterval(() => {}, 1 << 30);
  void signal.then(async () => {
    clearInterval(alive);
    ended?.();
    handover.stop();
    for (const platform of platforms) await platform.stop();
    await app.stop();
    if (isTerminal) say(t('server.stopped'));
    log.info('Augie has stopped');
  });
}
