/** The app's manifest, made from the definitions of the commands. `npm run slack:manifest` prints it. */

import type { NamedCommand } from '../../chat/command.ts';
import { describeOption, summaryOf } from '../../chat/describe.ts';
import { within } from '../../chat/within.ts';
import type { MessageKey, Translate } from '../../i18n/i18n.ts';
import { MENU_ID } from './action-id.ts';
import { LIMITS } from './limits.ts';
import { ALWAYS } from './typed.ts';

/** What Augie needs and nothing more: answer, show images, read files of forms, know names and languages, write directly. */
export const SCOPES = [
  'app_mentions:read',
  'chat:write',
  'commands',
  'files:read',
  'files:write',
  'im:write',
  'users:read',
] as const;

/** `prefix` stands before every command but /augie, for workspaces in which other apps have their names. */
export function manifestOf<S>(commands: readonly NamedCommand<S>[], prefix: string, t: Translate) {
  const words = [...new Set(commands.map(({ name }) => name.split(' ')[0] as string))];
  const slashCommand = (command: string, description: string, hint: string) => ({
    command: `/${command}`.slice(0, LIMITS.command),
    description: within(description, LIMITS.description),
    // An empty one is refused.
    ...(hint !== '' && { usage_hint: within(hint, LIMITS.usageHint) }),
    should_escape: true,
  });
  const ofWord = (word: string) => {
    const members = commands.filter(({ name }) => name.split(' ')[0] === word);
    const [only] = members;
    if (only?.name === word)
      return slashCommand(`${prefix}${word}`, summaryOf(t, only.command), hintOf(only, t));
    const seconds = members.map(({ name }) => name.slice(word.length + 1));
    return slashCommand(`${prefix}${word}`, t(`groups.${word}` as MessageKey), seconds.join(' | '));
  };
  return {
    _metadata: { major_version: 1, minor_version: 1 },
    display_information: {
      name: 'Augie',
      description: t('slack.manifest.description'),
      background_color: '#1f3a5f',
    },
    features: {
      app_home: {
        home_tab_enabled: false,
        messages_tab_enabled: true,
        messages_tab_read_only_enabled: false,
      },
      bot_user: { display_name: 'augie', always_online: true },
      shortcuts: [
        {
          name: t('slack.menu.shortcut'),
          type: 'global',
          callback_id: MENU_ID,
          description: t('slack.menu.description'),
        },
      ],
      slash_commands: [
        slashCommand(ALWAYS, t('slack.manifest.always'), 'experiment run fraction:0.2'),
        ...words.map(ofWord),
      ],
    },
    oauth_config: { scopes: { bot: [...SCOPES] } },
    settings: {
      event_subscriptions: { bot_events: ['app_mention'] },
      interactivity: { is_enabled: true },
      org_deploy_enabled: false,
      socket_mode_enabled: true,
      token_rotation_enabled: false,
    },
  };
}

const hintOf = <S>({ name, command }: NamedCommand<S>, t: Translate): string =>
  Object.entries(command.options)
    .map(([key, declared]) => describeOption(t, name, key, declared))
    .join(', ');
