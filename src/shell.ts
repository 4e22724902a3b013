/** One command from a shell, to its end: augie "/experiment run fraction:0.2"; also augie backup FILE. */
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import type { AppParts } from './app.ts';
import { createCharts } from './charts/create.ts';
import { ONLY_FIELD } from './chat/card.ts';
import { parseActionId } from './chat/command.ts';
import { refuseChoice } from './chat/option.ts';
import type { Invocation, Person, Place } from './chat/place.ts';
import { type Config, loadEnvFile, projectRoot, readConfig, shellLocale } from './config.ts';
import { asLocale, locales, type MessageKey, type Translate, translate } from './i18n/i18n.ts';
import { nearest } from './i18n/nearest.ts';
import { cut, harmless } from './i18n/typed.ts';
import { localParams, UserError } from './i18n/user-error.ts';
import type { ChartRenderer } from './images/figure.ts';
import { reachServer, ServerGone } from './platforms/terminal/handover/client.ts';
import type { Host } from './platforms/terminal/host.ts';
import { readPictureFile, readTextFile } from './platforms/terminal/picture-file.ts';
import { ask, interactive, questionOf } from './platforms/terminal/prompt.ts';
import { createTerminal, TERMINAL, type Terminal } from './platforms/terminal/terminal.ts';
import { lineTyper } from './platforms/terminal/typed-line.ts';
import { systemClock } from './time/clock.ts';

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

type Flags = ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];

/** The environment of a command, and where its output goes. */
export interface Streams {
  readonly env: NodeJS.ProcessEnv;
  /** As they come, with their line ends. */
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Columns of the terminal that shows `out`; 0 if it is not a terminal. */
  readonly columns: number;
  /** Where images and files go that no --out names a folder for. */
  readonly folder?: string;
  /** Whether that terminal makes something to click of links. */
  readonly links?: boolean;
  /** What people type to call it; `augie` if left out. */
  readonly program?: string;
  /** Resolves when nobody reads `out` any more, as with `| head`. */
  readonly unread?: Promise<void>;
}

/** What every part needs; the language may change with settings and answers. */
interface Call extends Streams {
  t: Translate;
}

/** Carries out one command, the words after `augie`; mistakes are printed. Resolves with the exit code. */
export async function shell(args: readonly string[], streams: Streams): Promise<number> {
  const call: Call = { ...streams, t: translate(shellLocale(streams.env)) };
  return main(args, call).catch((error: unknown) => {
    if (!(error instanceof UserError)) throw error;
    call.err(`${call.t(error.key, localParams(error))}\n`);
    if (error instanceof ServerGone) return error.stopped ? EXIT.leftForLater : EXIT.fault;
    return EXIT.mistake;
  });
}

async function main(args: readonly string[], call: Call): Promise<number> {
  const { values, positionals } = readArguments(args, call);
  if (values.help || positionals.length === 0) {
    call.out(`${call.t('shell.usage')}\n`);
    return values.help ? EXIT.fine : EXIT.mistake;
  }
  const root = projectRoot();
  loadEnvFile(root);
  const config = readConfig(call.env, root);
  if (positionals[0] === 'backup') return backup(call, config, positionals.slice(1));

  const text = positionals.join(' ');
  const log = pino({ level: config.logLevel ?? 'warn' }, pino.destination(2));
  const who = `augie ${cut(harmless(text), 60)}, process ${process.pid}`;
  const charts = createCharts(config.quickchart, (details, message) => log.warn(details, message));
  const host = await openHost(call, { config, root, who, log });
  try {
    return await runCommand(call, host, charts, positionals, values);
  } finally {
    await host.stop();
  }
}

/** The running server's Augie, or a new one, which takes as long again to load. */
async function openHost(call: Call, parts: AppParts): Promise<Host> {
  const { data } = parts.config;
  const onTrouble = (err: unknown) => parts.log.warn({ err }, 'a card could not be shown');
  const server = existsSync(data) ? await reachServer({ data, clock: systemClock, onTrouble }) : undefined;
  if (server) return server;
  const { createApp } = await import('./app.ts');
  const app = await createApp(parts);
  if (app.exposed) sayExposed(call, data);
  return app;
}

const sayExposed = ({ t, err }: Call, path: string) => err(`${t('store.exposed', { path })}\n`);

/** Not strict, because Node's messages about mistakes are in English and take several lines. */
function readArguments(args: readonly string[], call: Call) {
  const read = parseArgs({ args: [...args], options, allowPositionals: true, strict: false, tokens: true });
  const values = read.values as Flags;
  if (typeof values.locale === 'string') {
    // First, because all other mistakes are reported in this language.
    const locale = asLocale(values.locale);
    if (!locale) refuseChoice('--locale', values.locale, locales);
    call.t = translate(locale);
  }
  const flags = read.tokens.filter((token) => token.kind === 'option');
  flags.forEach(({ name, rawName, value, inlineValue }, i) => {
    const flag = cut(rawName);
    if (!Object.hasOwn(options, name)) throw unknownFlag(name, flag);
    if (options[name as keyof typeof options].type === 'boolean') {
      if (value !== undefined) throw new UserError('shell.flagTakesNone', { flag });
      return;
    }
    if (!value?.trim() || (!inlineValue && value.startsWith('-'))) {
      throw new UserError('shell.flagNeedsValue', { flag });
    }
    if (flags.findIndex((other) => other.name === name) < i)
      throw new UserError('option.twice', { name: flag });
  });
  return { values, positionals: read.positionals };
}

function unknownFlag(name: string, flag: string): UserError {
  const meant = nearest(name, Object.keys(options));
  return meant === undefined
    ? new UserError('shell.unknownFlag', { flag })
    : new UserError('shell.misspeltFlag', { flag, meant: `--${meant}` });
}

async function backup(call: Call, config: Config, [file, ...more]: readonly string[]): Promise<number> {
  if (!file?.trim() || more.length > 0) throw new UserError('shell.backupFile');
  const { backupFolder } = await import('./store/database.ts');
  const { exposed } = backupFolder(config.data, resolve(file));
  call.out(`${call.t('store.backedUp', { file })}\n`);
  if (exposed) sayExposed(call, file);
  return EXIT.fine;
}

/** A button's id, as the cards print it, presses that button; `name=value` or a bare value after it fill in its form. */
function inputOf(positionals: readonly string[]): Invocation['input'] {
  const [action = '', ...given] = positionals;
  if (!parseActionId(action)) return { text: positionals.join(' ') };
  if (given.length === 0) return { action };
  const values = given.map((one): [string, string] => {
    const [, name, value] = /^([\w-]+)=(.*)$/s.exec(one) ?? [];
    return name === undefined || value === undefined ? [ONLY_FIELD, one] : [name, value];
  });
  return { action, values: Object.fromEntries(values) };
}

async function runCommand(
  call: Call,
  host: Host,
  charts: ChartRenderer,
  positionals: readonly string[],
  flags: Flags,
) {
  const input = inputOf(positionals);
  const name = flags.as ?? loginName();
  const person: Person = { id: `${TERMINAL}:${name}`, name, teacher: flags.teacher ?? false };
  const place: Place = { platform: TERMINAL, channel: flags.channel ?? 'shell' };
  const typed = lineTyper(call.program ?? 'augie', given(flags));
  const terminal = createTerminal({
    charts,
    folder: flags.out ?? call.folder ?? 'augie-out',
    json: flags.json ?? false,
    print: call.out,
    complain: (line) => call.err(`${line}\n`),
    columns: call.columns,
    links: call.links ?? false,
    typed,
  });
  host.connect(terminal);
  const locale = flags.locale === undefined ? undefined : call.t.locale;
  const give = (input: Invocation['input']) =>
    host.dispatch(
      { person, place, locale, localeTag: call.t.locale, input },
      (card, visibility) => {
        call.t = translate(card.locale ?? call.t.locale);
        return terminal.respond(place, card, visibility);
      },
      { readPicture: readPictureFile, readFile: readTextFile },
    );

  let asked = input;
  let outcome = await give(asked);
  // A command with a missing or wrong option runs once the person has typed it. An empty answer stops the questions.
  while (outcome.kind === 'mistake' && outcome.field && 'text' in asked && interactive()) {
    const answer = await ask(questionOf(outcome.field));
    if (answer === '') break;
    asked = { ...asked, filled: { ...asked.filled, [outcome.field.name]: answer } };
    outcome = await give(asked);
  }
  if (outcome.kind === 'answered' && outcome.confirm !== undefined) {
    if (!flags.yes && !(await askYes(call))) throw new UserError('shell.needsYes');
    outcome = await give({ action: outcome.confirm });
  }
  if (outcome.kind === 'mistake' && outcome.teacher) {
    call.err(`${call.t('shell.addTeacher')}\n  ${typed(positionals, true)}\n`);
  }
  if (outcome.kind !== 'answered') return EXIT[outcome.kind];
  return outcome.job === undefined ? EXIT.fine : waitFor(call, host, terminal, outcome.job);
}

/** The flags to repeat in the next command. */
const given = ({ as, teacher, channel, locale, out }: Flags): string[] => [
  ...Object.entries({ as, channel, locale, out }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, value],
  ),
  ...(teacher ? ['--teacher'] : []),
];

function loginName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'me'; // a container's user may have no name
  }
}

/** Whether an answer begins with one of the letters that this language has for it. */
const means = ({ t }: Call, answer: string, letters: MessageKey) =>
  answer !== '' && t(letters).includes(answer.charAt(0).toLowerCase());

const askYes = async (call: Call) =>
  interactive() && means(call, await ask(call.t('shell.confirm')), 'shell.letters.yes');

/** Waits for the job; Ctrl-C asks once whether to cancel it or to leave it for later. */
async function waitFor(call: Call, { jobs }: Host, terminal: Terminal, job: number): Promise<number> {
  let interrupted = false;
  // A job that waits for disk space does not keep the process alive.
  const alive = setInterval(() => {}, 1 << 30);
  let leave = () => {};
  const left = new Promise<'left'>((resolve) => {
    leave = () => resolve('left');
  });
  const onInterrupt = async () => {
    if (interrupted || !interactive()) return leave();
    interrupted = true;
    await terminal.stop();
    const answer = await ask(call.t('shell.interrupt'));
    if (means(call, answer, 'shell.letters.cancel')) jobs.cancel(job);
    else if (means(call, answer, 'shell.letters.later')) leave();
  };
  process.on('SIGINT', onInterrupt).on('SIGTERM', leave);
  void call.unread?.then(leave);
  const ended = await Promise.race([jobs.settled(job), left]).finally(() => {
    clearInterval(alive);
    process.off('SIGINT', onInterrupt).off('SIGTERM', leave);
    return terminal.stop();
  });
  if (ended !== 'left') return EXIT[terminal.trouble() ?? 'fine'];
  call.err(`${call.t('shell.left')}\n`);
  return EXIT.leftForLater;
}
