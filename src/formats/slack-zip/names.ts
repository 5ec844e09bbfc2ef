// How ids in Slack text get names, and a record of whether the text lost an id on the way. Not the table of persons (people.ts).

import type {Inline} from '../../engine/model/archive.ts';
import type {People} from './people.ts';

export type Names = {
  mention(id: string, label: string | undefined): Inline;
  channel(id: string, label: string | undefined): Inline;
  userGroup(id: string, label: string | undefined): Inline;
  /** The inlines do not say everything that the source says (an id, a date format): keep the source in `extras`. */
  inexact(): void;
};

/** Names for one message: `isExact` turns false when an id was lost. */
export class MessageNames implements Names {
  isExact = true;
  readonly #people: People;
  readonly #channels: ReadonlyMap<string, string>;

  constructor(people: People, channels: ReadonlyMap<string, string>) {
    this.#people = people;
    this.#channels = channels;
  }

  mention(id: string, label: string | undefined): Inline {
    const name = label?.replace(/^@/, '');
    const person = this.#people.refer(id, name === undefined ? {} : {name});
    return {kind: 'mention', text: `@${this.#people.nameOf(id) ?? name ?? id}`, person};
  }

  channel(id: string, label: string | undefined): Inline {
    this.isExact = false;
    return {kind: 'mention', text: `#${this.#channels.get(id) ?? label ?? id}`};
  }

  userGroup(id: string, label: string | undefined): Inline {
    this.isExact = false;
    return {kind: 'mention', text: label ?? `@${id}`};
  }

  inexact(): void {
    this.isExact = false;
  }
}
