/** The link that invites Augie to a server, with only the permissions that it needs. `npm run discord:invite` prints it. */
import { OAuth2Scopes, type REST, type RESTGetCurrentApplicationResult, Routes } from 'discord.js';
import { INVITED } from './person.ts';

export const inviteUrl = (application: string): string =>
  `https://discord.com/oauth2/authorize?${new URLSearchParams({
    client_id: application,
    scope: [OAuth2Scopes.Bot, OAuth2Scopes.ApplicationsCommands].join(' '),
    permissions: String(INVITED),
  })}`;

/** The id of a token's application. */
export async function applicationOf(rest: REST): Promise<string> {
  return ((await rest.get(Routes.currentApplication())) as RESTGetCurrentApplicationResult).id;
}
