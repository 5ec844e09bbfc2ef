// Logs of IRC clients: WeeChat, irssi, ZNC, HexChat/XChat, mIRC. The format's entry in the list.

import {defineFormat} from '../../engine/convert/format.ts';
import {read} from './read.ts';
import {recognize} from './recognize.ts';

export const ircLogsFormat = defineFormat({
  id: 'irc-logs',
  title: {
    zh: 'IRC 日志（WeeChat、irssi、ZNC、HexChat、mIRC）',
    en: 'IRC logs (WeeChat, irssi, ZNC, HexChat, mIRC)',
  },
  platform: 'irc',
  reader: {recognize, read},
});
