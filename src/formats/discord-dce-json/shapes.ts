// Words of DiscordChatExporter's JSON: channel types, message types. Types and tables, no behaviour.

import type {ConversationKind} from '../../engine/model/archive.ts';

export const formatId = 'discord-dce-json';

/** By the name that the exporter gives; kinds that it does not know are numbers in quotes. */
export const channelKinds: ReadonlyMap<string, ConversationKind> = new Map<
  string,
  ConversationKind
>([
  ['GuildTextChat', 'channel'],
  ['DirectTextChat', 'direct'],
  ['GuildVoiceChat', 'channel'],
  ['DirectGroupTextChat', 'group'],
  ['GuildCategory', 'channel'],
  ['GuildNews', 'channel'],
  ['GuildNewsThread', 'channel'],
  ['GuildPublicThread', 'channel'],
  ['GuildPrivateThread', 'channel'],
  ['GuildStageVoice', 'channel'],
  ['GuildDirectory', 'channel'],
  ['GuildForum', 'channel'],
]);

/** In these `category` is the channel above. */
export const threadTypes: ReadonlySet<string> = new Set([
  'GuildNewsThread',
  'GuildPublicThread',
  'GuildPrivateThread',
]);

/**
 * Message types of Discord's API by number. `message`: somebody said something; else a line of the system, with the exporter's word
 * for it where it has one and ours where it writes the number.
 */
export const messageTypes: ReadonlyMap<
  string,
  {readonly name: string; readonly isMessage?: boolean}
> = new Map(
  (
    [
      ['0', 'Default', true],
      ['1', 'RecipientAdd'],
      ['2', 'RecipientRemove'],
      ['3', 'Call'],
      ['4', 'ChannelNameChange'],
      ['5', 'ChannelIconChange'],
      ['6', 'ChannelPinnedMessage'],
      ['7', 'GuildMemberJoin'],
      ['8', 'GuildBoost'],
      ['9', 'GuildBoostTier1'],
      ['10', 'GuildBoostTier2'],
      ['11', 'GuildBoostTier3'],
      ['12', 'ChannelFollowAdd'],
      ['14', 'GuildDiscoveryDisqualified'],
      ['15', 'GuildDiscoveryRequalified'],
      ['16', 'GuildDiscoveryGracePeriodInitialWarning'],
      ['17', 'GuildDiscoveryGracePeriodFinalWarning'],
      ['18', 'ThreadCreated'],
      ['19', 'Reply', true],
      ['20', 'ChatInputCommand', true],
      ['21', 'ThreadStarterMessage', true],
      ['22', 'GuildInviteReminder'],
      ['23', 'ContextMenuCommand', true],
      ['24', 'AutoModerationAction', true],
      ['25', 'RoleSubscriptionPurchase'],
      ['26', 'InteractionPremiumUpsell'],
      ['27', 'StageStart'],
      ['28', 'StageEnd'],
      ['29', 'StageSpeaker'],
      ['31', 'StageTopic'],
      ['32', 'GuildApplicationPremiumSubscription'],
      ['36', 'GuildIncidentAlertModeEnabled'],
      ['37', 'GuildIncidentAlertModeDisabled'],
      ['38', 'GuildIncidentReportRaid'],
      ['39', 'GuildIncidentReportFalseAlarm'],
      ['44', 'PurchaseNotification'],
      ['46', 'PollResult', true],
    ] as const
  ).flatMap(([number, name, isMessage]) => {
    const type = isMessage ? {name, isMessage} : {name};
    return [
      [number, type],
      [name, type],
    ] as const;
  }),
);

/** What Discord's app shows for types whose text the exporter leaves empty. */
export const systemWords: ReadonlyMap<string, string> = new Map([
  ['GuildBoost', 'Boosted the server.'],
  ['GuildBoostTier1', 'Boosted the server to level 1.'],
  ['GuildBoostTier2', 'Boosted the server to level 2.'],
  ['GuildBoostTier3', 'Boosted the server to level 3.'],
  ['ChannelFollowAdd', 'Followed a channel.'],
  ['StageStart', 'Started a stage.'],
  ['StageEnd', 'Ended the stage.'],
  ['StageSpeaker', 'Is now a speaker.'],
  ['StageTopic', 'Changed the topic of the stage.'],
  ['ThreadCreated', 'Started a thread.'],
]);

/** Discord counts milliseconds from the first of January 2015; the rest of an id is 22 bits. */
export const discordEpoch = 1_420_070_400_000;

/** When a snowflake was made; undefined for ids that are none. */
export const snowflakeTime = (id: string): number | undefined => {
  if (!/^\d{15,20}$/.test(id)) return undefined;
  return Number(BigInt(id) >> 22n) + discordEpoch;
};

/** Pictures that Discord gives to those who have none. */
export const isDefaultAvatar = (url: string): boolean => /\/embed\/avatars\/\d+\.png/.test(url);
