/** A whole Augie in a temporary folder, and a channel to type into that keeps what was posted. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Logger, pino } from 'pino';
import { type App, createApp } from '../src/app.ts';
import type { Block, Card, FormValues } from '../src/chat/card.ts';
import { parseActionId } from '../src/chat/command.ts';
import type { Posted } from '../src/chat/place.ts';
import type { Outcome, Platform } from '../src/chat/ports.ts';
import { projectRoot, readConfig } from '../src/config.ts';
import { readPictureFile } from '../src/platforms/terminal/picture-file.ts';
import { systemClock } from '../src/time/clock.ts';
import { testEnv } from './env.ts';

export interface Message {
  readonly channel: string;
  /** Every version, the newest last. */
  readonly cards: Card[];
  readonly private: boolean;
}

/** A platform that keeps everything in memory, as a channel would show it. */
export interface Channel extends Platform {
  readonly messages: Message[];
}

export function createChannel(name = 'test'): Channel {
  const messages: Message[] = [];
  const show = (channel: string, card: Card, secret: boolean): Posted => {
    messages.push({ channel, cards: [card], private: secret });
    return { platform: name, channel, message: String(messages.length - 1) };
  };
  return {
    name,
    facts: { editEveryMs: 2000, editShareOfAge: 1 / 120, suggestions: 25, formFields: 5 },
    messages,
    start: async () => {},
    stop: async () => {},
    post: async (place, card) => show(place.channel, card, false),
    edit: async (posted, card) => {
      messages[Number(posted.message)]?.cards.push(card);
      return posted;
    },
  };
}

export interface Said {
  readonly outcome: Outcome;
  readonly message: Message;
  /** The newest version of the answer. */
  card(): Card;
  text(): string;
}

export interface TestApp {
  readonly app: App;
  readonly channel: Channel;
  /** Types a text, or presses a button where it is an action's id: a form's with `values`. */
  say(
    text: string,
    who?: {
      name?: string;
      teacher?: boolean;
      channel?: string;
      locale?: string;
      values?: FormValues;
    },
  ): Promise<Said>;
  /** The same, and waits for the job. */
  finish(text: string, who?: Parameters<TestApp['say']>[1]): Promise<Said>;
  stop(): Promise<void>;
}

/** The smallest question there is: a second or two. */
export const TINY = '/experiment run fraction:0.1 batch:80 epochs:1 seeds:1';

/** Two seconds, most of them for its last network: something can happen when another one is trained. */
export const SHORT = '/experiment run fraction:0.02 batch:4 epochs:20 seeds:1';

/** Ten seconds and more: it is still running when a test has done what it wanted. */
export const LONG = '/experiment run fraction:0.02 batch:8 epochs:300 seeds:1';

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'augie-'));
export const deleteFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true });

export const plainText = (card: Card): string => [card.title, ...card.blocks.flatMap(blockText)].join('\n');

function blockText(block: Block): string[] {
  switch (block.type) {
    case 'text':
      return [block.text];
    case 'fields':
      return block.fields.map(({ label, value }) => `${label}: ${value}`);
    case 'table':
      return [block.columns.map(({ label }) => label), ...block.rows].map((row) => row.join(' | '));
    case 'picture':
      return [block.alt];
    case 'progress':
      return [block.label, block.left ?? [], block.paused ?? []].flat();
    case 'choices':
      return block.choices.map(({ label, id }) => `[${label}] ${id}`);
    case 'file':
      return [block.name];
    default:
      return [];
  }
}

/** `root`: the folder whose data/ holds the datasets. */
export async function openTestApp(
  data: string,
  env: Record<string, string> = {},
  root = projectRoot(),
  clock = systemClock,
  log: Logger = pino({ level: process.env.TEST_LOG ?? 'silent' }),
): Promise<TestApp> {
  const app = await createApp({
    config: readConfig({ AUGIE_DATA: data, ...testEnv, ...env }, root),
    root,
    who: 'a test',
    log,
    clock,
  });
  const channel = createChannel();
  app.connect(channel);

  const say: TestApp['say'] = async (text, who = {}) => {
    const { name = 'kim', teacher = false, channel: place = 'class', locale, values } = who;
    let answer: Message | undefined;
    const outcome = await app.dispatch(
      {
        person: { id: `test:${name}`, name, teacher },
        place: { platform: 'test', channel: place },
        localeTag: locale,
        input: parseActionId(text) ? { action: text, ...(values && { values }) } : { text },
      },
      async (card, visibility) => {
        answer = { channel: place, cards: [card], private: visibility === 'asker' };
        channel.messages.push(answer);
        return { platform: 'test', channel: place, message: String(channel.messages.length - 1) };
      },
      { readPicture: readPictureFile },
    );
    if (!answer) throw new Error(`nothing was answered to ${text}`);
    const message = answer;
    const card = () => message.cards.at(-1) as Card;
    return { outcome, message, card, text: () => plainText(card()) };
  };

  return {
    app,
    channel,
    say,
    async finish(text, who) {
      const said = await say(text, who);
      if (said.outcome.kind === 'answered' && said.outcome.job !== undefined) {
        await app.jobs.settled(said.outcome.job);
      }
      return said;
    },
    stop: () => app.stop(),
  };
}
