/** The environment as one schema; it names all mistakes at once. `.env.example` explains each variable. */
import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { DatasetSource } from './datasets/catalog.ts';
import { asLocale, type Locale } from './i18n/i18n.ts';
import { nearest } from './i18n/nearest.ts';
import { cut } from './i18n/typed.ts';
import { UserError } from './i18n/user-error.ts';

/** An empty variable means the same as none. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => String(value ?? '').trim() || undefined, schema.optional());
const decimal = z
  .string()
  .regex(/^\d+(\.\d+)?$/)
  .transform(Number);
const whole = (most: number) => decimal.pipe(z.int().min(1).max(most));
const amount = decimal.pipe(z.number().max(1e6));

/** 192.0.2.1, 10.0.0.0/8: IP addresses and networks. */
const networks = z
  .string()
  .transform((text) => text.split(',').map((one) => one.trim()))
  .refine((all) =>
    all.every((one) => {
      const [, address = '', bits = '0'] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(one) ?? [];
      const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
      return Number(bits) <= most;
    }),
  );

const schema = z.object({
  AUGIE_DATA: optional(z.string()),
  AUGIE_DATASETS: optional(z.string()),
  AUGIE_BACKEND: optional(z.enum(['native', 'wasm', 'cpu'])),
  AUGIE_TRAINERS: optional(whole(64)),
  AUGIE_CONFIRM_MINUTES: optional(amount),
  AUGIE_MAX_MINUTES: optional(amount),
  AUGIE_CHECKPOINTS_MB: optional(amount),
  AUGIE_NETWORKS_MB: optional(amount),
  AUGIE_CHART_THEME: optional(z.enum(['light', 'dark'])),
  AUGIE_LOG_LEVEL: optional(z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])),
  QUICKCHART_URL: optional(z.url({ protocol: /^https?$/ })),
  DISCORD_TOKEN: optional(z.string().regex(/^\S+$/)),
  DISCORD_API_URL: optional(z.url({ protocol: /^https?$/ })),
  DISCORD_CDN_URL: optional(z.url({ protocol: /^https?$/ })),
  SLACK_BOT_TOKEN: optional(z.string().regex(/^\S+$/)),
  SLACK_APP_TOKEN: optional(z.string().regex(/^\S+$/)),
  SLACK_API_URL: optional(z.url({ protocol: /^https?$/ })),
  SLACK_FILES_URL: optional(z.url({ protocol: /^https?$/ })),
  SLACK_COMMAND_PREFIX: optional(z.string().regex(/^[a-z0-9_-]{1,16}$/)),
  HOST: optional(z.string().regex(/^[\w.:-]+$/)),
  PORT: optional(decimal.pipe(z.int().max(65_535))),
  PUBLIC_URL: optional(z.url({ protocol: /^https?$/ })),
  TRUSTED_PROXY: optional(networks),
});

/** The names of all variables. */
export const variables: readonly string[] = Object.keys(schema.shape);

export interface Config {
  /** The folder of the database and of the files next to it; created if missing. */
  readonly data: string;
  /** Where datasets come from. */
  readonly datasets: DatasetSource;
  readonly backend: 'native' | 'wasm' | 'cpu' | undefined;
  /** How many networks are trained at the same time. */
  readonly trainers: number;
  /** Milliseconds. */
  readonly budget: { readonly confirm: number; readonly most: number };
  /** Bytes that checkpoints, and the weights of finished networks, may take. */
  readonly room: { readonly checkpoints: number; readonly networks: number };
  readonly theme: 'light' | 'dark';
  readonly logLevel: string | undefined;
  readonly quickchart: string | undefined;
  /** Discord is off without a token. Without addresses, Discord's own are used. They have no slash at the end. */
  readonly discord: {
    readonly token: string | undefined;
    readonly api: string | undefined;
    readonly cdn: string | undefined;
  };
  /**
   * Slack is off without both tokens. The addresses are Slack's own where none are given; without a slash at the end.
   * `prefix` stands before every command but /augie.
   */
  readonly slack: {
    readonly token: string | undefined;
    readonly appToken: string | undefined;
    readonly api: string | undefined;
    readonly files: string | undefined;
    readonly prefix: string;
  };
  /** Where the classroom page listens; port 0 is any free one. */
  readonly host: string;
  readonly port: number;
  /** Its address as people type it, without a slash at the end, if it is behind a proxy. */
  readonly publicUrl: string | undefined;
  /** Addresses and networks of the proxies whose X-Forwarded-For counts. */
  readonly trustedProxies: readonly string[];
}

const MINUTE = 60_000;
const MEGABYTE = 1_000_000;
const OURS = 'AUGIE_';

/** Throws one UserError that names every wrong variable. `root` is where the project is installed. */
export function readConfig(env: NodeJS.ProcessEnv, root: string): Config {
  const parsed = schema.safeParse(env);
  const wrong = new Set(parsed.error?.issues.map(({ path }) => String(path[0])));
  const problems = [
    ...[...wrong].map((name) => `${name}=${name.endsWith('TOKEN') ? '…' : cut(env[name] ?? '')}`),
    ...misspelt(env),
  ];
  if (!parsed.success || problems.length > 0)
    throw new UserError('config.wrong', { problems: problems.join(', ') });
  const set = parsed.data;
  const data = set.AUGIE_DATA ?? join(root, 'data', 'var');
  return {
    data,
    datasets: { ...datasetsIn(set.AUGIE_DATASETS, root), unpacked: data },
    backend: set.AUGIE_BACKEND,
    trainers: set.AUGIE_TRAINERS ?? availableParallelism(),
    budget: {
      confirm: (set.AUGIE_CONFIRM_MINUTES ?? 10) * MINUTE,
      most: (set.AUGIE_MAX_MINUTES ?? 120) * MINUTE,
    },
    room: {
      checkpoints: (set.AUGIE_CHECKPOINTS_MB ?? 500) * MEGABYTE,
      networks: (set.AUGIE_NETWORKS_MB ?? 500) * MEGABYTE,
    },
    theme: set.AUGIE_CHART_THEME ?? 'light',
    logLevel: set.AUGIE_LOG_LEVEL,
    quickchart: set.QUICKCHART_URL,
    discord: {
      token: set.DISCORD_TOKEN,
      api: set.DISCORD_API_URL?.replace(/\/+$/, ''),
      cdn: set.DISCORD_CDN_URL?.replace(/\/+$/, ''),
    },
    slack: {
      token: set.SLACK_BOT_TOKEN,
      appToken: set.SLACK_APP_TOKEN,
      api: set.SLACK_API_URL?.replace(/\/+$/, ''),
      files: set.SLACK_FILES_URL?.replace(/\/+$/, ''),
      prefix: set.SLACK_COMMAND_PREFIX ?? '',
    },
    host: set.HOST ?? '127.0.0.1',
    port: set.PORT ?? 3000,
    publicUrl: set.PUBLIC_URL && new URL(set.PUBLIC_URL).origin,
    trustedProxies: set.TRUSTED_PROXY ?? [],
  };
}

/** Augie's own datasets are declared in its code. */
const datasetsIn = (folder: string | undefined, root: string): DatasetSource =>
  folder === undefined
    ? { data: join(root, 'data') }
    : {
        data: join(folder, 'data'),
        declarations: pathToFileURL(join(resolve(folder), 'declarations', '/')).href,
      };

/** Variables with a misspelt name, and the names that are meant: `AUGIE_TRAINER (AUGIE_TRAINERS?)`. */
function misspelt(env: NodeJS.ProcessEnv): string[] {
  const ours = variables.filter((name) => name.startsWith(OURS)).map((name) => name.slice(OURS.length));
  return Object.keys(env)
    .filter((name) => name.startsWith(OURS) && !variables.includes(name))
    .flatMap((name) => {
      const meant = nearest(name.slice(OURS.length), ours);
      return meant === undefined ? [] : [`${cut(name)} (${OURS}${meant}?)`];
    });
}

/** The language of the shell that Augie was started from. */
export const shellLocale = (env: NodeJS.ProcessEnv): Locale =>
  asLocale(env.LC_ALL || env.LC_MESSAGES || env.LANG) ?? 'en';

/** The folder that holds package.json, data/ and .env, whether this file runs as source or built; ends with a slash. */
export function projectRoot(): string {
  let folder = new URL('./', import.meta.url);
  while (!existsSync(new URL('package.json', folder))) folder = new URL('../', folder);
  return fileURLToPath(folder);
}

/** Reads `.env` at the project's root, if there is one, into the environment; variables that are already set stay. */
export function loadEnvFile(root: string): void {
  const file = join(root, '.env');
  if (!existsSync(file)) return;
  try {
    process.loadEnvFile(file);
  } catch (error) {
    throw new UserError('config.unreadable', { file, reason: (error as NodeJS.ErrnoException).code ?? '' });
  }
}
