// People of Teams by their directory id; bots and apps by theirs. Names come with every message.

import type {Handle, PersonId} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import type {ChatStream} from '../_shared/chat-stream.ts';
import type {Loose} from '../_shared/loose.ts';
import {recordOf, textOf} from './graph.ts';

export class People {
  readonly #stream: ChatStream;

  constructor(stream: ChatStream) {
    this.#stream = stream;
  }

  /** An identity set: `{user: {id, displayName}}`, `{application: …}`, or the identity itself. */
  ofIdentity(identity: Loose): PersonId | undefined {
    const user = recordOf(identity, 'user') ?? recordOf(identity, 'phone');
    const app = recordOf(identity, 'application') ?? recordOf(identity, 'bot');
    const inner = user ?? app ?? recordOf(identity, 'conversation') ?? identity;
    return this.add(inner, app !== undefined && user === undefined);
  }

  /** A user or member of a list, or an identity. */
  add(user: Loose, isBot = false): PersonId | undefined {
    const id = textOf(user, 'userId') ?? textOf(user, 'id');
    const name = textOf(user, 'displayName') ?? textOf(user, 'name');
    if (id === undefined)
      return name === undefined ? undefined : this.#stream.person({id: name, name});
    const handles: Handle[] = [{kind: 'platform', value: id}];
    const email = textOf(user, 'mail') ?? textOf(user, 'email');
    const login = textOf(user, 'userPrincipalName');
    if (email !== undefined) handles.push({kind: 'email', value: email});
    if (login !== undefined && login !== email) handles.push({kind: 'username', value: login});
    const isNew = !this.#stream.knows(id);
    return this.#stream.person({
      id,
      ...given({name}),
      ...(isNew || handles.length > 1 ? {handles} : {}),
      ...(isBot ? {isBot} : {}),
    });
  }

  nameOf(id: PersonId): string {
    return this.#stream.personOf(id)?.name ?? id;
  }
}
