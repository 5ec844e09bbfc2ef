import {describe, expect, test} from 'vitest';
import {SentenceReader, you} from '../../../src/formats/whatsapp-txt/notices.ts';
import type {Sentence} from '../../../src/formats/whatsapp-txt/notices.ts';

const people = ['Ana', 'Ben', 'Mom and Dad'];
const read = (text: string): Sentence | undefined =>
  new SentenceReader((name) => people.includes(name)).read(text);

describe('system sentences', () => {
  test.each<[string, Partial<Sentence>]>([
    ['Ana created group "Trip: Rome"', {kind: 'created', actor: 'Ana', title: 'Trip: Rome'}],
    ['You created group “Rome”', {kind: 'created', actor: you, title: 'Rome'}],
    ['Ana added you', {kind: 'members-added', actor: 'Ana', members: [you]}],
    ['Ana added Ben, Carla and Dora', {kind: 'members-added', members: ['Ben', 'Carla', 'Dora']}],
    ['Ana added Mom and Dad', {kind: 'members-added', members: ['Mom and Dad']}],
    ['Ben was added', {kind: 'members-added', members: ['Ben']}],
    ['Ana removed +34 600 000 000', {kind: 'members-removed', members: ['+34 600 000 000']}],
    ['Ben left', {kind: 'left', actor: 'Ben'}],
    ["Ben joined using this group's invite link", {kind: 'joined', actor: 'Ben'}],
    ['Ana changed the subject from "A" to "B"', {kind: 'renamed', actor: 'Ana', title: 'B'}],
    ["You're now an admin", {kind: 'role-changed', members: [you]}],
    ['You turned off disappearing messages. Tap to change.', {kind: 'timer-changed', seconds: 0}],
    [
      "You updated the message timer. New messages will disappear from this chat 24 hours after they're sent. Tap to change.",
      {kind: 'timer-changed', seconds: 86_400},
    ],
    ['You blocked this contact. Tap to unblock.', {kind: 'blocked', actor: you}],
    ['Du hast die Gruppe "Verein" erstellt.', {kind: 'created', actor: you, title: 'Verein'}],
    ['Ana hat Ben hinzugefügt.', {kind: 'members-added', actor: 'Ana', members: ['Ben']}],
    ['Du hast den Gruppennamen zu „Neu“ geändert.', {kind: 'renamed', actor: you, title: 'Neu'}],
    ['Ana te añadió', {kind: 'members-added', actor: 'Ana', members: [you]}],
    ['Ana salió del grupo', {kind: 'left', actor: 'Ana'}],
    ['Você saiu', {kind: 'left', actor: you}],
    ['Ana entrou usando o link de convite deste grupo', {kind: 'joined', actor: 'Ana'}],
    ['Ana a créé le groupe « Été »', {kind: 'created', actor: 'Ana', title: 'Été'}],
    ['Vous avez ajouté Ben', {kind: 'members-added', actor: you, members: ['Ben']}],
    ['Ana heeft de groep verlaten', {kind: 'left', actor: 'Ana'}],
    ['Ana ha aggiunto Ben', {kind: 'members-added', actor: 'Ana', members: ['Ben']}],
    ['Ana创建了群组“罗马”', {kind: 'created', actor: 'Ana', title: '罗马'}],
    ['Ana님이 나갔습니다', {kind: 'left', actor: 'Ana'}],
    ['Anaさんがグループ「旅行」を作成しました', {kind: 'created', actor: 'Ana', title: '旅行'}],
    ['Ana added this group to the community "Town"', {kind: 'community'}],
    ['Messages and calls are end-to-end encrypted. Tap to learn more.', {kind: 'encryption'}],
  ])('%s', (text, expected) => {
    expect(read(text)).toMatchObject(expected);
  });

  test.each([
    'You deleted this message.',
    'Vous avez supprimé ce message',
    'A sentence of tomorrow',
    'Ana: Ben left',
    'Ana left\nearly',
  ])('says nothing of: %s', (text) => {
    expect(read(text)).toBeUndefined();
  });

  test('ten thousand lines that nearly fit take no time to speak of', () => {
    const reader = new SentenceReader(() => false);
    const started = performance.now();
    for (let index = 0; index < 2000; index++)
      reader.read(`${'added '.repeat(80)}changed the subject from "${index}`);
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
