/** Augie on an emulated Slack: the real Bolt, a real database, one workspace with a channel and three people. */
import { onTestFinished } from 'vitest';
import { translate } from '../../../src/i18n/i18n.ts';
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
import { deleteFolder, newFolder, openTestApp, type TestApp } from '../../test-app.ts';

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

  async function start({ ready = true } = {}) {
    const testApp = await openTestApp(data, options.env, options.root, options.emulator?.clock);
    const platform = createSlack({
      ...testApp.app.chat,
      charts: testApp.app.charts,
      token: slack.token,
      appToken: slack.appToken,
      api: slack.apiUrl,
      filesHost: slack.filesUrl,
      prefix: '',
      say: (line) => said.push(line),
      t: translate('en'),
      log: () => {},
      ...options.parts,
    });
    testApp.app.connect(platform);
    await platform.start(testApp.app.dispatch);
    testApp.app.jobs.resume();
    if (ready) await slack.ready();
    return { testApp, platform };
  }
  let running: Awaited<ReturnType<typeof start>> | undefined = await start();

  const workspace: Workspace = {
    data,
    slack,
    get testApp() {
      if (!running) throw new Error('Augie has left');
      return running.testApp;
    },
    channel: slack.channel({ name: 'class-a' }),
    teacher: slack.person({ name: 'Ms Park', isAdmin: true }),
    korean: slack.person({ name: '민준', locale: 'ko-KR' }),
    german: slack.person({ name: 'Jörg', locale: 'de-DE' }),
    said,
    async leave() {
      const leaving = running;
      running = undefined;
      await leaving?.platform.stop();
      await leaving?.testApp.stop();
    },
    async comeBack(how) {
      running = await start(how);
    },
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

export const TINY = 'fraction:0.1 batch:80 epochs:1 seeds:1';
