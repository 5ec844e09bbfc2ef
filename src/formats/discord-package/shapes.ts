// Names and paths of Discord's data package. Folder names are localised, so only what every language has in common is looked at.

export const formatId = 'discord-package';

/** `…/c123/channel.json`; before 2021 without the `c`. */
export const channelPath = /^(.*\/)?(c?\d{16,32})\/channel\.json$/i;

export const idOf = (folder: string): string => folder.replace(/^c/i, '');

/** Kinds of channels by their old numbers. */
export const channelTypes: Readonly<Record<string, string>> = {
  '0': 'GUILD_TEXT',
  '1': 'DM',
  '2': 'GUILD_VOICE',
  '3': 'GROUP_DM',
  '5': 'GUILD_ANNOUNCEMENT',
  '10': 'ANNOUNCEMENT_THREAD',
  '11': 'PUBLIC_THREAD',
  '12': 'PRIVATE_THREAD',
  '13': 'GUILD_STAGE_VOICE',
  '15': 'GUILD_FORUM',
  '16': 'GUILD_MEDIA',
};
