/** The person of an interaction, and what the bot may do there. */
import { type APIGuildInteraction, type APIInteractionGuildMember, PermissionFlagsBits } from 'discord.js';
import type { Person } from '../../chat/place.ts';
import type { Named, TeacherRepository } from '../../chat/ports.ts';

/** The platform's name. */
export const DISCORD = 'discord';

export const personId = (user: string): string => `${DISCORD}:${user}`;
export const roleId = (role: string): string => `${DISCORD}:role:${role}`;

type Shown = { readonly username: string; readonly global_name: string | null };

/** The server's name for a person, or their own, or their account's. */
export const nameOf = (user: Shown, nick?: string | null): string =>
  nick ?? user.global_name ?? user.username;

const MAY_MANAGE = PermissionFlagsBits.ManageGuild | PermissionFlagsBits.Administrator;

/** A member. Teachers are people who manage the server, and people whom the classroom's teachers have made teachers. */
export function personOf(
  member: APIInteractionGuildMember,
  classroom: string,
  teachers: TeacherRepository,
): Person {
  const ids = [personId(member.user.id), ...member.roles.map(roleId)];
  return {
    id: personId(member.user.id),
    name: nameOf(member.user, member.nick),
    teacher:
      (BigInt(member.permissions) & MAY_MANAGE) !== 0n ||
      teachers.of(classroom).some(({ id }) => ids.includes(id)),
  };
}

type Resolved = {
  readonly users?: Readonly<Record<string, Shown>>;
  readonly members?: Readonly<Record<string, { readonly nick?: string | null }>>;
  readonly roles?: Readonly<Record<string, { readonly name: string }>>;
};

/** The person or role of an option's snowflake. */
export function namedOf(snowflake: string, resolved: Resolved): Named | undefined {
  const role = resolved.roles?.[snowflake];
  if (role) return { id: roleId(snowflake), name: role.name };
  const user = resolved.users?.[snowflake];
  return user && { id: personId(snowflake), name: nameOf(user, resolved.members?.[snowflake]?.nick) };
}

const NEEDED = {
  view: PermissionFlagsBits.ViewChannel,
  send: PermissionFlagsBits.SendMessages,
  sendInThreads: PermissionFlagsBits.SendMessagesInThreads,
  attach: PermissionFlagsBits.AttachFiles,
} as const;

/** All permissions that an invitation asks for. */
export const INVITED = Object.values(NEEDED).reduce((all, one) => all | one, 0n);

const THREADS = new Set([10, 11, 12]);

/** The permissions that the bot lacks in a channel, and needs for a public card. */
export function lacking({ app_permissions, channel }: APIGuildInteraction): (keyof typeof NEEDED)[] {
  const has = BigInt(app_permissions);
  if ((has & PermissionFlagsBits.Administrator) !== 0n) return [];
  const not = channel && THREADS.has(channel.type) ? 'send' : 'sendInThreads';
  return (Object.keys(NEEDED) as (keyof typeof NEEDED)[]).filter(
    (name) => name !== not && (has & NEEDED[name]) === 0n,
  );
}
