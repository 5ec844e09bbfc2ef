// What a system line of WeChat or QQ says, from its wording: a table of sentences in Chinese and English. Not a translator.

import type {NoticeEvent} from '../../engine/model/archive.ts';

/** A recalled message leaves only this line; everything else is an event. */
export type SystemLine =
  | {readonly kind: 'recalled'; readonly who?: string; readonly isOwn: boolean}
  | {readonly kind: 'notice'; readonly who?: string; readonly event: NoticeEvent};

/** Names stand in straight, curly or corner quotes, or bare. */
const name = '["“「]?([^"“”「」\\n]{1,64}?)["”」]?';
const quoted = '["“「‘\']([^\\n]{1,128}?)["”」’\']';

type Rule = {
  readonly pattern: RegExp;
  readonly event: (groups: readonly (string | undefined)[]) => NoticeEvent;
};

const rule = (
  source: string,
  event: NoticeEvent | ((groups: readonly (string | undefined)[]) => NoticeEvent),
): Rule => ({
  pattern: new RegExp(`^\\s*${source}`, 'iu'),
  event: typeof event === 'function' ? event : () => event,
});

const joinedBy = (groups: readonly (string | undefined)[]): NoticeEvent => {
  const by = groups[1];
  return by === undefined ? {kind: 'joined'} : {kind: 'joined', by};
};

/** First match wins. Group 1 is who did it. */
const rules: readonly Rule[] = [
  rule(`${name}\\s?邀请.{1,400}加入了?(?:群聊|本群|讨论组|群)`, joinedBy),
  rule(`${name} invited .{1,400} to (?:the |this )?(?:group|chat)`, joinedBy),
  rule(`${name}\\s?(?:通过.{1,200})?(?:已)?(?:加入了?|进入了?)(?:群聊|本群|讨论组|群)`, {
    kind: 'joined',
  }),
  rule(`${name} (?:has )?joined (?:the |this )?(?:group|chat)`, {kind: 'joined'}),
  rule(`${name}\\s?将.{1,200}(?:移出|踢出)了?(?:群聊|本群|讨论组|群)`, {
    kind: 'other',
    name: 'member-removed',
  }),
  rule(`${name}\\s?(?:被.{1,64})?(?:移出|踢出)了?(?:群聊|本群|讨论组|群)`, {
    kind: 'other',
    name: 'member-removed',
  }),
  rule(`${name} removed .{1,200} from (?:the |this )?group`, {
    kind: 'other',
    name: 'member-removed',
  }),
  rule(`${name}\\s?(?:已)?退出了?(?:群聊|本群|讨论组|群)`, {kind: 'left'}),
  rule(`${name} (?:has )?left (?:the |this )?(?:group|chat)`, {kind: 'left'}),
  rule(
    `${name}\\s?(?:修改|更改|将)(?:了)?(?:群名|群名称|群聊名称|本群名称)(?:修改|更改)?为\\s?${quoted}`,
    (groups) => ({
      kind: 'renamed',
      title: groups[2] ?? '',
    }),
  ),
  rule(`${name} changed (?:the )?group(?: chat)? name to ${quoted}`, (groups) => ({
    kind: 'renamed',
    title: groups[2] ?? '',
  })),
  rule(`${name}\\s?(?:创建|发起)了?(?:群聊|本群|讨论组|群)`, {kind: 'created'}),
  rule(`${name}\\s?(?:修改|更换|更新)了?(?:群头像|本群头像)`, {kind: 'photo-changed'}),
  rule(`${name}\\s?(?:拍了拍|戳了戳|戳了一下|揉了揉|敲了敲)`, {kind: 'poked'}),
  rule(`${name} tickled `, {kind: 'poked'}),
  rule(`${name}\\s?(?:已)?成为新?(?:的)?群主`, {kind: 'role-changed', role: 'owner'}),
  rule(`${name}\\s?(?:已)?(?:成为|被.{1,64}设(?:置)?为)(?:本群)?(?:群)?管理员`, {
    kind: 'role-changed',
    role: 'admin',
  }),
  rule(`${name}\\s?(?:发布|更新|修改)了?.{0,20}群公告`, {kind: 'other', name: 'announcement'}),
  rule(`${name}\\s?(?:已)?(?:领取|收到)了?.{0,64}红包`, {kind: 'other', name: 'red-packet'}),
  rule('(?:你已添加了|你们已经是好友|我们已经是好友|以上是打招呼的内容|你与.{1,64}已成为好友)', {
    kind: 'other',
    name: 'friend-added',
  }),
];

const recalled = new RegExp(
  `^\\s*${name}\\s?(?:(?:尝试)?(?:撤回了?|has recalled|recalled|unsent)\\s?(?:成员\\s?.{1,64}\\s?的)?(?:一条|a|了)?\\s?(?:消息|message))`,
  'iu',
);

const maxLine = 2000;

/** `other` without a name where no sentence fits. Long texts are no system lines and are not looked at. */
export const readSystemLine = (text: string): SystemLine => {
  const line = text.length > maxLine ? text.slice(0, maxLine) : text;
  const recall = recalled.exec(line);
  if (recall) {
    const who = recall[1];
    const isOwn = who === '你' || who === 'You' || who === 'you' || who === '我';
    return {kind: 'recalled', isOwn, ...(who === undefined || isOwn ? {} : {who})};
  }
  for (const {pattern, event} of rules) {
    const match = pattern.exec(line);
    if (match) {
      const who = match[1];
      return {kind: 'notice', event: event(match), ...(who === undefined ? {} : {who})};
    }
  }
  return {kind: 'notice', event: {kind: 'other'}};
};
