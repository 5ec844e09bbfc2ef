// One rule per kind of file: how it is known, why it cannot be read, what to do instead. In plain words, for the person.

import type {Sample} from '../../engine/convert/format.ts';
import {baseName} from '../_shared/content-reference.ts';
import {headItem, headLine} from '../_shared/json-head.ts';
import {stringAt, valueAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';

export type Refusal = {readonly because: string; readonly hint: string};

type Rule = Refusal & {readonly fits: (sample: Sample) => boolean};

const startsWith = (head: Uint8Array, text: string): boolean => {
  for (let index = 0; index < text.length; index++)
    if (head[index] !== text.charCodeAt(index)) return false;
  return true;
};

/** Bytes spread evenly over all values: encrypted or compressed. Needs a kilobyte to say so. */
const isNoise = (head: Uint8Array): boolean => {
  const bytes = head.subarray(0, 8192);
  if (bytes.length < 1024) return false;
  const counts = new Uint32Array(256);
  for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1;
  const expected = bytes.length / 256;
  let deviation = 0;
  for (const count of counts) deviation += (count - expected) ** 2 / expected;
  // Chi squared with 255 degrees of freedom: random bytes stay near 255, text is in the tens of thousands.
  return deviation < 400;
};

const isKnownContainer = (head: Uint8Array): boolean =>
  ['PK\x03\x04', '\x1f\x8b', 'Rar!', '7z\xbc\xaf', '%PDF', 'SQLite format 3'].some((magic) =>
    startsWith(head, magic),
  );

const wechatDatabase =
  /^(?:MSG\d{0,2}|MicroMsg|EnMicroMsg|MediaMSG\d{0,2}|message_\d{1,3}|media_\d{1,3}|msg_\d{1,3}|biz_message_\d{1,3}|session|contact|hardlink|head_image|MM|WCDB_Contact|FTSMSG\d{0,2}|PublicMsg|Misc|merge_all)\.(?:db|sqlite)$/i;

const qqDatabase =
  /^(?:nt_msg|group_msg_fts|buddy_msg_fts|profile_info|group_info|recent_contact|Msg[23]\.0|Info|slowtable_.{1,40}|\d{5,12})\.db$/i;

const isPlainSqlite = (sample: Sample): boolean => startsWith(sample.head, 'SQLite format 3\0');

const wechatTables =
  /CREATE TABLE (?:MSG\s?\(|"?Msg_[0-9a-f]{32}|"?Chat_[0-9a-f]{32}|MSGTrans|Name2I[Dd])/;

const isWechatSqlite = (sample: Sample): boolean =>
  isPlainSqlite(sample) && wechatTables.test(latin(sample.head));

const latin = (head: Uint8Array): string => {
  let text = '';
  for (let at = 0; at < head.length; at += 4096)
    text += String.fromCharCode(...head.subarray(at, at + 4096));
  return text;
};

/** Alpaca, ShareGPT and OpenAI shapes: what a model should answer, without times and people. */
const isTraining = (record: Loose | undefined): boolean => {
  if (!record || Object.hasOwn(record, 'timestamp') || Object.hasOwn(record, 'createTime'))
    return false;
  if (stringAt(record, 'instruction') !== undefined && Object.hasOwn(record, 'output')) return true;
  for (const key of ['conversations', 'messages', 'conversation']) {
    const list = valueAt(record, key);
    const first: unknown = Array.isArray(list) ? list[0] : undefined;
    if (typeof first !== 'object' || first === null) continue;
    const turn = first as Loose;
    const role = stringAt(turn, 'role') ?? stringAt(turn, 'from');
    const isTurn = /^(?:user|assistant|system|human|gpt|observation|function|tool)$/.test(
      role ?? '',
    );
    const hasTime = ['timestamp', 'time', 'createTime', 'create_time'].some((time) =>
      Object.hasOwn(turn, time),
    );
    if (isTurn && !hasTime) return true;
    if (typeof valueAt(turn, 'input') === 'string' && typeof valueAt(turn, 'output') === 'string')
      return true;
  }
  return false;
};

const isQcePage = ({text}: Sample): boolean =>
  /^\s*<(?:!doctype html|html)/i.test(text.slice(0, 500)) &&
  (text.includes('QQChatExporter') ||
    (/<meta name="description" content="[^"\n]{0,200}的聊天记录导出文件">/.test(text) &&
      text.includes('chat-container')));

const rules: readonly Rule[] = [
  {
    fits: (sample) =>
      startsWith(sample.head, 'SQLite header 3') ||
      (qqDatabase.test(baseName(sample.path)) &&
        isNoise(sample.head) &&
        !isKnownContainer(sample.head)),
    because:
      '这是 QQ 自己的加密数据库；ChatArk 不取密钥、不解密应用的数据库 (an encrypted database of QQ itself; ChatArk takes no keys and decrypts no app’s database)',
    hint: '请用 QQ 的消息管理器导出 txt/mht，或用 QQChatExporter 导出 JSON，再来读取 (export txt or mht in QQ’s message manager, or JSON with QQChatExporter)',
  },
  {
    fits: (sample) =>
      wechatDatabase.test(baseName(sample.path)) &&
      isNoise(sample.head) &&
      !isKnownContainer(sample.head),
    because:
      '这是微信自己的加密数据库；ChatArk 不取密钥、不解密应用的数据库 (an encrypted database of WeChat itself; ChatArk takes no keys and decrypts no app’s database)',
    hint: '请读取你已经用其他工具导出的文件：JSON、CSV、TXT 或 HTML (give the files that you exported with another tool: JSON, CSV, TXT or HTML)',
  },
  {
    fits: isWechatSqlite,
    because:
      '这是已解密的微信数据库；ChatArk 只读导出的文件，不读应用的数据库 (a decrypted database of WeChat; ChatArk reads exported files only)',
    hint: '请读取由它导出的 JSON、CSV、TXT 或 HTML (give the JSON, CSV, TXT or HTML that was exported from it)',
  },
  {
    fits: (sample) => /^BAK_\d+_(?:TEXT|MEDIA)$/i.test(baseName(sample.path)),
    because:
      '这是微信「迁移与备份」的加密备份，只有微信能恢复 (an encrypted backup of WeChat, which only WeChat can restore)',
    hint: '请在微信里恢复它，再导出需要的聊天；或把这个文件夹原样存入保险库 (restore it in WeChat and export the chats, or keep the folder as it is in a vault)',
  },
  {
    fits: (sample) =>
      /\.bak$/i.test(sample.path) && isNoise(sample.head) && !isKnownContainer(sample.head),
    because:
      '这是 QQ 消息管理器的 .bak 加密备份，只有 QQ 能导入 (an encrypted .bak of QQ’s message manager, which only QQ can import)',
    hint: '请在 QQ 里导入它，再另存为 txt 或 mht (import it in QQ and save it as txt or mht)',
  },
  {
    fits: (sample) => isTraining(headItem(sample)) || isTraining(headLine(sample)),
    because:
      '这是给语言模型训练用的问答集，没有时间、发送者和顺序，不是聊天记录 (question and answer pairs for training a language model: no times, no senders, not a chat log)',
    hint: '请用同一工具另外导出 CSV、TXT、HTML 或 JSON 聊天记录 (export the chat itself with the same tool: CSV, TXT, HTML or JSON)',
  },
  {
    fits: isQcePage,
    because:
      '这是 QQChatExporter 的网页导出，里面只有给人看的页面 (a page of QQChatExporter, made for looking at)',
    hint: '请在 QQChatExporter 里选择 JSON 或 TXT 再导出一次 (choose JSON or TXT in QQChatExporter and export again)',
  },
];

export const refusalFor = (sample: Sample): Refusal | undefined => {
  const rule = rules.find(({fits}) => fits(sample));
  return rule && {because: rule.because, hint: rule.hint};
};
