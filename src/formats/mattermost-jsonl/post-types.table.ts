// What Mattermost's post types mean. Data: a new one needs a row, not a branch.

export type PostRule = {
  readonly as: 'message' | 'notice' | 'call';
  readonly event?:
    'joined' | 'left' | 'members-added' | 'members-removed' | 'topic-changed' | 'renamed';
};

const notice: PostRule = {as: 'notice'};

export const postTypes: ReadonlyMap<string, PostRule> = new Map<string, PostRule>([
  ['', {as: 'message'}],
  ['me', {as: 'message'}],
  ['slack_attachment', {as: 'message'}],
  ['system_auto_responder', {as: 'message'}],
  ['reminder', {as: 'message'}],
  ['burn_on_read', {as: 'message'}],
  ['custom_calls', {as: 'call'}],
  ['system_join_channel', {as: 'notice', event: 'joined'}],
  ['system_guest_join_channel', {as: 'notice', event: 'joined'}],
  ['system_join_team', {as: 'notice', event: 'joined'}],
  ['system_leave_channel', {as: 'notice', event: 'left'}],
  ['system_leave_team', {as: 'notice', event: 'left'}],
  ['system_add_to_channel', {as: 'notice', event: 'members-added'}],
  ['system_add_guest_to_chan', {as: 'notice', event: 'members-added'}],
  ['system_add_to_team', {as: 'notice', event: 'members-added'}],
  ['system_remove_from_channel', {as: 'notice', event: 'members-removed'}],
  ['system_remove_from_team', {as: 'notice', event: 'members-removed'}],
  ['system_header_change', {as: 'notice', event: 'topic-changed'}],
  ['system_displayname_change', {as: 'notice', event: 'renamed'}],
  ['system_join_leave', notice],
  ['system_add_remove', notice],
  ['system_combined_user_activity', notice],
  ['system_purpose_change', notice],
  ['system_convert_channel', notice],
  ['system_change_chan_privacy', notice],
  ['system_channel_deleted', notice],
  ['system_channel_restored', notice],
  ['system_gm_to_channel', notice],
  ['system_generic', notice],
  ['system_me', {as: 'message'}],
  ['system_ephemeral', notice],
  ['system_welcome_post', notice],
  ['system_warn_metric_status', notice],
  ['system_wrangler', notice],
]);
