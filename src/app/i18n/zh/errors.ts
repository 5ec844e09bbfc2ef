// 出错时说的话：每种错误一句，以及接下来可以做什么。程序原来的英文说明附在后面，里面有具体的文件名。
import type {ErrorCode} from '../../../engine/errors.ts';

export type ErrorWords = {readonly text: string; readonly hint: string};

/** An empty text: the error's own words are in this language already. */
export const errors: Readonly<Record<ErrorCode, ErrorWords>> = {
  bug: {text: '程序出错了，这是我们的问题。', hint: '请把下面的内容报告给开发者。'},
  usage: {text: '这样不行。', hint: ''},
  'done-with-losses': {text: '完成了，但有内容没能保留。', hint: ''},
  'no-vault': {text: '这里没有备份库。', hint: '检查文件夹，或新建一个备份库。'},
  'vault-locked': {text: '备份库还没有解锁。', hint: '输入口令或恢复密钥。'},
  'wrong-passphrase': {
    text: '打不开：口令、恢复密钥或密钥文件不对。',
    hint: '再试一次；忘了口令可以用恢复密钥。',
  },
  'vault-damaged': {text: '备份库有损坏。', hint: '在“存储空间”里校验，看看哪些内容受影响。'},
  'no-space': {text: '磁盘空间不够。', hint: '腾出空间后再试；已经存好的部分不会丢。'},
  'newer-format': {text: '这个备份库由更新版本的程序写成。', hint: '请升级聊天方舟。'},
  'verify-found-damage': {text: '校验发现了损坏。', hint: ''},
  'vault-exists': {text: '这个文件夹里已经有备份库。', hint: '换一个文件夹，或打开它。'},
  'storage-unreachable': {text: '读写不了这个位置。', hint: '检查磁盘或网络盘是否连接。'},
  'not-found': {text: '没有找到。', hint: ''},
  'no-permission': {text: '没有权限。', hint: '检查文件夹的权限，或换一个位置。'},
  'target-exists': {text: '目标已经存在。', hint: '换一个位置。'},
  'format-unknown': {text: '认不出这是什么聊天记录。', hint: '看看文件是不是聊天软件导出的记录。'},
  'input-malformed': {text: '文件内容有问题，读不下去。', hint: '重新导出一次再试。'},
  'input-limit': {text: '文件超出了能读的限度。', hint: ''},
  'input-encrypted': {text: '文件是加密的，不能读取。', hint: '请在原来的软件里导出不加密的记录。'},
  'format-refused': {text: '认得这种文件，但不能读取。', hint: ''},
  cancelled: {text: '已取消。', hint: ''},
};
