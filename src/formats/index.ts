// The list of formats, the interchange format first, then in the order of use: where a file could be two things, the
// earlier one is tried. Adding one = one import and one line here.

import type {Format} from '../engine/convert/format.ts';
import {canonicalJsonlFormat} from './canonical-jsonl/index.ts';
import {chatlabJsonFormat} from './chatlab-json/index.ts';
import {chatlabJsonlFormat} from './chatlab-jsonl/index.ts';
import {csvFormat} from './csv/index.ts';
import {dingtalkFormat} from './dingtalk/index.ts';
import {discordDceJsonFormat} from './discord-dce-json/index.ts';
import {discordPackageFormat} from './discord-package/index.ts';
import {elementJsonFormat} from './element-json/index.ts';
import {feishuFormat} from './feishu/index.ts';
import {googleChatFormat} from './google-chat/index.ts';
import {hangoutsFormat} from './hangouts/index.ts';
import {htmlFormat} from './html/index.ts';
import {imessageDbFormat} from './imessage-db/index.ts';
import {instagramJsonFormat} from './instagram-json/index.ts';
import {ircLogsFormat} from './irc-logs/index.ts';
import {kakaotalkFormat, kakaotalkTxtFormat} from './kakaotalk/index.ts';
import {lineTxtFormat} from './line-txt/index.ts';
import {markdownFormat} from './markdown/index.ts';
import {mattermostJsonlFormat} from './mattermost-jsonl/index.ts';
import {mboxFormat} from './mbox/index.ts';
import {messengerHtmlFormat} from './messenger-html/index.ts';
import {messengerJsonFormat} from './messenger-json/index.ts';
import {pidginLogsFormat} from './pidgin-logs/index.ts';
import {plainTextFormat} from './plain-text/index.ts';
import {qqMhtFormat} from './qq-mht/index.ts';
import {qqShuakamiJsonFormat} from './qq-shuakami-json/index.ts';
import {qqShuakamiTxtFormat} from './qq-shuakami-txt/index.ts';
import {qqTxtFormat} from './qq-txt/index.ts';
import {refusalsFormat} from './refusals/index.ts';
import {shmilyFormat} from './shmily/index.ts';
import {signalExportFormat} from './signal-export/index.ts';
import {signalJsonlFormat} from './signal-jsonl/index.ts';
import {skypeJsonFormat} from './skype-json/index.ts';
import {slackZipFormat} from './slack-zip/index.ts';
import {smsIeFormat} from './sms-ie/index.ts';
import {smsXmlFormat} from './sms-xml/index.ts';
import {snapchatFormat} from './snapchat/index.ts';
import {teamsFormat} from './teams/index.ts';
import {telegramHtmlFormat} from './telegram-html/index.ts';
import {telegramJsonFormat} from './telegram-json/index.ts';
import {vkHtmlFormat} from './vk-html/index.ts';
import {wechatChatlogFormat} from './wechat-chatlog/index.ts';
import {wechatCiphertalkFormat} from './wechat-ciphertalk/index.ts';
import {wechatDataAnalysisFormat} from './wechat-data-analysis/index.ts';
import {wechatEchotraceFormat} from './wechat-echotrace/index.ts';
import {wechatMemotraceFormat} from './wechat-memotrace/index.ts';
import {wechatPywxdumpFormat} from './wechat-pywxdump/index.ts';
import {wechatWeflowFormat} from './wechat-weflow/index.ts';
import {wecomFormat} from './wecom/index.ts';
import {whatsappKnugihkFormat} from './whatsapp-knugihk/index.ts';
import {whatsappTxtFormat} from './whatsapp-txt/index.ts';
import {xDmFormat} from './x-dm/index.ts';

export const formats: readonly Format[] = [
  canonicalJsonlFormat,
  chatlabJsonFormat,
  chatlabJsonlFormat,
  whatsappTxtFormat,
  telegramJsonFormat,
  telegramHtmlFormat,
  wechatMemotraceFormat,
  wechatWeflowFormat,
  wechatEchotraceFormat,
  wechatCiphertalkFormat,
  wechatPywxdumpFormat,
  wechatChatlogFormat,
  wechatDataAnalysisFormat,
  qqTxtFormat,
  qqMhtFormat,
  qqShuakamiJsonFormat,
  qqShuakamiTxtFormat,
  discordDceJsonFormat,
  discordPackageFormat,
  slackZipFormat,
  messengerJsonFormat,
  messengerHtmlFormat,
  instagramJsonFormat,
  signalJsonlFormat,
  signalExportFormat,
  lineTxtFormat,
  kakaotalkFormat,
  kakaotalkTxtFormat,
  imessageDbFormat,
  smsXmlFormat,
  smsIeFormat,
  googleChatFormat,
  hangoutsFormat,
  skypeJsonFormat,
  xDmFormat,
  snapchatFormat,
  vkHtmlFormat,
  mattermostJsonlFormat,
  elementJsonFormat,
  teamsFormat,
  ircLogsFormat,
  pidginLogsFormat,
  feishuFormat,
  dingtalkFormat,
  wecomFormat,
  shmilyFormat,
  whatsappKnugihkFormat,
  refusalsFormat,
  htmlFormat,
  markdownFormat,
  csvFormat,
  plainTextFormat,
  mboxFormat,
];
