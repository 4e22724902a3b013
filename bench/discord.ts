/**
 * Discord in a busy hour: 2,000 interactions in 40 servers, 50 a second however slow Augie is, while all cores train. Each
 * must be acknowledged within Discord's three seconds and answered once.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import {
  type Answer,
  type ChannelHandle,
  type Discord,
  type GuildHandle,
  type Message,
  type Person,
  startDiscord,
} from '../test/emulators/discord/index.ts';
import { built, inFolder } from './bin.ts';
import type { Row } from './table.ts';

/** For node, e.g. `--cpu-prof --cpu-prof-dir=FOLDER`. */
const profile = process.env.AUGIE_BENCH_NODE?.split(' ') ?? [];
const GUILDS = 40;
const INTERACTIONS = 2000;
const EVERY_MS = 20;
/** Time after the last one; an interaction without an answer by then is lost. */
const PATIENCE_MS = 60_000;
const MEMORY_EVERY_MS = 250;
/** Trains from before the first interaction until after the last. */
const LONG = { fraction: 0.2, epochs: 300, seeds: 30 };
/** The experiment whose card has the pressed buttons. */
const SHORT = { fraction: 0.01, batch: 480, epochs: 1, seeds: 1 };

interface ClassOnDiscord {
  readonly channel: ChannelHandle;
  readonly people: readonly Person[];
  readonly card: Message;
}

/** What somebody does in a second of a class; autocomplete has no Answer. */
type Act = (group: ClassOnDiscord, person: Person, n: number) => Promise<Answer | undefined>;

const command =
  (name: string, ...options: Parameters<Person['command']>[2][]): Act =>
  ({ channel }, person, n) =>
    person.command(channel, name, options[n % options.length] ?? {});

const complete =
  (name: string, focused: string, ...typed: string[]): Act =>
  async ({ channel }, person, n) => {
    // Its interaction is looked up in the emulator: only the choices come back.
    void person
      .autocomplete(channel, name, { [focused]: typed[n % typed.length] ?? '' }, focused)
      .catch(() => undefined);
    return undefined;
  };

const press: Act = ({ card }, person) => person.press(card, numbersOf(card));

/** Once in a second, each this often: 50 together. */
const MIXTURE: readonly (readonly [times: number, act: Act])[] = [
  [4, command('help')],
  [4, command('help', { command: 'experiment run' }, { command: '/augment preview' })],
  [8, command('experiment list')],
  [6, complete('experiment run', 'policy', '', 'fl', 'flip + ro', 'flip + rotate(0.04)@0.', 'flpi')],
  [4, complete('augment preview', 'label', '', 'bo', 'Ankle')],
  [2, complete('experiment show', 'id', '', '1', 'la')],
  [8, press],
  [4, command('experiment run', { policy: 'flpi' }, { policy: 'rotate(9)' }, { policy: 'flip +' })],
  [3, command('experiment show', { id: '777' }, { id: 'mine' })],
  [3, command('help', { command: 'exprimnt' })],
  [1, command('augment list')],
  [3, command('augment preview', { policy: 'flip' }, { policy: 'rotate(0.1)', dataset: 'photos' })],
];

/** Ordered so that interactions of one kind are far apart. */
const SECOND: readonly Act[] = MIXTURE.flatMap(([times, act]) =>
  Array.from({ length: times }, (_, i) => ({ at: (i + 0.5) / times, act })),
)
  .sort((a, b) => a.at - b.at)
  .map(({ act }) => act);

export const measureDiscord = (): Promise<Row[]> =>
  inFolder(async (folder) => {
    const discord = await startDiscord();
    const guilds = Array.from({ length: GUILDS }, (_, i) => discord.guild({ name: `School ${i}` }));
    const server = start(folder, discord);
    try {
      await discord.ready();
      return await measure(discord, guilds, server);
    } finally {
      // Not SIGKILL: a profile is written at the end.
      server.kill(profile.length > 0 ? 'SIGTERM' : 'SIGKILL');
      await once(server, 'close');
      discord.takeProblems();
      await discord.stop();
    }
  });

const start = (folder: string, discord: Discord): ChildProcess =>
  spawn(process.execPath, [...profile, built('main.js')], {
    cwd: folder,
    env: {
      ...process.env,
      AUGIE_DATA: join(folder, 'var'),
      // Augie neither asks about the long run nor refuses it.
      AUGIE_CONFIRM_MINUTES: '1000000',
      AUGIE_MAX_MINUTES: '1000000',
      AUGIE_LOG_LEVEL: 'silent',
      DISCORD_TOKEN: discord.token,
      DISCORD_API_URL: discord.apiUrl,
      DISCORD_CDN_URL: discord.cdnUrl,
      PORT: '0',
      LANG: 'C',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });

async function measure(
  discord: Discord,
  guilds: readonly GuildHandle[],
  server: ChildProcess,
): Promise<Row[]> {
  const classes = await Promise.all(guilds.map(open));
  const [{ channel, people }] = classes as [ClassOnDiscord];
  const long = await (people[0] as Person).command(channel, 'experiment run', LONG);
  await long.until(({ text }) => text.includes('▱'));

  const { interactions } = discord.world;
  const before = interactions.size;
  const refusedBefore = refused(discord).length;
  const memory: { readonly at: number; readonly megabytes: number }[] = [];
  const watch = setInterval(
    () => memory.push({ at: performance.now(), megabytes: resident(server) }),
    MEMORY_EVERY_MS,
  );
  const cpu = processorTime(server);
  const own = process.cpuUsage();
  const began = performance.now();
  const late = await send(classes, began);
  const took = performance.now() - began;
  const used = processorTime(server) - cpu;
  const { user, system } = process.cpuUsage(own);
  clearInterval(watch);

  const sent = [...interactions.values()].slice(before);
  const isSettled = () => sent.every((one) => answeredAt(one) !== undefined || one.failed !== undefined);
  await Promise.race([discord.until(isSettled), new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
  // A second answer would come after the first.
  await new Promise((resolve) => setTimeout(resolve, 2000));
  if (!long.message()?.text.includes('▱')) throw new Error('the training ended too early');

  const acknowledged = quantiles(
    sent.map(({ acknowledgedAt, startedAt }) => (acknowledgedAt ?? Number.NaN) - startedAt),
  );
  const answered = quantiles(sent.map((one) => (answeredAt(one) ?? Number.NaN) - one.startedAt));
  const lateness = quantiles(late);
  const lost = INTERACTIONS - sent.filter((one) => answeredAt(one) !== undefined).length;
  const { growth, most } = growthOf(memory);
  const note = `load ${loadavg()[0]?.toFixed(1)}`;
  return [
    { what: 'Discord: sent later than it should be, p99', value: lateness(0.99), unit: 'ms' },
    { what: 'Discord: sent later than it should be, longest', value: lateness(1), unit: 'ms' },
    { what: 'Discord: acknowledged, median', value: acknowledged(0.5), unit: 'ms', note },
    { what: 'Discord: acknowledged, p99', value: acknowledged(0.99), unit: 'ms' },
    { what: 'Discord: acknowledged, longest', value: acknowledged(1), unit: 'ms', most: 3000, guarded: true },
    { what: 'Discord: answered, median', value: answered(0.5), unit: 'ms' },
    { what: 'Discord: answered, p99', value: answered(0.99), unit: 'ms' },
    { what: 'Discord: answered, longest', value: answered(1), unit: 'ms' },
    { what: `Discord: lost of ${INTERACTIONS}`, value: lost, unit: '', most: 0, guarded: true },
    { what: 'Discord: doubled', value: doubled(discord, sent), unit: '', most: 0, guarded: true },
    {
      what: 'Discord: requests refused',
      value: refused(discord).length - refusedBefore,
      unit: '',
      most: 0,
      guarded: true,
      note: [...new Set(refused(discord).slice(refusedBefore))].join(', '),
    },
    { what: 'Discord: memory of the server', value: most, unit: 'MB', most: 500, guarded: true },
    {
      what: 'Discord: its growth in the second half',
      value: growth,
      unit: 'MB',
      most: 40,
      guarded: true,
    },
    { what: 'Discord: cores that the server takes', value: used / took, unit: '' },
    {
      what: 'Discord: cores that the emulator takes',
      value: (user + system) / 1000 / took,
      unit: '',
    },
  ];
}

/** A class that has run an experiment. */
async function open(guild: GuildHandle): Promise<ClassOnDiscord> {
  const channel = guild.channel({ name: 'class' });
  const people = ['en-US', 'de', 'ko'].map((locale) => guild.member({ name: `Person ${locale}`, locale }));
  const answer = await (people[0] as Person).command(channel, 'experiment run', SHORT);
  const card = await answer.until((message) => message.attachments.length >= 2);
  return { channel, people, card };
}

/** Sends each at its time; resolves with how late each was, in milliseconds. */
function send(classes: readonly ClassOnDiscord[], began: number): Promise<number[]> {
  const late: number[] = [];
  return new Promise((resolve, reject) => {
    const next = () => {
      for (let n = late.length; n < INTERACTIONS; n++) {
        const wait = began + n * EVERY_MS - performance.now();
        if (wait > 0) return void setTimeout(next, wait);
        late.push(-wait);
        const second = Math.floor(n / SECOND.length);
        const group = classes[(n + second) % GUILDS] as ClassOnDiscord;
        const person = group.people[n % group.people.length] as Person;
        const act = SECOND[n % SECOND.length] as Act;
        act(group, person, second).catch(reject);
      }
      resolve(late);
    };
    next();
  });
}

type Interaction = Answer['interaction'];

const THINKING = 1 << 7;
const AUTOCOMPLETE = 4;

/** When the person first saw the answer, by the same clock as `startedAt`; undefined before. */
function answeredAt({ type, acknowledgedAt, original, followUps }: Interaction): number | undefined {
  if (type === AUTOCOMPLETE) return acknowledgedAt;
  const versions = [original, ...followUps].flatMap((message) => message?.edits ?? []);
  const first = versions.find(({ flags }) => (flags & THINKING) === 0);
  return first && first.at - performance.timeOrigin;
}

/** Interactions that were acknowledged again, or have several answers. */
function doubled(discord: Discord, sent: readonly Interaction[]): number {
  const callbacks = new Map<string, number>();
  for (const { route, path } of discord.requests)
    if (route.endsWith('/callback')) callbacks.set(path, (callbacks.get(path) ?? 0) + 1);
  return sent.filter(({ id, token, type, original, followUps }) => {
    const seen = [original, ...followUps].filter((message) => message && !message.deleted);
    const versions = seen.flatMap((message) => message?.edits ?? []);
    const answers = versions.filter(({ flags }) => (flags & THINKING) === 0);
    const times = callbacks.get(`/interactions/${id}/${token}/callback`) ?? 0;
    return times > 1 || (type !== AUTOCOMPLETE && answers.length > 1);
  }).length;
}

const refused = ({ requests }: Discord): string[] =>
  requests
    .filter(({ status }) => status >= 400)
    .map(({ method, route, status }) => `${method} ${route}: ${status}`);

/** The id of the button that shows the numbers of an experiment. */
function numbersOf({ components }: Message): string {
  const [, id] = /"custom_id":"([^"]*numbers[^"]*)"/.exec(JSON.stringify(components)) ?? [];
  if (id === undefined) throw new Error('the card has no button for the numbers');
  return id;
}

function quantiles(values: readonly number[]): (share: number) => number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  return (share) => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
}

/** `growth`: what a line through the second half gains over it. */
function growthOf(memory: readonly { readonly at: number; readonly megabytes: number }[]) {
  const half = memory.slice(memory.length >> 1);
  const mean = (value: (one: (typeof half)[number]) => number) =>
    half.reduce((sum, one) => sum + value(one), 0) / half.length;
  const at = mean((one) => one.at);
  const slope = mean((one) => (one.at - at) * one.megabytes) / mean((one) => (one.at - at) ** 2);
  const [first, last] = [half[0], half.at(-1)];
  return {
    growth: slope * ((last?.at ?? 0) - (first?.at ?? 0)),
    most: Math.max(...memory.map(({ megabytes }) => megabytes)),
  };
}

const resident = ({ pid }: ChildProcess): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

/** Milliseconds of a core so far, without the training processes. */
function processorTime({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return 10 * (Number(fields[11]) + Number(fields[12]));
}
