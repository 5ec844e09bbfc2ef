// Builds the synthetic databases of fixtures/formats/imessage-db. Run by hand when they must change: node scripts/make-imessage-fixture.mjs
// People, numbers and words are invented.

import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import sqlite from 'node-sqlite3-wasm';

const target = fileURLToPath(new URL('../fixtures/formats/imessage-db/', import.meta.url));

// ---- typedstream: enough of an encoder for attributed strings

/** Objects and strings are numbered as they first appear; a second use is a reference. */
const typedstream = (text, runs) => {
  const bytes = [4, 11, ...Buffer.from('streamtyped'), 0x81, 0xe8, 0x03];
  const strings = new Map();
  const classes = new Map();
  let objects = 0;
  const length = (value) =>
    bytes.push(...(value < 0x80 ? [value] : [0x81, value & 0xff, value >> 8]));
  const reference = (index) => bytes.push(0x92 + index);
  const shared = (word) => {
    if (strings.has(word)) return reference(strings.get(word));
    strings.set(word, strings.size);
    bytes.push(0x84);
    length(word.length);
    bytes.push(...Buffer.from(word));
  };
  const classOf = ([name, ...parents]) => {
    if (name === undefined) return bytes.push(0x85);
    if (classes.has(name)) return reference(classes.get(name));
    bytes.push(0x84);
    shared(name);
    bytes.push(name.includes('String') && !name.includes('Attributed') ? 1 : 0);
    classes.set(name, objects++);
    classOf(parents);
  };
  const object = (lineage, fill) => {
    shared('@');
    bytes.push(0x84);
    objects++;
    classOf(lineage);
    fill();
    bytes.push(0x86);
  };
  const integers = (encoding, ...values) => {
    shared(encoding);
    for (const value of values) length(value);
  };
  const string = (value) =>
    object(['NSString', 'NSObject'], () => {
      const utf8 = Buffer.from(value);
      shared('+');
      length(utf8.length);
      bytes.push(...utf8);
    });
  const number = (value) =>
    object(['NSNumber', 'NSValue', 'NSObject'], () => {
      shared('*');
      bytes.push(0x84);
      objects++;
      shared('i');
      integers('i', value);
    });
  const url = (value) =>
    object(['NSURL', 'NSObject'], () => {
      integers('c', 0);
      string(value);
    });
  object(['NSAttributedString', 'NSObject'], () => {
    string(text);
    runs.forEach(({end, start = 0, ...attributes}, index) => {
      integers('iI', index + 1, end - start);
      object(['NSDictionary', 'NSObject'], () => {
        const entries = Object.entries(attributes);
        integers('i', entries.length);
        for (const [name, value] of entries) {
          string(name);
          if (typeof value === 'number') number(value);
          else if (value instanceof URL) url(value.href);
          else string(value);
        }
      });
    });
  });
  return Uint8Array.from(bytes);
};

const part = '__kIMMessagePartAttributeName';
const file = '__kIMFileTransferGUIDAttributeName';

/** Pieces [text, attributes] become one attributed string. */
const body = (...pieces) => {
  let at = 0;
  const runs = pieces.map(([text, attributes = {}]) => {
    const start = at;
    at += text.length;
    return {start, end: at, [part]: 0, ...attributes};
  });
  return typedstream(pieces.map(([text]) => text).join(''), runs);
};

// ---- binary property lists

/** A reference of a keyed archive; its own type among the values of a list. */
const uids = new WeakSet();
const uid = (index) => {
  const reference = {index};
  uids.add(reference);
  return reference;
};

const plist = (root) => {
  const objects = [];
  const add = (value) => {
    const index = objects.push(undefined) - 1;
    objects[index] = encode(value);
    return index;
  };
  const sized = (kind, count) =>
    count < 15 ? [(kind << 4) | count] : [(kind << 4) | 15, 0x11, count >> 8, count & 0xff];
  const real = (value) => {
    const view = Buffer.alloc(9);
    view[0] = 0x23;
    view.writeDoubleBE(value, 1);
    return [...view];
  };
  const encode = (value) => {
    if (typeof value === 'boolean') return [value ? 9 : 8];
    if (uids.has(value)) return [0x80, value.index];
    if (typeof value === 'number')
      return Number.isInteger(value) && value < 256 ? [0x10, value] : real(value);
    if (typeof value === 'string') {
      if (/^[\x20-\x7e]*$/.test(value)) return [...sized(5, value.length), ...Buffer.from(value)];
      return [...sized(6, value.length), ...Buffer.from(value, 'utf16le').swap16()];
    }
    if (value instanceof Uint8Array) return [...sized(4, value.length), ...value];
    if (Array.isArray(value)) return [...sized(10, value.length), ...value.map(add)];
    const entries = Object.entries(value);
    const keys = entries.map(([key]) => add(key));
    return [...sized(13, entries.length), ...keys, ...entries.map(([, inner]) => add(inner))];
  };
  add(root);
  const out = [...Buffer.from('bplist00')];
  const offsets = objects.map((bytes) => out.push(...bytes) - bytes.length);
  const table = out.length;
  for (const offset of offsets) out.push(offset >> 8, offset & 0xff);
  const trailer = Buffer.alloc(32);
  trailer[6] = 2;
  trailer[7] = 1;
  trailer.writeUInt32BE(objects.length, 12);
  trailer.writeUInt32BE(table, 28);
  return Uint8Array.from([...out, ...trailer]);
};

/** A keyed archive of nested records of strings; `url` values become NSURL objects. */
const keyed = (root) => {
  const objects = ['$null'];
  const add = (value) => {
    const index = objects.push(undefined) - 1;
    if (value instanceof URL)
      objects[index] = {'NS.base': uid(0), 'NS.relative': uid(add(value.href))};
    else if (typeof value === 'object') {
      objects[index] = Object.fromEntries(
        Object.entries(value).map(([key, inner]) => [key, uid(add(inner))]),
      );
    } else objects[index] = value;
    return index;
  };
  const top = add(root);
  return plist({
    $version: 100,
    $archiver: 'NSKeyedArchiver',
    $top: {root: uid(top)},
    $objects: objects,
  });
};

// ---- databases

const appleEpoch = Date.UTC(2001, 0, 1);
const nanoseconds = (iso) => BigInt(Date.parse(iso) - appleEpoch) * 1_000_000n;
const seconds = (iso) => (Date.parse(iso) - appleEpoch) / 1000;

const open = (name, file) => {
  const path = join(target, name, 'input', file);
  mkdirSync(dirname(path), {recursive: true});
  rmSync(path, {force: true});
  const database = new sqlite.Database(path);
  database.exec('pragma page_size = 512; pragma journal_mode = off');
  const insert = (table, row) => {
    const columns = Object.keys(row);
    database.run(
      `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
      Object.values(row),
    );
  };
  return {database, insert};
};

const newSchema = `
create table message (ROWID integer primary key autoincrement, guid text unique not null, text text, handle_id integer default 0,
  subject text, attributedBody blob, service text, account text, error integer default 0, date integer, date_read integer,
  date_delivered integer, is_delivered integer default 0, is_from_me integer default 0, is_sent integer default 0,
  is_audio_message integer default 0, item_type integer default 0, other_handle integer default 0, group_title text,
  group_action_type integer default 0, share_status integer default 0, associated_message_guid text, associated_message_type integer default 0,
  associated_message_emoji text, balloon_bundle_id text, payload_data blob, expressive_send_style_id text, message_summary_info blob,
  destination_caller_id text, thread_originator_guid text, thread_originator_part text, date_retracted integer, date_edited integer);
create table chat (ROWID integer primary key autoincrement, guid text unique not null, style integer, properties blob,
  chat_identifier text, service_name text, room_name text, is_archived integer default 0, display_name text, group_id text);
create table handle (ROWID integer primary key autoincrement, id text not null, service text not null, person_centric_id text);
create table attachment (ROWID integer primary key autoincrement, guid text unique not null, filename text, uti text, mime_type text,
  transfer_name text, total_bytes integer default 0, is_sticker integer default 0, hide_attachment integer default 0,
  emoji_image_short_description text);
create table chat_message_join (chat_id integer, message_id integer, message_date integer default 0, primary key (chat_id, message_id));
create table chat_handle_join (chat_id integer, handle_id integer);
create table message_attachment_join (message_id integer, attachment_id integer);
create table chat_recoverable_message_join (chat_id integer, message_id integer, delete_date integer);`;

const makeNew = () => {
  const {database, insert} = open('macos-15', 'chat.db');
  database.exec(newSchema);
  let row = 0;
  const guid = (number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  const message = (chat, iso, fields) => {
    row++;
    const {attachments = [], deleted, ...columns} = fields;
    const mine = columns.is_from_me === 1 && {destination_caller_id: '+14155550100', is_sent: 1};
    insert('message', {
      guid: guid(row),
      service: 'iMessage',
      date: nanoseconds(iso),
      ...mine,
      ...columns,
    });
    if (deleted)
      insert('chat_recoverable_message_join', {
        chat_id: chat,
        message_id: row,
        delete_date: nanoseconds(deleted),
      });
    else if (chat > 0) insert('chat_message_join', {chat_id: chat, message_id: row});
    for (const id of attachments)
      insert('message_attachment_join', {message_id: row, attachment_id: id});
    return guid(row);
  };
  const me = {is_from_me: 1};
  insert('handle', {id: '+14155550111', service: 'iMessage', person_centric_id: 'ana-link'});
  insert('handle', {id: '+14155550111', service: 'SMS', person_centric_id: 'ana-link'});
  insert('handle', {id: 'ana@example.org', service: 'iMessage', person_centric_id: 'ana-link'});
  insert('handle', {id: '+14155550122', service: 'iMessage', person_centric_id: null});
  insert('handle', {id: 'never@example.org', service: 'iMessage', person_centric_id: null});
  const chat = (guid, style, rest) => insert('chat', {guid, style, ...rest});
  chat('iMessage;-;+14155550111', 45, {chat_identifier: '+14155550111', service_name: 'iMessage'});
  chat('SMS;-;+14155550111', 45, {
    chat_identifier: '+14155550111',
    service_name: 'SMS',
    is_archived: 1,
  });
  chat('iMessage;-;ana@example.org', 45, {
    chat_identifier: 'ana@example.org',
    service_name: 'iMessage',
  });
  chat('iMessage;+;chat900100', 43, {
    chat_identifier: 'chat900100',
    service_name: 'iMessage',
    room_name: 'chat900100',
    display_name: 'Rome 🍝',
    group_id: 'A1B2',
    properties: plist({groupPhotoGuid: 'at_photo'}),
  });
  for (const [chat_id, handle_id] of [
    [1, 1],
    [2, 2],
    [3, 3],
    [4, 1],
    [4, 4],
  ])
    insert('chat_handle_join', {chat_id, handle_id});
  const folder = '~/Library/Messages/Attachments';
  const attach = (name, fields) =>
    insert('attachment', {guid: `at_${name}`, transfer_name: name, ...fields});
  attach('pic.jpg', {
    filename: `${folder}/aa/01/X1/pic.jpg`,
    mime_type: 'image/jpeg',
    total_bytes: 9,
  });
  attach('gone.mov', {
    filename: `${folder}/bb/02/X2/gone.mov`,
    mime_type: 'video/quicktime',
    total_bytes: 4096,
  });
  attach('voice.caf', {
    filename: `${folder}/cc/03/X3/voice.caf`,
    mime_type: 'audio/x-caf',
    total_bytes: 5,
  });
  attach('cat.heic', {
    filename: null,
    mime_type: 'image/heic',
    is_sticker: 1,
    emoji_image_short_description: 'a cat',
  });
  attach('preview.pluginPayloadAttachment', {
    filename: `${folder}/dd/04/X4/preview.pluginPayloadAttachment`,
    hide_attachment: 1,
  });
  attach('photo', {
    filename: `${folder}/ee/05/X5/group.png`,
    mime_type: 'image/png',
    total_bytes: 5,
  });

  const hello = message(1, '2025-01-02T08:00:00.123Z', {
    handle_id: 1,
    text: 'Hi! 👋',
    attributedBody: body(['Hi! 👋']),
  });
  message(2, '2025-01-02T08:01:00Z', {handle_id: 2, text: 'SMS fallback', service: 'SMS'});
  message(3, '2025-01-02T08:02:00Z', {
    handle_id: 3,
    attributedBody: body(['from the iPad, ', {}], ['bold', {__kIMTextBoldAttributeName: 1}]),
  });
  message(1, '2025-01-02T08:03:00Z', {
    ...me,
    attributedBody: body(['Hello Ana']),
    is_delivered: 1,
    date_read: nanoseconds('2025-01-02T08:04:00Z'),
    thread_originator_guid: hello,
    thread_originator_part: '0:0:5',
  });
  message(1, '2025-01-02T08:05:00Z', {
    ...me,
    text: 'Loved “Hi!”',
    associated_message_guid: `p:0/${hello}`,
    associated_message_type: 2000,
  });
  message(1, '2025-01-02T08:05:01Z', {
    ...me,
    text: 'Laughed',
    associated_message_guid: `p:0/${hello}`,
    associated_message_type: 2003,
  });
  message(1, '2025-01-02T08:05:02Z', {
    handle_id: 1,
    text: 'Reacted',
    associated_message_guid: `bp:${hello}`,
    associated_message_type: 2006,
    associated_message_emoji: '🦩',
  });
  const two = message(1, '2025-01-02T08:06:00Z', {
    ...me,
    attributedBody: body(
      ['\ufffc', {[file]: 'at_gone.mov', [part]: 0}],
      ['look: ', {[part]: 1}],
      ['\ufffc', {[file]: 'at_pic.jpg', [part]: 2}],
    ),
    attachments: [1, 2],
  });
  message(1, '2025-01-02T08:07:00Z', {
    handle_id: 1,
    text: 'Liked',
    associated_message_guid: `p:2/${two}`,
    associated_message_type: 2001,
  });
  message(1, '2025-01-02T08:07:10Z', {
    handle_id: 1,
    text: 'Removed',
    associated_message_guid: `p:2/${two}`,
    associated_message_type: 3001,
  });
  message(1, '2025-01-02T08:07:20Z', {
    handle_id: 1,
    text: 'Sticker',
    associated_message_guid: `p:0/${two}`,
    associated_message_type: 2007,
    attachments: [4],
  });
  const edits = [
    {t: body(['Dinner at 7']), d: seconds('2025-01-02T08:08:00Z')},
    {t: body(['Dinner at 8']), d: seconds('2025-01-02T08:08:30Z') + 0.25},
    {t: body(['Dinner at 9']), d: seconds('2025-01-02T08:09:00Z')},
  ];
  message(1, '2025-01-02T08:08:00Z', {
    ...me,
    attributedBody: body(['Dinner at 9']),
    date_edited: nanoseconds('2025-01-02T08:09:00Z'),
    message_summary_info: plist({ust: true, ep: [0], ec: {0: edits}, otr: {0: {lo: 0, le: 11}}}),
  });
  message(1, '2025-01-02T08:10:00Z', {
    handle_id: 1,
    date_edited: nanoseconds('2025-01-02T08:10:30Z'),
    message_summary_info: plist({ust: true, rp: [0], otr: {0: {lo: 0, le: 4}}}),
  });
  message(1, '2025-01-02T08:11:00Z', {
    handle_id: 1,
    attributedBody: body([
      '\ufffc',
      {[file]: 'at_voice.caf', IMAudioTranscription: 'call me back'},
    ]),
    is_audio_message: 1,
    attachments: [3],
  });
  message(1, '2025-01-02T08:12:00Z', {
    handle_id: 1,
    text: 'https://example.org/rome',
    attributedBody: body([
      'https://example.org/rome',
      {__kIMLinkAttributeName: new URL('https://example.org/rome')},
    ]),
    balloon_bundle_id: 'com.apple.messages.URLBalloonProvider',
    payload_data: keyed({
      richLinkMetadata: {
        title: 'Rome in three days',
        summary: 'A walk',
        siteName: 'Example',
        originalURL: new URL('https://example.org/rome'),
      },
    }),
    attachments: [5],
  });
  message(1, '2025-01-02T08:13:00Z', {
    ...me,
    text: '\ufffd',
    balloon_bundle_id:
      'com.apple.messages.MSMessageExtensionBalloonPlugin:0000000000:org.example.chess',
    payload_data: keyed({
      an: 'Chess',
      ldtext: 'Your move',
      URL: new URL('https://example.org/chess?move=e4'),
    }),
  });
  message(1, '2025-01-02T08:14:00Z', {...me, text: 'never arrived', error: 22});
  message(1, '2025-01-02T08:15:00Z', {
    handle_id: 1,
    text: 'Slam!',
    subject: 'News',
    expressive_send_style_id: 'com.apple.MobileSMS.expressivesend.impact',
  });
  message(1, '2025-01-02T08:16:00Z', {
    handle_id: 1,
    text: 'Questioned “something old”',
    associated_message_guid: 'p:0/FFFFFFFF-0000-4000-8000-000000000000',
    associated_message_type: 2005,
  });
  message(1, '2025-01-02T08:17:00Z', {
    handle_id: 1,
    text: 'deleted by me',
    deleted: '2025-01-03T09:00:00Z',
  });
  message(1, '2025-01-02T08:18:00Z', {
    handle_id: 1,
    attributedBody: Uint8Array.from([1, 2, 3]),
    text: 'broken blob, good text',
  });

  message(4, '2025-02-01T10:00:00Z', {...me, item_type: 2, group_title: 'Rome 🍝'});
  message(4, '2025-02-01T10:01:00Z', {...me, item_type: 1, group_action_type: 0, other_handle: 4});
  message(4, '2025-02-01T10:02:00Z', {
    handle_id: 1,
    attributedBody: body(['@Ben', {__kIMMentionConfirmedMention: '+14155550122'}], [' welcome']),
  });
  message(4, '2025-02-01T10:03:00Z', {handle_id: 4, item_type: 3, group_action_type: 1});
  message(4, '2025-02-01T10:04:00Z', {handle_id: 4, item_type: 3, group_action_type: 0});
  message(4, '2025-02-01T10:05:00Z', {...me, item_type: 1, group_action_type: 1, other_handle: 4});
  message(4, '2025-02-01T10:06:00Z', {handle_id: 1, item_type: 4, share_status: 0});
  message(4, '2025-02-01T10:07:00Z', {handle_id: 1, item_type: 99});
  message(0, '2025-02-02T10:00:00Z', {handle_id: 0, text: 'left over from a chat that is gone'});
  database.close();
  const files = {
    'aa/01/X1/pic.jpg': 'fake jpeg',
    'cc/03/X3/voice.caf': 'fake!',
    'ee/05/X5/group.png': 'fake!',
  };
  for (const [path, text] of Object.entries(files)) {
    const full = join(target, 'macos-15/input/Attachments', path);
    mkdirSync(dirname(full), {recursive: true});
    writeFileSync(full, text);
  }
};

/** A database of iOS 9: seconds, few columns, no attributed bodies that matter. */
const makeOld = () => {
  const {database, insert} = open('ios-9-seconds', 'sms.db');
  database.exec(`
    create table message (ROWID integer primary key autoincrement, guid text unique not null, text text, handle_id integer default 0,
      attributedBody blob, service text, date integer, is_from_me integer default 0, cache_has_attachments integer default 0);
    create table chat (ROWID integer primary key autoincrement, guid text unique not null, style integer, chat_identifier text, service_name text);
    create table handle (ROWID integer primary key autoincrement, id text not null, service text not null);
    create table chat_message_join (chat_id integer, message_id integer);
    create table chat_handle_join (chat_id integer, handle_id integer);`);
  insert('handle', {id: '+4930555001', service: 'SMS'});
  insert('chat', {
    guid: 'SMS;-;+4930555001',
    style: 45,
    chat_identifier: '+4930555001',
    service_name: 'SMS',
  });
  insert('chat_handle_join', {chat_id: 1, handle_id: 1});
  insert('message', {
    guid: 'OLD-1',
    text: 'Grüße aus 2015',
    handle_id: 1,
    service: 'SMS',
    date: seconds('2015-06-01T12:00:00Z'),
  });
  insert('message', {
    guid: 'OLD-2',
    text: 'same to you',
    handle_id: 1,
    service: 'SMS',
    date: seconds('2015-06-01T12:00:07Z'),
    is_from_me: 1,
  });
  insert('message', {
    guid: 'OLD-3',
    text: 'no handle in this row',
    service: 'SMS',
    date: seconds('2015-06-01T12:01:00Z'),
  });
  for (const message_id of [1, 2, 3]) insert('chat_message_join', {chat_id: 1, message_id});
  database.close();
};

makeNew();
makeOld();
