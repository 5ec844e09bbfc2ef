// What the list pages of an account export say: the owner, the contacts, the kinds of the chats.

import type {ReadContext} from '../../engine/convert/format.ts';
import type {ConversationKind, Handle} from '../../engine/model/archive.ts';
import {allByClass, byClass, hasClass, isElement, lineOf} from '../_shared/html-tree.ts';
import type {HtmlNode} from '../_shared/html-tree.ts';
import {folderOf} from '../_shared/telegram-folder.ts';
import {isAccountPage} from './pages.ts';
import type {People} from './people.ts';
import {formatId} from './shapes.ts';

export type ChatFacts = {
  readonly kind: ConversationKind;
  readonly type: string;
  readonly name: string;
  readonly isOwnOnly: boolean;
};

const kinds: ReadonlyMap<string, ConversationKind> = new Map<string, ConversationKind>([
  ['private', 'direct'],
  ['bot', 'direct'],
  ['group', 'group'],
  ['channel', 'channel'],
]);

const kindOf = (type: string, name: string): ConversationKind => {
  if (type === 'private' && name === 'Saved messages') return 'self';
  if (type === 'private' && name === 'Replies') return 'unknown';
  return kinds.get(type) ?? 'unknown';
};

/** `../chats/chat_001/messages.html#allow_back`, seen from `lists/` → the folder below the export's root. */
const chatFolder = (href: string): string =>
  folderOf(href.replace(/#.*$/, '').replace(/^(?:\.\.\/)+/, ''));

/** Memory: one entry per chat. */
export class Account {
  readonly #people: People;
  readonly #ctx: ReadContext;
  readonly #chats = new Map<string, ChatFacts>();
  #root = '';

  constructor(people: People, ctx: ReadContext) {
    this.#people = people;
    this.#ctx = ctx;
  }

  /** The pages to read before the chats. */
  lists(anchor: string, paths: readonly string[]): readonly string[] {
    if (!isAccountPage(anchor)) return [];
    this.#root = folderOf(anchor);
    const known = [`${this.#root}lists/contacts.html`, `${this.#root}lists/chats.html`];
    return [anchor, ...known.filter((path) => paths.includes(path))];
  }

  take(node: HtmlNode, path: string): void {
    if (hasClass(node, 'personal_info')) this.#owner(node);
    else if (!hasClass(node, 'entry')) return;
    else if (path.endsWith('/contacts.html')) this.#contact(node);
    else if (path.endsWith('/chats.html')) this.#chat(node);
  }

  chatAt(path: string): ChatFacts | undefined {
    return this.#chats.get(folderOf(path).slice(this.#root.length));
  }

  #owner(node: HtmlNode): void {
    const rows = new Map<string, string>();
    for (const row of allByClass(node, 'row')) {
      rows.set(lineOf(byClass(row, 'label')) ?? '', lineOf(byClass(row, 'value')) ?? '');
    }
    const name = `${rows.get('First name') ?? ''} ${rows.get('Last name') ?? ''}`.trim();
    if (name === '') return;
    const handles: Handle[] = [];
    const phone = rows.get('Phone number');
    const username = rows.get('Username')?.replace(/^@/, '');
    if (phone !== undefined) handles.push({kind: 'phone', value: phone});
    if (username !== undefined) handles.push({kind: 'username', value: username});
    const bio = rows.get('Bio');
    const isOwner = this.#people.own(name);
    this.#people.describe(name, handles, bio === undefined ? undefined : {[formatId]: {bio}});
    if (isOwner) {
      this.#ctx.infer({
        what: 'owner',
        value: name,
        because: 'the personal information in the export',
      });
    }
  }

  #contact(node: HtmlNode): void {
    const name = lineOf(byClass(node, 'name'));
    const phone = lineOf(byClass(node, 'details_entry'));
    if (name === undefined || name === 'Deleted Account') return;
    const id = /^ID: (\d+)$/.exec(byClass(node, 'initials')?.attributes['title'] ?? '')?.[1];
    this.#people.describe(name, [
      ...(id === undefined ? [] : [{kind: 'platform' as const, value: `user${id}`}]),
      ...(phone === undefined ? [] : [{kind: 'phone' as const, value: phone}]),
    ]);
  }

  #chat(node: HtmlNode): void {
    const link =
      node.name === 'a'
        ? node
        : node.children.filter(isElement).find((child) => child.name === 'a');
    const href = link?.attributes['href'];
    const name = lineOf(byClass(node, 'name'));
    const type = lineOf(byClass(node, 'info')) ?? '';
    if (href === undefined || name === undefined) return;
    const isOwnOnly = /outgoing/.test(lineOf(byClass(node, 'details_entry')) ?? '');
    this.#chats.set(chatFolder(href), {kind: kindOf(type, name), type, name, isOwnOnly});
  }
}
