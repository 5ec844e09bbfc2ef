// Invents chat exports of any size, the same for the same arguments: for benchmarks, big-input tests and trying things out.
// node scripts/generate.mjs KIND --messages 100000 | --bytes 200M [--seed 1] [--out FILE]
// A larger count begins with the very messages of a smaller one, as a later export of the same chat does.

import {createWriteStream} from 'node:fs';
import {once} from 'node:events';
import {argv, stderr, stdout} from 'node:process';
import {pathToFileURL} from 'node:url';
import {parseArgs} from 'node:util';

/** mulberry32: small, fast, the same everywhere. */
const numbers = (seed) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
};

const english =
  `the be to of and a in that have it for not on with he as you do at this but his by from they we say her she or an will my one all would there their what so up out if about who get which go me when make can like time no just him know take people into year your good some could them see other than then now look only come its over think also back after use two how our work first well way even new want because any these give day most us train ticket dinner photo meeting airport cousin garden weather kitchen bicycle library passport guitar holiday doctor market window river birthday coffee password charger umbrella`.split(
    ' ',
  );
const chinese =
  `的 了 我 你 他 她 我们 今天 明天 昨天 晚上 早上 中午 周末 开会 吃饭 回家 上班 下班 出差 火车 飞机 机票 酒店 天气 下雨 孩子 学校 作业 老师 医院 电影 音乐 照片 视频 文件 项目 报告 客户 合同 价格 快递 地址 电话 号码 生日 礼物 红包 新年 快乐 好的 收到 谢谢 没事 可以 不行 等一下 马上 到了 在哪 怎么 为什么 什么时候 一起 喝茶 咖啡 火锅 面条 水果 苹果 超市 地铁 公交 堵车 停车 房子 装修 搬家 朋友 同学 爸爸 妈妈 爷爷 奶奶 姐姐 弟弟 小猫 小狗 公园 爬山 跑步 游泳 足球 比赛 手机 电脑 充电 密码 网络 软件 更新 备份 聊天 记录`.split(
    ' ',
  );
const emoji = ['😂', '👍', '🎉', '❤️', '🙏', '😅', '🤔', '🌧️'];
const names = ['Ana López', '李娜', 'Ben', '王小明', 'Chloé', '张伟', 'Tomás', '陈静'];
const start = Date.UTC(2014, 0, 1, 8);

/** Favourite words come often, the others now and then, as in a language. */
const pick = (list, random) => list[Math.floor(random() ** 2 * list.length)];

const sentence = (random) => {
  const isChinese = random() < 0.5;
  const count = 1 + Math.floor(random() ** 2 * (isChinese ? 20 : 22));
  const words = [];
  for (let i = 0; i < count; i++) words.push(pick(isChinese ? chinese : english, random));
  if (random() < 0.12) words.push(String(Math.floor(random() * 100_000)));
  const text = words.join(isChinese ? '' : ' ');
  return random() < 0.06 ? `${text} ${pick(emoji, random)}` : text;
};

/** The messages themselves: years of bursts and silences. */
export function* messages({seed = 1, limit = Infinity}) {
  const random = numbers(seed);
  let time = start;
  for (let id = 1; id <= limit; id++) {
    time += random() < 0.85 ? 2000 + random() * 90_000 : random() * 1_200_000;
    const from = Math.floor(random() ** 1.5 * names.length);
    const reply = random() < 0.08 && id > 20 ? id - 1 - Math.floor(random() * 20) : undefined;
    const kind = random() < 0.04 ? 'photo' : 'text';
    yield {id, time: Math.floor(time / 1000) * 1000, from, text: sentence(random), reply, kind};
  }
}

const iso = (time) => new Date(time).toISOString().slice(0, 19);
const two = (value) => String(value).padStart(2, '0');
const xml = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`);
const telegram = {
  head: () =>
    `{\n "name": "Old friends 老朋友",\n "type": "private_group",\n "id": 4200001,\n "messages": [\n`,
  message: ({id, time, from, text, reply, kind}) =>
    `  {\n   "id": ${id},\n   "type": "message",\n   "date": "${iso(time)}",\n   "date_unixtime": "${time / 1000}",\n   "from": "${names[from]}",\n   "from_id": "user${7_000_000 + from}",\n${reply ? `   "reply_to_message_id": ${reply},\n` : ''}${kind === 'photo' ? `   "photo": "(File not included. Change data exporting settings to download.)",\n   "width": 1280,\n   "height": 960,\n` : ''}   "text": ${JSON.stringify(text)},\n   "text_entities": [\n    {\n     "type": "plain",\n     "text": ${JSON.stringify(text)}\n    }\n   ]\n  }`,
  between: ',\n',
  tail: () => `\n ]\n}\n`,
};

const whatsapp = {
  head: () => '',
  message: ({time, from, text, kind}) => {
    const at = new Date(time);
    const hour = at.getUTCHours();
    return `${at.getUTCMonth() + 1}/${at.getUTCDate()}/${String(at.getUTCFullYear()).slice(2)}, ${hour % 12 || 12}:${two(at.getUTCMinutes())} ${hour < 12 ? 'AM' : 'PM'} - ${names[from]}: ${kind === 'photo' ? '<Media omitted>' : text}\n`;
  },
  between: '',
  tail: () => '',
};

const qqTxt = {
  head: () =>
    `消息记录（此消息记录为文本格式，不支持重新导入）\r\n\r\n${'='.repeat(64)}\r\n消息分组:我的群聊\r\n${'='.repeat(64)}\r\n消息对象:老朋友\r\n${'='.repeat(64)}\r\n\r\n`,
  message: ({time, from, text, kind}) =>
    `${iso(time).replace('T', ' ')} ${names[from]}(${10_000_001 + from})\r\n${kind === 'photo' ? '[图片]' : text}\r\n\r\n`,
  between: '',
  tail: () => '',
};

const qqMht = {
  head: () =>
    `From: <Save by Tencent MsgMgr>\r\nSubject: Tencent IM Message\r\nMIME-Version: 1.0\r\nContent-Type:multipart/related;\r\n\tcharset="utf-8"\r\n\ttype="text/html";\r\n\tboundary="----=_NextPart_INVENTED"\r\n\r\n------=_NextPart_INVENTED\r\nContent-Type: text/html\r\nContent-Transfer-Encoding:7bit\r\n\r\n<html xmlns="http://www.w3.org/1999/xhtml"><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8" /><title>QQ Message</title></head><body><table width=100% cellspacing=0><tr><td><div style=padding-left:10px;>消息记录</div></td></tr><tr><td><div style=padding-left:10px;>消息对象：老朋友</div></td></tr><tr><td><div style=padding-left:10px;>&nbsp;</div></td></tr>`,
  message: ({time, from, text, isNewDay}) =>
    `${isNewDay ? `<tr><td style=border-bottom-width:1px;>日期: ${iso(time).slice(0, 10)}</td></tr>\r\n` : ''}<tr><td><div style=color:#006EFE;padding-left:10px;><div style=float:left;margin-right:6px;>${names[from]}</div>${iso(time).slice(11).replace(/^0/, '')}</div><div style=padding-left:20px;><font style="font-size:9pt;" color='000000'>${xml(text)}</font></div></td></tr>\r\n`,
  between: '',
  tail: () => `</table></body></html>\r\n------=_NextPart_INVENTED--\r\n`,
};

const sms = {
  head: () =>
    `<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<smses count="1" backup_set="00000000-0000-0000-0000-000000000000" backup_date="1700000000000" type="full">\n`,
  message: ({id, time, from, text}) =>
    `  <sms protocol="0" address="+3460000${1000 + from}" date="${time}" type="${id % 2 === 0 ? 2 : 1}" subject="null" body="${xml(text)}" toa="null" sc_toa="null" service_center="null" read="1" status="-1" locked="0" date_sent="${time}" sub_id="1" readable_date="${iso(time).replace('T', ' ')}" contact_name="${names[from]}" />\n`,
  between: '',
  tail: () => `</smses>\n`,
};

const discord = {
  head: () =>
    `{\n  "guild": {"id": "600000000000000001", "name": "Old friends", "iconUrl": ""},\n  "channel": {"id": "600000000000000002", "type": "GuildTextChat", "categoryId": "600000000000000003", "category": "Text", "name": "general", "topic": null},\n  "dateRange": {"after": null, "before": null},\n  "exportedAt": "2025-01-01T00:00:00+00:00",\n  "messages": [\n`,
  message: ({id, time, from, text, reply}) =>
    `    {\n      "id": "${700_000_000_000_000_000n + BigInt(id)}",\n      "type": "${reply ? 'Reply' : 'Default'}",\n      "timestamp": "${iso(time)}+00:00",\n      "timestampEdited": null,\n      "callEndedTimestamp": null,\n      "isPinned": false,\n      "content": ${JSON.stringify(text)},\n      "author": {"id": "${800_000_000_000_000_000n + BigInt(from)}", "name": "friend${from}", "discriminator": "0000", "nickname": ${JSON.stringify(names[from])}, "color": null, "isBot": false, "roles": [], "avatarUrl": ""},\n      "attachments": [],\n      "embeds": [],\n      "stickers": [],\n      "reactions": [],\n      "mentions": []${reply ? `,\n      "reference": {"messageId": "${700_000_000_000_000_000n + BigInt(reply)}", "channelId": "600000000000000002", "guildId": "600000000000000001"}` : ''}\n    }`,
  between: ',\n',
  tail: (count) => `\n  ],\n  "messageCount": ${count}\n}\n`,
};

const kinds = {
  'telegram-json': telegram,
  'whatsapp-txt': whatsapp,
  'qq-txt': qqTxt,
  'qq-mht': qqMht,
  'sms-xml': sms,
  'discord-dce-json': discord,
};

export const kindNames = Object.keys(kinds);

/** Yields the export in pieces of about 256 KiB; ends at `limit` messages or once `bytes` are reached, always whole. */
export function* generate(kind, {limit = Infinity, bytes = Infinity, seed = 1} = {}) {
  const writer = kinds[kind];
  if (!writer) throw new Error(`No such kind: ${kind}. Known: ${kindNames.join(', ')}`);
  let [piece, size, count, day] = [writer.head(), 0, 0, ''];
  for (const message of messages({seed, limit})) {
    const today = iso(message.time).slice(0, 10);
    const isNewDay = today !== day;
    day = today;
    piece += `${count > 0 ? writer.between : ''}${writer.message({...message, isNewDay})}`;
    count++;
    if (piece.length < 262_144) continue;
    size += Buffer.byteLength(piece);
    yield piece;
    piece = '';
    if (size >= bytes) break;
  }
  yield piece + writer.tail(count);
}

/** Writes an export to a file. */
export const generateFile = async (path, kind, options) => {
  const file = path === '-' ? stdout : createWriteStream(path, {mode: 0o600});
  for (const piece of generate(kind, options)) {
    if (!file.write(piece)) await once(file, 'drain');
  }
  if (path === '-') return;
  file.end();
  await once(file, 'close');
};

const sizeOf = (text) => {
  const [, number, unit = ''] = /^(\d+)([kMG]?)$/.exec(text) ?? [];
  if (number === undefined) throw new Error(`No size: ${text}. Examples: 500k, 200M, 1G`);
  return Number(number) * {'': 1, k: 1e3, M: 1e6, G: 1e9}[unit];
};

const runCli = async () => {
  const {values, positionals} = parseArgs({
    allowPositionals: true,
    options: {
      messages: {type: 'string'},
      bytes: {type: 'string'},
      seed: {type: 'string', default: '1'},
      out: {type: 'string', default: '-'},
    },
  });
  const [kind] = positionals;
  if (kind === undefined || (values.messages === undefined && values.bytes === undefined)) {
    stderr.write(
      `node scripts/generate.mjs KIND --messages N | --bytes 200M [--seed N] [--out FILE]\nKinds: ${kindNames.join(', ')}\n`,
    );
    process.exitCode = 2;
    return;
  }
  await generateFile(values.out, kind, {
    ...(values.messages === undefined ? {} : {limit: Number(values.messages)}),
    ...(values.bytes === undefined ? {} : {bytes: sizeOf(values.bytes)}),
    seed: Number(values.seed),
  });
};

if (argv[1] !== undefined && import.meta.url === pathToFileURL(argv[1]).href) await runCli();
