/** Random letters that are made once and stored in the settings: an installation's secrets, and its own name. */
import { randomBytes } from 'node:crypto';
import type { SettingsRepository } from './ports.ts';

/** `bytes` random bytes in base64url, the same after every restart. */
export const secretOf = (settings: SettingsRepository, scope: string, name: string, bytes: number): string =>
  settings.get(scope, name) ?? renewSecret(settings, scope, name, bytes);

/** Replaces it with a new one. */
export function renewSecret(
  settings: SettingsRepository,
  scope: string,
  name: string,
  bytes: number,
): string {
  const made = randomBytes(bytes).toString('base64url');
  settings.set(scope, name, made);
  return made;
}
