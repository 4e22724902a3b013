/** Permission bits, and what the bot may do where. */
import type { Channel, Member } from './world.ts';

export const Permission = {
  Administrator: 1n << 3n,
  ManageGuild: 1n << 5n,
  AddReactions: 1n << 6n,
  ViewChannel: 1n << 10n,
  SendMessages: 1n << 11n,
  ManageMessages: 1n << 13n,
  EmbedLinks: 1n << 14n,
  AttachFiles: 1n << 15n,
  ReadMessageHistory: 1n << 16n,
  MentionEveryone: 1n << 17n,
  UseExternalEmojis: 1n << 18n,
  UseApplicationCommands: 1n << 31n,
  SendMessagesInThreads: 1n << 38n,
} as const;

/** What everybody may do in a new guild, as far as it matters to a bot. */
export const everybody: bigint =
  Permission.AddReactions |
  Permission.ViewChannel |
  Permission.SendMessages |
  Permission.EmbedLinks |
  Permission.AttachFiles |
  Permission.ReadMessageHistory |
  Permission.UseExternalEmojis |
  Permission.UseApplicationCommands |
  Permission.SendMessagesInThreads;

export const botMay = (channel: Channel): bigint => everybody & ~channel.denied;

export const memberMay = (member: Member): bigint => member.permissions ?? everybody;

/** Whether `has` holds all bits of `wanted`; administrators hold all. */
export const holds = (has: bigint, wanted: bigint): boolean =>
  (has & Permission.Administrator) !== 0n || (has & wanted) === wanted;
