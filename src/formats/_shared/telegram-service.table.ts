// The service lines of Telegram Desktop: the `action` of result.json and the sentences of messages.html for it. Data only.

/**
 * `[action, sentence, …]`. `{from}` is the actor; other fields are those of the JSON record. Every sentence is understood when
 * reading HTML; for writing the first one whose fields are all known is taken. Order matters for reading: a sentence that could be
 * taken for another one's stands before it.
 */
export const serviceRows: readonly (readonly [action: string, ...sentences: string[]])[] = [
  [
    'create_group',
    '{from} created group «{title}» with members {members}',
    '{from} created group «{title}»',
  ],
  ['create_channel', 'Channel «{title}» created'],
  [
    'edit_group_title',
    '{from} changed group title to «{title}»',
    'Channel title changed to «{title}»',
  ],
  ['edit_group_photo', '{from} changed group photo', 'Channel photo changed'],
  ['delete_group_photo', '{from} removed group photo', 'Channel photo removed'],
  ['invite_to_group_call', '{from} invited {members} to the voice chat'],
  ['invite_members', '{from} invited {members}'],
  ['remove_members', '{from} removed {members}'],
  ['join_group_by_link', '{from} joined group by link from {inviter}'],
  ['join_group_by_request', '{from} joined group by request'],
  ['migrate_to_supergroup', '{from} converted this group to a supergroup'],
  ['migrate_from_group', '{from} converted a basic group to this supergroup «{title}»'],
  ['pin_message', '{from} pinned this message'],
  ['clear_history', 'History cleared'],
  ['score_in_game', '{from} scored {score} in this game'],
  [
    'send_payment',
    'You have successfully transferred {money} for this invoice and allowed future recurring payments',
    'You have successfully transferred {money} for this invoice',
    'You were charged {money} via recurring payment',
  ],
  ['refunded_payment', '{peer_name} refunded back {money}'],
  ['take_screenshot', '{from} took a screenshot'],
  [
    'attach_menu_bot_allowed',
    'You allowed this bot to message you when you added it in the attachment menu.',
  ],
  ['web_app_bot_allowed', 'You allowed this bot to message you in his web-app.'],
  [
    'allow_sending_messages',
    'You allowed this bot to message you when you logged in on {reason_domain}',
    'You allowed this bot to message you when you opened {reason_app_name}',
  ],
  ['send_passport_values', 'You have sent the following documents: {values}'],
  ['joined_telegram', '{from} joined Telegram'],
  [
    'proximity_reached',
    '{from} is now within {distance} meters from {to}',
    'You are now within {distance} meters from {to}',
  ],
  ['requested_phone_number', '{from} requested your phone number'],
  [
    'group_call',
    '{from} started voice chat ({duration} seconds)',
    '{from} started voice chat',
    'Voice chat ({duration} seconds)',
    'Voice chat',
  ],
  [
    'set_messages_ttl',
    '{from} has set messages to auto-delete in {period_text}',
    '{from} has set messages not to auto-delete',
    'New messages will auto-delete in {period_text}',
    'New messages will not auto-delete',
  ],
  [
    'group_call_scheduled',
    '{from} scheduled a voice chat for {schedule_text}',
    'Voice chat scheduled for {schedule_text}',
  ],
  [
    'edit_chat_theme',
    '{from} changed chat theme to {emoticon}',
    '{from} disabled chat theme',
    'Channel theme was changed to {emoticon}',
    'Channel theme was disabled',
  ],
  [
    'send_webview_data',
    'You have just successfully transferred data from the «{text}» button to the bot',
  ],
  ['send_premium_gift', '{from} sent you a gift for {cost}: Telegram Premium for {months} months.'],
  ['topic_created', '{from} created topic «{title}»'],
  [
    'topic_edit',
    '{from} changed topic title to «{new_title}»,icon to «{new_icon_emoji_id}»',
    '{from} changed topic title to «{new_title}»',
    '{from} changed topic icon to «{new_icon_emoji_id}»',
  ],
  ['suggest_profile_photo', '{from} suggests to use this photo'],
  ['requested_peer', 'requested: '],
  ['set_chat_wallpaper', '{from} set a new background for this chat'],
  ['set_same_chat_wallpaper', '{from} set the same background for this chat'],
  [
    'gift_code_prize',
    "You've received a Telegram Premium for {months} months gift from a channel.",
    'You won a Telegram Premium for {months} months prize in a giveaway organized by a channel.',
    'This is an unclaimed Telegram Premium for {months} months prize in a giveaway organized by a channel.',
  ],
  [
    'giveaway_launch',
    '{from} just started a giveaway of Telegram Premium subscriptions to its followers.',
  ],
  [
    'giveaway_results',
    '{winners} of the giveaway was randomly selected by Telegram and received private messages with giftcodes.',
    '{winners} of the giveaway was randomly selected by Telegram and received their prize.',
    'Some winners of the giveaway were randomly selected by Telegram and received their prize.',
    'Some winners of the giveaway were randomly selected by Telegram and received private messages with giftcodes.',
    'No winners of the giveaway could be selected.',
  ],
  [
    'boost_apply',
    '{from} boosted the group {boosts} times',
    '{from} boosted the group {boosts} time',
  ],
  ['send_star_gift', '{from} sent you a gift of {stars} Telegram Stars.'],
  ['send_stars_gift', '{from} sent you a gift for {cost}: {amount_whole} Telegram Stars.'],
  ['send_ton_gift', '{from} sent you a gift for {cost}: {amount_whole} TON.'],
  [
    'stars_prize',
    'You won a prize in a giveaway organized by {boost_peer_name}. Your prize is {stars} Telegram Stars.',
  ],
  [
    'paid_messages_refund',
    'You refunded {stars_count} Stars for {messages_count} messages to {peer}',
    '{peer} refunded {stars_count} Stars for {messages_count} messages to you',
    '{stars_count} Stars for {messages_count} messages were refunded',
  ],
  [
    'paid_messages_price_change',
    'Price per message changed to {price_stars} Telegram Stars.',
    'Price per direct message changed to {price_stars} Telegram Stars.',
    'Direct messages were disabled.',
  ],
  [
    'todo_completions',
    '{from} marked {completed} as done and {incompleted} as not done yet in this todo list.',
    '{from} marked {incompleted} as not done yet in this todo list.',
    '{from} marked {completed} as done in this todo list.',
  ],
  ['todo_append_tasks', '{from} added tasks: {tasks}'],
  [
    'process_suggested_post',
    '{from} approved your suggested post.',
    '{from} rejected your suggested post, with comment: "{comment}"',
    '{from} rejected your suggested post.',
  ],
  [
    'suggested_post_success',
    'The paid post was shown for 24 hours and {price_text} were transferred to the channel.',
  ],
  [
    'suggested_post_refund',
    'The user refunded the payment, post was deleted.',
    'The admin deleted the post early, the payment was refunded.',
  ],
];

/** What stands for a person who is gone. */
export const deletedNames: ReadonlySet<string> = new Set(['Deleted', 'Deleted Account']);

/** `set_messages_ttl`: the two periods that have words. */
export const periodWords: ReadonlyMap<number, string> = new Map([
  [86_400, '24 hours'],
  [604_800, '7 days'],
]);
