/** What keeps Augie from Slack, and what Slack refused, each as one sentence. */
import { webApi } from '@slack/bolt';
import type { MessageKey, MessageParams } from '../../i18n/i18n.ts';
import { UserError } from '../../i18n/user-error.ts';

/** What a method answered instead of doing it: `not_in_channel`. */
export const errorOf = (error: unknown): string | undefined =>
  error instanceof webApi.WebAPIPlatformError ? String(error.data.error) : undefined;

export const hasError = (error: unknown, ...errors: readonly string[]): boolean =>
  errors.includes(errorOf(error) ?? '');

const TOKEN = ['invalid_auth', 'not_authed', 'not_allowed_token_type', 'token_expired'];
const GONE = [
  'account_inactive',
  'token_revoked',
  'user_removed_from_team',
  'team_disabled',
  'app_uninstalled',
];

/** What to tell of a connection that did not come about, or ended. `isApp`: the app-level token was used. */
export function troubleOf(error: unknown, isApp: boolean): [MessageKey, MessageParams] {
  if (error instanceof UserError) return [error.key, error.params];
  const code = errorOf(error);
  const name = isApp ? 'SLACK_APP_TOKEN' : 'SLACK_BOT_TOKEN';
  if (code !== undefined && TOKEN.includes(code)) return ['slack.wrongToken', { name }];
  if (code !== undefined && GONE.includes(code)) return ['slack.uninstalled', {}];
  if (code === 'missing_scope') {
    const { needed } = (error as webApi.WebAPIPlatformError).data as { needed?: unknown };
    return ['slack.missingScopes', { scopes: String(needed) }];
  }
  const { message, cause } = (error ?? {}) as Error;
  const reason = (cause as NodeJS.ErrnoException)?.cause ?? cause;
  const short = (reason as NodeJS.ErrnoException)?.code ?? code ?? message;
  return ['slack.unreachable', { reason: String(short ?? '?') }];
}

/** Why a card could not be posted, for the person who asked; undefined where it is nothing that people can mend. */
export function postTrouble(error: unknown): UserError | undefined {
  switch (errorOf(error)) {
    case 'not_in_channel':
    case 'channel_not_found':
      return new UserError('slack.notInChannel');
    case 'is_archived':
      return new UserError('slack.archived');
    case 'missing_scope':
      return new UserError(...troubleOf(error, false));
    default:
      return undefined;
  }
}
