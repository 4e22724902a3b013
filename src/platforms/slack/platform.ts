/** Slack: every command in a workspace's channels, by typing and by clicking, where a channel is a classroom. */
import type { Platform } from '../../chat/ports.ts';
import type { ServiceParts } from '../../chat/service-parts.ts';
import { type Connection, keepConnected, loggerOf } from './connection.ts';
import { listenTo } from './incoming.ts';
import { createInteractions } from './interactions.ts';
import { SLACK_FACTS } from './limits.ts';
import { createMessages } from './messages.ts';
import { createPeople, SLACK, userOf } from './people.ts';
import { createRequests } from './requests.ts';

export interface SlackParts extends ServiceParts {
  readonly token: string;
  readonly appToken: string;
  /** Where Slack and people's files are, if not at Slack's own addresses; without a slash at the end. */
  readonly api: string | undefined;
  readonly filesHost: string | undefined;
  /** Stands before every command but /augie. */
  readonly prefix: string;
}

/** Where addresses to answer by are. */
const HOOKS = 'https://hooks.slack.com';

export function createSlack(parts: SlackParts): Platform {
  const { clock, say, t, log, token, api, prefix, commands } = parts;
  const logger = loggerOf(log);
  const requests = createRequests(token, api, clock, logger);
  const people = createPeople(requests, clock, log);
  let connection: Connection | undefined;
  const messages = createMessages({
    requests,
    charts: parts.charts,
    clock,
    commands: { names: commands.map(({ name }) => name), prefix },
    mayAnswerBy: (url) => URL.canParse(url) && new URL(url).origin === new URL(api ?? HOOKS).origin,
    log,
  });

  return {
    name: SLACK,
    facts: SLACK_FACTS,
    async start(dispatch) {
      const interactions = createInteractions({
        ...parts,
        requests,
        messages,
        people,
        dispatch,
      });
      let isTold = false;
      connection = keepConnected({
        ...parts,
        requests,
        logger,
        listen: (app, self) => listenTo(app, self, { interactions, requests, clock, prefix, log }),
        onReady: ({ name, teamName }) => {
          if (!isTold) say(t('slack.running', { name, team: teamName }));
          isTold = true;
        },
        tell: (key, params) => say(t(key, params)),
      });
    },
    async stop() {
      requests.stop();
      await connection?.stop();
    },
    post: (place, card, _nonce, prompt) => messages.post(place, card, prompt),
    edit: messages.edit,
    async tell(place, person, card) {
      await messages.replyInPrivate({ place, user: userOf(person) }, card);
      return true;
    },
    knows: (channel) => connection?.self !== undefined && channel.startsWith(`${connection.self.team}:`),
    forgotten: people.forget,
  };
}
