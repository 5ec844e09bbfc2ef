// 读取和写出时的问题种类。
import type {ProblemKind} from '../../../engine/model/problem.ts';

export const problems = {
  kinds: {
    'record-not-understood': '看不懂的记录',
    'record-skipped': '跳过的记录',
    'record-damaged': '损坏的记录',
    'record-too-large': '过大的记录',
    'line-not-understood': '看不懂的行',
    'field-not-understood': '看不懂的字段',
    'unknown-kind': '未知的类型',
    'unknown-version': '未知的版本',
    'time-not-understood': '看不懂的时间',
    'time-suspicious': '可疑的时间',
    'text-repaired': '修复过的文字',
    'media-missing': '缺少的媒体文件',
    'media-unreadable': '无法读取的媒体文件',
    'reply-target-missing': '找不到被回复的消息',
    'sequence-gap': '编号不连续',
    'cap-reached': '达到上限',
    'export-incomplete': '导出不完整',
    'input-truncated': '文件在中途结束',
    'duplicate-record': '重复的记录',
    'conversation-skipped': '跳过的聊天',
    'ambiguous-date-order': '日期顺序不明确',
    'encoding-guessed': '猜测的编码',
    'file-skipped': '跳过的文件',
    'file-unreadable': '无法读取的文件',
    'not-representable': '目标格式无法表示',
    'name-changed': '更改过的名称',
  } satisfies Record<ProblemKind, string> as Readonly<Record<ProblemKind, string>>,
};
