/** Says in a sentence why Augie is not on Discord. */
import { DiscordAPIError, DiscordjsError, DiscordjsErrorCodes, GatewayCloseCodes } from 'discord.js';
import type { MessageKey, MessageParams } from '../../i18n/i18n.ts';

const REFUSED = [GatewayCloseCodes.InvalidIntents, GatewayCloseCodes.DisallowedIntents];

/** The message about a connection that failed or ended. */
export function troubleOf(error: unknown, code?: number): [MessageKey, MessageParams] {
  const isToken =
    (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid) ||
    (error instanceof DiscordAPIError && error.status === 401) ||
    code === GatewayCloseCodes.AuthenticationFailed;
  if (isToken) return ['discord.wrongToken', {}];
  if (code !== undefined && REFUSED.includes(code)) return ['discord.missingIntent', { code: String(code) }];
  const { code: reason, message } = (error ?? {}) as NodeJS.ErrnoException;
  return ['discord.unreachable', { reason: String(reason ?? message ?? code ?? '?') }];
}
