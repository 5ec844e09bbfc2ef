// What each message subtype means. Data: a new one needs a row, not a branch.

/**
 * `message`: somebody says something · `notice`: the app reports something · `call` · `removed`.
 * `event` of a notice: the kind of `NoticeEvent`; absent: `other`.
 */
export type SubtypeRule =
  | {readonly as: 'message' | 'call' | 'removed'}
  | {
      readonly as: 'notice';
      readonly event?: 'joined' | 'left' | 'topic-changed' | 'renamed' | 'pinned';
    };

const message: SubtypeRule = {as: 'message'};
const notice: SubtypeRule = {as: 'notice'};

/** Without the prefix `channel_`, `group_` or `mpim_`: private channels and group chats have twins of the public ones. */
const placeSubtypes: ReadonlyMap<string, SubtypeRule> = new Map<string, SubtypeRule>([
  ['join', {as: 'notice', event: 'joined'}],
  ['leave', {as: 'notice', event: 'left'}],
  ['topic', {as: 'notice', event: 'topic-changed'}],
  ['name', {as: 'notice', event: 'renamed'}],
  ['purpose', notice],
  ['archive', notice],
  ['unarchive', notice],
  ['posting_permissions', notice],
  ['convert_to_private', notice],
  ['convert_to_public', notice],
  ['canvas_updated', notice],
]);

const subtypes: ReadonlyMap<string, SubtypeRule> = new Map<string, SubtypeRule>([
  ['bot_message', message],
  ['me_message', message],
  ['file_share', message],
  ['file_comment', message],
  ['file_mention', message],
  ['thread_broadcast', message],
  ['reply_broadcast', message],
  ['slackbot_response', message],
  ['assistant_app_thread', message],
  ['document_mention', message],
  ['document_comment_root', message],
  ['list_record_comment', message],
  ['ekm_access_denied', message],
  ['pinned_item', {as: 'notice', event: 'pinned'}],
  ['unpinned_item', notice],
  ['bot_add', notice],
  ['bot_remove', notice],
  ['bot_enable', notice],
  ['bot_disable', notice],
  ['reminder_add', notice],
  ['reminder_delete', notice],
  ['app_conversation_join', {as: 'notice', event: 'joined'}],
  ['app_conversation_leave', {as: 'notice', event: 'left'}],
  ['joiner_notification', notice],
  ['joiner_notification_for_inviter', notice],
  ['tabbed_canvas_updated', notice],
  ['added_channel_tab', notice],
  ['removed_channel_tab', notice],
  ['mpdm_move', notice],
  ['sh_room_shared', notice],
  ['message_replied', notice],
  ['sh_room_created', {as: 'call'}],
  ['huddle_thread', {as: 'call'}],
  ['tombstone', {as: 'removed'}],
]);

/** Undefined: not known. */
export const ruleOf = (subtype: string): SubtypeRule | undefined =>
  subtypes.get(subtype) ?? placeSubtypes.get(subtype.replace(/^(?:channel|group|mpim)_/, ''));
