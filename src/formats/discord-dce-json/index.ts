// DiscordChatExporter's JSON: a channel, a thread, a private chat, or a folder of them.

import {defineFormat} from '../../engine/convert/format.ts';
import {read} from './read.ts';
import {recognize} from './recognize.ts';
import {formatId} from './shapes.ts';
import {writer} from './write.ts';

export const discordDceJsonFormat = defineFormat({
  id: formatId,
  title: {zh: 'Discord（DiscordChatExporter JSON）', en: 'Discord (DiscordChatExporter JSON)'},
  platform: 'discord',
  reader: {recognize, read},
  writer,
});
