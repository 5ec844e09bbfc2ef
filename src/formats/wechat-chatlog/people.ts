// Chats and people of a chatlog answer, shared by its three forms.

import type {Conversation, Moment, PersonId} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {IdMaker} from '../../engine/model/ids.ts';
import type {ChatStream} from '../_shared/chat-stream.ts';

export const format = 'wechat-chatlog';

export const systemSender = '系统消息';

export class ChatlogPeople {
  readonly #stream: ChatStream;
  readonly #ids = new Map<string, IdMaker>();

  constructor(stream: ChatStream) {
    this.#stream = stream;
  }

  chat(id: string, name: string | undefined, isRoom = id.endsWith('@chatroom')): string {
    const conversation: Conversation = {
      id,
      kind: isRoom
        ? 'group'
        : id.startsWith('gh_')
          ? 'channel'
          : id === 'filehelper'
            ? 'self'
            : 'direct',
      ...given({title: name}),
      platform: 'wechat',
      members: [],
    };
    if (!this.#stream.hasConversation(id)) this.#stream.conversation(conversation);
    return id;
  }

  person(id: string, name: string | undefined, isOwner: boolean | undefined): PersonId {
    return this.#stream.person({
      id,
      ...given({name: name === '' ? undefined : name, isOwner}),
      ...(this.#stream.knows(id) || id === '我' ? {} : {handles: [{kind: 'platform', value: id}]}),
    });
  }

  id(chat: string, parts: readonly (string | number | undefined)[]): string {
    let maker = this.#ids.get(chat);
    if (!maker) this.#ids.set(chat, (maker = new IdMaker()));
    return maker.make(parts.map((part) => String(part ?? '')).join('\u0000'));
  }
}

export type Stem = {readonly id: string; readonly at: Moment; readonly from: PersonId | undefined};
