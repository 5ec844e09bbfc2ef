// WhatsApp chats that WhatsApp-Chat-Exporter wrote in Telegram's shape: how to tell, and what is different in a record.

import type {Raw} from './shapes.ts';

const isOwn = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  'from_id' in value &&
  value.from_id === 'user00000' &&
  'date_unixtime' in value &&
  typeof value.date_unixtime === 'number';

/** Telegram writes exact times as text, and no user of it has the number 00000. */
export const isFromWhatsApp = (records: readonly unknown[]): boolean => records.some(isOwn);

/**
 * Line ends are `<br>` there, the one entity repeats the text, an absent reply is null, and a sender without a number has the name
 * for an id.
 */
export const mendWhatsApp = (raw: Raw): Raw => {
  const {text_entities: entities, reply_to_message_id: reply, from_id: sender, ...rest} = raw;
  const text = raw['text'];
  return {
    ...rest,
    ...(typeof sender === 'string' && /^user\d+$/.test(sender) ? {from_id: sender} : {}),
    ...(reply === null || reply === undefined ? {} : {reply_to_message_id: reply}),
    ...(typeof text === 'string'
      ? {text: text.replaceAll(/ ?<br>/g, '\n')}
      : {text_entities: entities}),
  };
};
