import {describe, expect, test} from 'vitest';
import {
  isAboutEncryption,
  isEditedNote,
  mayBePhrase,
  phraseOf,
} from '../../../src/formats/whatsapp-txt/lexicon.ts';
import {
  androidOmitted,
  deletedByYou,
  iosWords,
  liveLocation,
  missedVideo,
  missedVoice,
} from '../../../src/formats/whatsapp-txt/lexicon.table.ts';

const all = [
  ...Object.values(iosWords).flatMap(({attached = [], ...words}) =>
    Object.values(words).filter((word) => !attached.includes(word)),
  ),
  ...Object.values(androidOmitted).flat(),
  ...deletedByYou,
  ...missedVoice,
  ...missedVideo,
  ...liveLocation,
].filter((text): text is string => text !== undefined);

describe('the words of the app', () => {
  test('every word of the tables is found, with and without a full stop, and passes the quick filter', () => {
    expect(all.length).toBeGreaterThan(500);
    const missed = all.filter(
      (text) => !mayBePhrase(text) || !phraseOf(text) || !phraseOf(text.replace(/[.।]?$/, '.')),
    );
    expect(missed).toEqual([]);
  });

  test('marks, unusual spaces and case do not matter', () => {
    expect(phraseOf('\u200eImage\u00a0Omitted')).toEqual({
      kind: 'omitted',
      role: 'image',
      isExact: true,
    });
  });

  test('what people write hardly ever passes the quick filter', () => {
    const words = [
      'ok',
      'see you soon',
      'ja',
      'thanks a lot!',
      'image',
      'no',
      'what do you say',
      'mañana',
      '在吗',
      '😊',
    ];
    expect(words.filter((word) => phraseOf(word))).toEqual([]);
    let passed = 0;
    for (let index = 0; index < 10_000; index++)
      if (mayBePhrase(`message ${index} of many`)) passed++;
    expect(passed).toBeLessThan(500);
  });

  test('only phrases that say so name the owner', () => {
    expect(phraseOf('You deleted this message')).toEqual({kind: 'deleted-by-you'});
    expect(phraseOf('Mensagem apagada')).toEqual({kind: 'deleted'});
  });

  test.each([
    'Messages and calls are end-to-end encrypted. No one outside of this chat, not even WhatsApp, can read or listen to them. Tap to learn more.',
    'Ваши сообщения и звонки защищены сквозным шифрованием.',
    'メッセージと通話はエンドツーエンド暗号化されています。',
    'Your security code with Ana changed. Tap to learn more.',
    'Deine Sicherheitsnummer für Ana hat sich geändert.',
  ])('encryption: %s', (text) => {
    expect(isAboutEncryption(text)).toBe(true);
  });

  test('edit notes are known in several languages', () => {
    expect(
      ['This message was edited', 'Se editó este mensaje.', 'Mensagem editada'].every(isEditedNote),
    ).toBe(true);
    expect(isEditedNote('This message was lost')).toBe(false);
  });
});
