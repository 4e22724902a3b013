/** Users, members, roles, channels and guilds as Discord writes them. */
import { botMay, everybody, memberMay } from './permissions.ts';
import type { Json, Role, User } from './types.ts';
import type { Channel, Guild, Member, World } from './world.ts';

export const userJson = ({ id, name, bot }: User): Json => ({
  id,
  username: name.toLowerCase().replaceAll(/[^\p{L}\p{N}_.]+/gu, '_'),
  global_name: bot ? null : name,
  discriminator: '0',
  avatar: null,
  bot,
  public_flags: 0,
});

/** As in GUILD_CREATE; without `user` where Discord leaves it out. */
export const memberJson = (member: Member): Json => ({
  user: userJson(member.user),
  nick: null,
  avatar: null,
  roles: member.roles,
  joined_at: new Date(member.joinedAt).toISOString(),
  premium_since: null,
  deaf: false,
  mute: false,
  pending: false,
  communication_disabled_until: null,
  flags: 0,
});

/** As in an interaction: with the permissions that they have in the channel. */
export const actingMemberJson = (member: Member): Json => ({
  ...memberJson(member),
  permissions: String(memberMay(member)),
});

export const roleJson = ({ id, name }: Role, guild: Guild, position = id === guild.id ? 0 : 1): Json => ({
  id,
  name,
  color: 0,
  colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
  hoist: false,
  icon: null,
  unicode_emoji: null,
  position,
  permissions: String(everybody),
  managed: false,
  mentionable: true,
  flags: 0,
});

export const channelJson = (channel: Channel, bot: User): Json => ({
  id: channel.id,
  // 0 a text channel, 11 a public thread
  type: channel.parentId === undefined ? 0 : 11,
  guild_id: channel.guildId,
  name: channel.name,
  parent_id: channel.parentId ?? null,
  ...(channel.parentId === undefined
    ? {
        position: 0,
        topic: null,
        nsfw: false,
        rate_limit_per_user: 0,
        permission_overwrites:
          channel.denied === 0n ? [] : [{ id: bot.id, type: 1, allow: '0', deny: String(channel.denied) }],
      }
    : {
        owner_id: bot.id,
        message_count: 0,
        member_count: 1,
        thread_metadata: {
          archived: false,
          auto_archive_duration: 1440,
          archive_timestamp: new Date(0).toISOString(),
          locked: false,
        },
      }),
  last_message_id: null,
});

export const partialChannelJson = (channel: Channel, bot: User): Json => ({
  ...channelJson(channel, bot),
  permissions: String(botMay(channel)),
});

/** The whole of a guild, as GUILD_CREATE brings it to a bot without the members intent. */
export function guildJson(world: World, guild: Guild): Json {
  const channels = [...world.channels.values()].filter(({ guildId }) => guildId === guild.id);
  const me = guild.members.get(world.bot.id);
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    splash: null,
    discovery_splash: null,
    owner_id: guild.ownerId,
    afk_channel_id: null,
    afk_timeout: 300,
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    roles: guild.roles.map((role) => roleJson(role, guild)),
    emojis: [],
    stickers: [],
    features: [],
    mfa_level: 0,
    application_id: null,
    system_channel_id: null,
    system_channel_flags: 0,
    rules_channel_id: null,
    vanity_url_code: null,
    description: null,
    banner: null,
    premium_tier: 0,
    premium_subscription_count: 0,
    preferred_locale: guild.locale,
    public_updates_channel_id: null,
    nsfw_level: 0,
    premium_progress_bar_enabled: false,
    safety_alerts_channel_id: null,
    joined_at: new Date(me?.joinedAt ?? 0).toISOString(),
    large: false,
    unavailable: false,
    member_count: guild.members.size,
    voice_states: [],
    members: me ? [memberJson(me)] : [],
    channels: channels
      .filter(({ parentId }) => parentId === undefined)
      .map((channel) => channelJson(channel, world.bot)),
    threads: channels
      .filter(({ parentId }) => parentId !== undefined)
      .map((channel) => channelJson(channel, world.bot)),
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}
