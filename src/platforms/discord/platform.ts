/** Discord: every command as a slash command of a server's channels, where a channel is a classroom. */
import type { Platform } from '../../chat/ports.ts';
import { secretOf } from '../../chat/secret.ts';
import type { ServiceParts } from '../../chat/service-parts.ts';
import { type Connection, keepConnected } from './connection.ts';
import { createInteractions } from './interactions.ts';
import { inviteUrl } from './invite.ts';
import { DISCORD_FACTS } from './limits.ts';
import type { CommandIds } from './markdown.ts';
import { createMessages } from './messages.ts';
import { DISCORD } from './person.ts';
import { createReachable } from './reachable.ts';
import { registerCommands } from './registration.ts';
import { createRequests } from './requests.ts';

export interface DiscordParts extends ServiceParts {
  readonly token: string;
  /** Where Discord and what people attach are, if not at Discord's own addresses; without a slash at the end. */
  readonly api: string | undefined;
  readonly cdn: string | undefined;
}

/** How soon a failed registration of the commands is tried again. */
const REGISTER_AGAIN_MS = 30_000;

export function createDiscord(parts: DiscordParts): Platform {
  const { settings, clock, say, t, log } = parts;
  const requests = createRequests(parts.token, parts.api, clock);
  let commandIds: CommandIds = new Map();
  let connection: Connection | undefined;
  let cancel: (() => void) | undefined;
  const reachable = createReachable(clock);
  const messages = createMessages({
    requests,
    charts: parts.charts,
    commandIds: () => commandIds,
    // Four bytes are six letters that identify this database.
    installation: secretOf(settings, DISCORD, 'installation', 4),
    log,
  });

  async function register(application: string): Promise<void> {
    cancel?.();
    try {
      const { changed, ids } = await requests.insist(() =>
        registerCommands(requests.bot, application, parts.commands),
      );
      commandIds = ids;
      log('commands on Discord', { changed, count: ids.size });
    } catch (error) {
      log('the commands could not be registered', { err: error });
      cancel = clock.after(REGISTER_AGAIN_MS, () => void register(application));
    }
  }

  return {
    name: DISCORD,
    facts: DISCORD_FACTS,
    async start(dispatch) {
      const onInteraction = createInteractions({ ...parts, requests, messages, reachable, dispatch });
      connection = keepConnected({
        ...parts,
        onReady: ({ user, application }) => {
          say(t('discord.running', { name: user.tag }));
          say(t('discord.invite', { url: inviteUrl(application.id) }));
          void register(application.id);
        },
        onInteraction,
        tell: (key, params) => say(t(key, params)),
      });
    },
    async stop() {
      cancel?.();
      requests.stop();
      await connection?.stop();
    },
    post: messages.post,
    async tell({ channel }, person, card) {
      const hook = reachable.find(channel, person);
      if (hook) await messages.ephemeral(hook, card);
      return hook !== undefined;
    },
    edit: messages.edit,
    knows: (channel) => connection?.knows(channel) ?? false,
  };
}
