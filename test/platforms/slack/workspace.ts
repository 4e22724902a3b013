/** Augie on an emulated Slack: the real Bolt, a real database, one workspace with a channel and three people. */
import { onTestFinished } from 'vitest';
import { createSlack, type SlackParts } from '../../../src/platforms/slack/platform.ts';
import {
  type ChannelHandle,
  type Message,
  type Person,
  type Slack,
  type SlackOptions,
  startSlack,
} from '../../emulators/slack/index.ts';
import { buttonsOf } from '../../emulators/slack/read.ts';
import { deleteFolder, newFolder, type TestApp } from '../../test-app.ts';
import { augieOn } from '../augie-on.ts';

export interface Workspace {
  readonly data: string;
  readonly slack: Slack;
  readonly testApp: TestApp;
  readonly channel: ChannelHandle;
  /** English; manages the workspace. */
  readonly teacher: Person;
  readonly korean: Person;
  readonly german: Person;
  /** What whoever runs Augie was told, in English. */
  readonly said: readonly string[];
  /** Stops Augie as on a signal. */
  leave(): Promise<void>;
  /** Starts it again on the same data; `ready: false` does not wait until it is on Slack. */
  comeBack(how?: { readonly ready: false }): Promise<void>;
}

/** Ends with the test that opened it. */
export async function openWorkspace(
  options: {
    readonly emulator?: SlackOptions;
    readonly parts?: Partial<SlackParts>;
    readonly env?: Record<string, string>;
    readonly root?: string;
  } = {},
): Promise<Workspace> {
  const data = newFolder();
  const slack = await startSlack(options.emulator);
  const said: string[] = [];

  const augie = await augieOn({
    data,
    create: (parts) =>
      createSlack({
        ...parts,
        token: slack.token,
        appToken: slack.appToken,
        api: slack.apiUrl,
        filesHost: slack.filesUrl,
        prefix: '',
        ...options.parts,
      }),
    ready: () => slack.ready(),
    env: options.env,
    root: options.root,
    clock: options.emulator?.clock,
    say: (line) => said.push(line),
  });

  const workspace: Workspace = {
    data,
    slack,
    get testApp() {
      return augie.testApp;
    },
    channel: slack.channel({ name: 'class-a' }),
    teacher: slack.person({ name: 'Ms Park', isAdmin: true }),
    korean: slack.person({ name: '민준', locale: 'ko-KR' }),
    german: slack.person({ name: 'Jörg', locale: 'de-DE' }),
    said,
    leave: augie.leave,
    comeBack: augie.comeBack,
  };
  onTestFinished(async () => {
    await workspace.leave();
    deleteFolder(data);
    await slack.stop();
  });
  return workspace;
}

/** The newest message of the app's that a person sees, once there is one that is as wanted. */
export const newest = (
  { slack, channel }: Workspace,
  person: Person,
  wanted: (message: Message) => boolean = () => true,
): Promise<Message> =>
  slack.until(() => person.sees(channel).findLast((one) => one.user === slack.world.bot.id && wanted(one)));

/** The id of a button that begins so, on the newest message that has one. */
export async function buttonOn(workspace: Workspace, person: Person, begin: string) {
  const has = (message: Message) => buttonsOf(message).find(({ id }) => id.startsWith(begin))?.id;
  const message = await newest(workspace, person, (one) => has(one) !== undefined);
  return { message, id: has(message) as string };
}

/** Tells a process of Augie's where this Slack is. */
export const envOf = (slack: Slack): Record<string, string> => ({
  SLACK_BOT_TOKEN: slack.token,
  SLACK_APP_TOKEN: slack.appToken,
  SLACK_API_URL: slack.apiUrl,
  SLACK_FILES_URL: slack.filesUrl,
  AUGIE_LOG_LEVEL: 'silent',
});

export const TINY = 'fraction:0.1 batch:80 epochs:1 seeds:1';
