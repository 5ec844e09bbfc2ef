import {expect, test} from 'vitest';
import {titleFromName, titleOf} from '../../../src/formats/whatsapp-txt/title.ts';

test.each([
  ['WhatsApp Chat with Ana.txt', 'Ana'],
  ['WhatsApp Chat - Trip: Rome.zip', 'Trip: Rome'],
  ['WhatsApp_Chat_with_Ana_Ruiz.txt', 'Ana Ruiz'],
  ['WhatsApp Chat with Ana(1).txt', 'Ana'],
  ['WhatsApp Chat with Ana (2).zip', 'Ana'],
  ['WhatsApp Chat mit Eva.txt', 'Eva'],
  ['Chat de WhatsApp con Luz.txt', 'Luz'],
  ['Conversa do WhatsApp com Rui.txt', 'Rui'],
  ['Discussion WhatsApp avec Léa.txt', 'Léa'],
  ['Чат WhatsApp с\u00a0контактом Олег.txt', 'Олег'],
  ['与小雨的 WhatsApp 聊天.txt', '小雨'],
  ['與小雨的 WhatsApp 對話.txt', '小雨'],
])('%s', (name, title) => {
  expect(titleFromName(name)).toBe(title);
});

test.each(['_chat.txt', 'chat.txt', 'notes about WhatsApp.txt', 'WhatsApp Chat with .txt'])(
  '%s names no chat',
  (name) => {
    expect(titleFromName(name)).toBeUndefined();
  },
);

test('the folder and what was opened name a chat whose file does not', () => {
  expect(titleOf('WhatsApp Chat - Ana/_chat.txt', 'Downloads')).toBe('Ana');
  expect(titleOf('_chat.txt', '/home/x/WhatsApp Chat - Ben.zip')).toBe('Ben');
  expect(titleOf('_chat.txt', 'x.zip')).toBeUndefined();
});
