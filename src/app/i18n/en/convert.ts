// Converting, and restoring as another format.
import type {convert as zh} from '../zh/convert.ts';

export const convert = {
  chooseFormat: 'Choose the format',
  preview: 'Finding out what would be lost…',
  previewTitle: (format: string) => `Convert to ${format}`,
  count: (entries: string, chats: string) => `${entries} messages in ${chats} chats`,
  nothingLost: 'Nothing would be lost.',
  lost: 'What the format cannot hold',
  target: 'Write to',
  overwriteQuestion: 'What if a file of that name exists?',
  keep: 'Keep it, do not overwrite',
  replace: 'Overwrite it',
  start: 'convert',
  layouts: {file: 'one file', 'file-per-conversation': 'one file per chat', folder: 'a folder'},
  features: {
    'person.name': 'names', 'person.handles': 'account ids', 'person.aliases': 'other names', 'person.avatar': 'avatars', 'person.owner': 'who is me', 'person.bot': 'bot marks',
    'conversation.title': 'chat titles', 'conversation.kind': 'direct or group', 'conversation.members': 'members', 'conversation.topic': 'chat topics', 'conversation.avatar': 'chat pictures', 'conversation.parent': 'parent channels',
    'several-conversations': 'several chats', 'entry.platform-id': 'message ids', 'time.seconds': 'seconds', 'time.milliseconds': 'milliseconds', 'time.zone': 'time zones',
    message: 'messages', call: 'calls', 'call.duration': 'call lengths', notice: 'system lines', 'notice.event': 'meaning of system lines', removed: 'removed messages', 'removed.body': 'content of removed messages',
    text: 'text', 'text.style': 'text styles', 'text.code-block': 'code blocks', 'text.url': 'titled links', 'text.mention': 'mentions', 'text.custom-emoji': 'custom emoji',
    media: 'media', 'media.file': 'media files', 'media.caption': 'captions', 'media.duration': 'media lengths', 'media.size': 'picture sizes', 'media.transcript': 'transcripts', 'media.thumbnail': 'thumbnails', 'media.view-once': 'view-once marks', 'media.role': 'kinds of media',
    sticker: 'stickers', location: 'locations', contact: 'contact cards', poll: 'polls', 'poll.votes': 'votes', 'link-card': 'link cards', transfer: 'transfers', bundle: 'forwarded bundles', raw: 'special content',
    reply: 'replies', 'reply.quote': 'quoted text', thread: 'threads', forward: 'where forwards came from', reaction: 'reactions', 'reaction.people': 'who reacted', edit: 'edit marks', 'edit.history': 'text before edits', pin: 'pins', status: 'delivery states', extras: 'platform details',
  },
} satisfies typeof zh;
