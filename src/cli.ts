#!/usr/bin/env node
/** One command from a shell, to its end: augie "/experiment run fraction:0.2"; also augie backup FILE. */
import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { type App, createApp } from './app.ts';
import type { Invocation, Person, Place } from './chat/place.ts';
import { type Config, loadEnvFile, projectRoot, readConfig, shellLocale } from './config.ts';
import { asLocale, locales, translate } from './i18n/i18n.ts';
import { UserError } from './i18n/user-error.ts';
import { readPictureFile } from './platforms/terminal/picture-file.ts';
import { createTerminal, TERMINAL, type Terminal } from './platforms/terminal/terminal.ts';
import { backupFolder } from './store/database.ts';

const EXIT = { fine: 0, fault: 1, mistake: 2, leftForLater: 130 } as const;

const options = {
  as: { type: 'string' },
  teacher: { type: 'boolean' },
  channel: { type: 'string' },
  locale: { type: 'string' },
  out: { type: 'string' },
  json: { type: 'boolean' },
  yes: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

let t = translate(shellLocale(process.env));

async function main(): Promise<number> {
  const { values, positionals } = readArguments();
  if (values.locale !== undefined) {
    const locale = asLocale(values.locale);
    if (!locale) {
      throw new UserError('option.choice', {
        name: '--locale',
        given: values.locale,
        choices: locales.join(', '),
      });
    }
    t = translate(locale);
  }
  if (values.help || positionals.length === 0) {
    process.stdout.write(`${t('shell.usage')}\n`);
    return values.help ? EXIT.fine : EXIT.mistake;
  }
  const root = projectRoot();
  loadEnvFile(root);
  const config = readConfig(process.env, root);
  if (positionals[0] === 'backup') return backup(config, positionals[1]);

  const text = positionals.join(' ');
  const log = pino({ level: config.logLevel ?? 'warn' }, pino.destination(2));
  const app = await createApp({
    config,
    root,
    who: `augie ${text.slice(0, 60)}, process ${process.pid}`,
    log,
  });
  try {
    return await runCommand(app, text, values);
  } finally {
    await app.stop();
  }
}

function readArguments() {
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    throw new UserError('shell.badFlag', { problem: (error as Error).message });
  }
}

function backup(config: Config, file: string | undefined): number {
  if (!file) throw new UserError('option.missing', { name: 'FILE' });
  backupFolder(config.data, resolve(file));
  process.stdout.write(`${t('store.backedUp', { file })}\n`);
  return EXIT.fine;
}

async function runCommand(app: App, text: string, flags: ReturnType<typeof readArguments>['values']) {
  const name = flags.as ?? loginName();
  const person: Person = { id: `${TERMINAL}:${name}`, name, teacher: flags.teacher ?? false };
  const place: Place = { platform: TERMINAL, channel: flags.channel ?? 'shell' };
  const terminal = createTerminal({
    charts: app.charts,
    folder: flags.out ?? 'augie-out',
    json: flags.json ?? false,
    print: (line) => void process.stdout.write(line),
    complain: (line) => void process.stderr.write(`${line}\n`),
    columns: process.stdout.isTTY ? process.stdout.columns : 0,
  });
  app.connect(terminal);
  const locale = flags.locale === undefined ? undefined : t.locale;
  const give = (input: Invocation['input']) =>
    app.dispatch(
      { person, place, locale, localeTag: t.locale, input },
      (card, visibility) => {
        t = translate(card.locale ?? t.locale);
        return terminal.respond(place, card, visibility);
      },
      readPictureFile,
    );

  // A button's id, as the cards print it, presses that button.
  let outcome = await give(/^[a-z]+(\.[a-z]+)+:\S+$/.test(text) ? { action: text } : { text });
  if (outcome.kind === 'answered' && outcome.confirm !== undefined) {
    if (!flags.yes && !(await askYes())) throw new UserError('shell.needsYes');
    outcome = await give({ action: outcome.confirm });
  }
  if (outcome.kind !== 'answered') return EXIT[outcome.kind];
  return outcome.job === undefined ? EXIT.fine : waitFor(app, terminal, outcome.job);
}

function loginName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'me'; // a container's user may have no name
  }
}

const interactive = () => process.stdin.isTTY && process.stderr.isTTY;

async function ask(question: string): Promise<string> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await prompt.question(question).catch(() => '');
  prompt.close();
  return answer.trim().toLowerCase();
}

const askYes = async () => interactive() && /^[yj예네ㅇ]/.test(await ask(t('shell.confirm')));

/** Waits for the job; Ctrl-C asks once whether to cancel it or to leave it for later. */
async function waitFor(app: App, terminal: Terminal, job: number): Promise<number> {
  let interrupted = false;
  // A job that waits for room on the disk keeps no process alive.
  const alive = setInterval(() => {}, 1 << 30);
  const leave = new Promise<'left'>((left) => {
    process.on('SIGINT', async () => {
      if (interrupted || !interactive()) return left('left');
      interrupted = true;
      await terminal.stop();
      const answer = await ask(t('shell.interrupt'));
      if (/^[ca취]/.test(answer)) app.jobs.cancel(job);
      else if (/^[ls나]/.test(answer)) left('left');
    });
    process.once('SIGTERM', () => left('left'));
  });
  const ended = await Promise.race([app.jobs.settled(job), leave]);
  clearInterval(alive);
  if (ended !== 'left') return EXIT[terminal.trouble() ?? 'fine'];
  await terminal.stop();
  process.stderr.write(`${t('shell.left')}\n`);
  return EXIT.leftForLater;
}

process.exitCode = await main().catch((error: unknown) => {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`${t(error.key, error.params)}\n`);
  return EXIT.mistake;
});
