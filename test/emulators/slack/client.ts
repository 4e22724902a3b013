/** The real Bolt on the emulator, for the emulator's own tests. */
import { App, LogLevel, webApi } from '@slack/bolt';
import { afterEach } from 'vitest';
import { type ChannelHandle, type Person, type Slack, type SlackOptions, startSlack } from './index.ts';

const leaving: (() => Promise<unknown>)[] = [];
const stopping: Slack[] = [];

afterEach(async () => {
  await Promise.all(leaving.splice(0).map((leave) => leave()));
  await Promise.all(stopping.splice(0).map((slack) => slack.stop()));
});

const logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};

export const clientOf = (slack: Slack, token = slack.token): webApi.WebClient =>
  new webApi.WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger,
  });

export interface TestApp {
  readonly slack: Slack;
  readonly app: App;
  readonly client: webApi.WebClient;
  readonly channel: ChannelHandle;
  readonly kim: Person;
  readonly lee: Person;
}

/** Stopped after the test, which fails if Slack would have refused something. */
export async function testSlack(options?: SlackOptions): Promise<Slack> {
  const slack = await startSlack(options);
  stopping.push(slack);
  return slack;
}

/** `listen` is given the app before it connects. */
export async function testApp(
  listen: (app: App) => void = () => {},
  options?: SlackOptions,
): Promise<TestApp> {
  const slack = await testSlack(options);
  const app = new App({
    token: slack.token,
    appToken: slack.appToken,
    socketMode: true,
    logger,
    clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } },
  });
  listen(app);
  const channel = slack.channel({ name: 'class' });
  const [kim, lee] = [slack.person({ name: 'Kim', locale: 'ko-KR' }), slack.person({ name: 'Lee' })];
  await app.start();
  leaving.push(() => app.stop());
  return { slack, app, client: clientOf(slack), channel, kim, lee };
}

/** The error that a method answers with. */
export const refusalOf = async (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'nothing',
    (error: unknown) =>
      error instanceof webApi.WebAPIPlatformError
        ? [error.data.error, ...(error.data.response_metadata?.messages ?? [])].join(' ')
        : String(error),
  );

/** One red pixel. */
export const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

export const plain = (text: string) => ({ type: 'plain_text' as const, text });
