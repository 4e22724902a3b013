/** The people whom a message pings. */
import type { Draft } from './component-rules.ts';
import { textOf } from './components.ts';
import { Permission } from './permissions.ts';
import type { Json, Pings, User } from './types.ts';
import type { World } from './world.ts';

/** Who is pinged. Without `allowed_mentions` everybody whom the text mentions; an ephemeral message pings nobody. */
export function pingsOf(
  world: World,
  draft: Draft,
  allowed: Json,
  where: { channelId: string; onlyFor?: string | undefined; author: User },
): Pings {
  const text = [draft.content, ...textOf(draft.components)].join('\n');
  const all = { parse: ['everyone', 'users', 'roles'], users: [], roles: [], ...(allowed ?? {}) };
  if (allowed && allowed.parse === undefined) all.parse = [];
  const found = (pattern: RegExp): string[] => [
    ...new Set([...text.matchAll(pattern)].map((match) => match[1] as string)),
  ];
  if (where.onlyFor !== undefined) return { everyone: false, users: [], roles: [] };
  const pinged = (kind: 'users' | 'roles', ids: string[]): string[] =>
    ids.filter((id) => (all.parse ?? []).includes(kind) || (all[kind] ?? []).includes(id));
  const may = mayMentionAll(world, where);
  return {
    everyone: may && (all.parse ?? []).includes('everyone') && /@(everyone|here)\b/.test(text),
    users: pinged('users', found(/<@!?(\d+)>/g)),
    roles: may ? pinged('roles', found(/<@&(\d+)>/g)) : [],
  };
}

/** Assumes the worst: a bot that is let say @everyone. */
const mayMentionAll = (world: World, where: { channelId: string; author: User }): boolean =>
  where.author.id === world.bot.id
    ? ((world.channels.get(where.channelId)?.denied ?? 0n) & Permission.MentionEveryone) === 0n
    : false;
