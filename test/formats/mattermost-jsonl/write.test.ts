import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {ArchiveEvent, Asset, Entry, Inline} from '../../../src/engine/model/archive.ts';
import {mattermostJsonlFormat} from '../../../src/formats/mattermost-jsonl/index.ts';
import {archive} from '../../helpers/arbitraries.ts';
import {featuresOf, readBack, simplified, writeEvents} from '../_shared/write-read.ts';
import type {Written} from '../_shared/write-read.ts';

const at = (ms: number) => ({
  epochMs: 1_700_000_000_000 + ms,
  precision: 'ms' as const,
  zone: {kind: 'utc' as const},
});

const message = (
  id: string,
  ms: number,
  text: string,
  more: Partial<Extract<Entry, {kind: 'message'}>> = {},
): Entry => {
  const inlines: Inline[] = text === '' ? [] : [{kind: 'plain', text}];
  return {kind: 'message', id, at: at(ms), from: 'p1', body: [{kind: 'text', inlines}], ...more};
};

const archiveOf = (...entries: readonly Entry[]): ArchiveEvent[] => [
  {type: 'person', person: {id: 'p1', name: 'Ana María', isOwner: true}},
  {type: 'person', person: {id: 'p2', name: '阿丽', handles: [{kind: 'email', value: 'li@x.org'}]}},
  {
    type: 'conversation',
    conversation: {id: 'c1', kind: 'group', title: 'Trip: Rome', members: ['p1', 'p2']},
  },
  ...entries.map((entry): ArchiveEvent => ({type: 'entry', conversation: 'c1', entry})),
];

type Line = {readonly type: string; readonly [key: string]: unknown};

const linesOf = ({sink}: Written): Line[] =>
  sink
    .text('import.jsonl')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

const recordsOf = (written: Written, type: string): Record<string, unknown>[] =>
  linesOf(written).flatMap((line) =>
    line.type === type ? [line[type] as Record<string, unknown>] : [],
  );

/** The rules that `mmctl import validate` checks, as far as our files can break them. */
const faultsOf = (written: Written): string[] => {
  const faults: string[] = [];
  const lines = linesOf(written);
  const order = ['version', 'team', 'channel', 'user', 'post', 'direct_channel', 'direct_post'];
  const wanted = lines.map(({type}) => (type === 'direct_channel' ? 3.5 : order.indexOf(type)));
  if (lines[0]?.type !== 'version') faults.push('the version is not first');
  wanted.forEach((rank, index) => {
    if (index > 0 && rank < (wanted[index - 1] ?? 0))
      faults.push(`line ${index + 1} stands too late`);
  });
  const teams = new Set(recordsOf(written, 'team').map((team) => team['name']));
  const channels = new Set<string>();
  for (const channel of recordsOf(written, 'channel')) {
    if (!/^[a-z0-9_-]{2,64}$/.test(String(channel['name'])))
      faults.push(`channel ${String(channel['name'])}`);
    if (!teams.has(channel['team'])) faults.push(`team ${String(channel['team'])}`);
    if ([...String(channel['display_name'])].length > 64) faults.push('display name');
    channels.add(`${String(channel['team'])}/${String(channel['name'])}`);
  }
  const users = new Set<unknown>();
  for (const user of recordsOf(written, 'user')) {
    if (!/^[a-z][a-z0-9._-]{1,63}$/.test(String(user['username'])))
      faults.push(`user ${String(user['username'])}`);
    if (users.has(user['username'])) faults.push('user twice');
    if (!/^[^@\s]+@[^@\s]+$/.test(String(user['email']))) faults.push('email');
    users.add(user['username']);
  }
  const moments = new Set<string>();
  const checkPost = (post: Record<string, unknown>, where: string): void => {
    if (!users.has(post['user'])) faults.push(`author ${String(post['user'])}`);
    if (!(Number(post['create_at']) > 0)) faults.push('create_at');
    if ([...String(post['message'])].length > 16_383) faults.push('message too long');
    const key = `${where} ${String(post['create_at'])} ${String(post['message'])}`;
    if (moments.has(key)) faults.push('two posts of one moment');
    moments.add(key);
    for (const reaction of (post['reactions'] ?? []) as Record<string, unknown>[]) {
      if (Number(reaction['create_at']) < Number(post['create_at']))
        faults.push('reaction before post');
      if (!users.has(reaction['user'])) faults.push('reaction by nobody');
      if (!/^[A-Za-z0-9_+-]{1,64}$/.test(String(reaction['emoji_name'])))
        faults.push(`emoji ${String(reaction['emoji_name'])}`);
    }
    const files = (post['attachments'] ?? []) as {path: string}[];
    if (files.length > 5) faults.push('too many files');
    for (const {path} of files)
      if (!written.sink.files.has(`data/${path}`)) faults.push(`file ${path}`);
    for (const reply of (post['replies'] ?? []) as Record<string, unknown>[])
      checkPost(reply, where);
  };
  for (const post of recordsOf(written, 'post')) {
    const where = `${String(post['team'])}/${String(post['channel'])}`;
    if (!channels.has(where)) faults.push(`channel ${where}`);
    checkPost(post, where);
  }
  for (const post of recordsOf(written, 'direct_post')) {
    const members = (post['channel_members'] ?? []) as string[];
    if (members.length < 2 || members.length > 8) faults.push('direct members');
    checkPost(post, members.join());
  }
  return faults;
};

describe('the Mattermost writer', () => {
  it('makes names that the server takes and keeps the real ones to show', async () => {
    const written = await writeEvents(mattermostJsonlFormat, archiveOf(message('a', 0, 'x')));
    expect(
      recordsOf(written, 'user').map((user) => [user['username'], user['nickname'], user['email']]),
    ).toEqual([
      ['ana.maria', 'Ana María', 'ana.maria@chatark.invalid'],
      [expect.stringMatching(/^user-[a-z0-9]{8}$/), '阿丽', 'li@x.org'],
    ]);
    expect(recordsOf(written, 'channel')).toMatchObject([
      {team: 'chatark', name: 'trip-rome', display_name: 'Trip: Rome', type: 'P'},
    ]);
    expect(faultsOf(written)).toEqual([]);
  });

  it('puts replies inside the post that heads their thread', async () => {
    const written = await writeEvents(
      mattermostJsonlFormat,
      archiveOf(
        message('a', 0, 'root'),
        message('b', 10, 'between'),
        message('c', 20, 'first', {replyTo: {entry: 'a'}}),
        message('d', 30, 'second', {replyTo: {entry: 'c'}}),
      ),
    );
    expect(recordsOf(written, 'post')).toMatchObject([
      {message: 'root', replies: [{message: 'first'}, {message: 'second'}]},
      {message: 'between'},
    ]);
    const {events} = await readBack(mattermostJsonlFormat, written);
    const entries = events.flatMap((event) => (event.type === 'entry' ? [event.entry] : []));
    expect(entries.map(({id}) => id)).toEqual(['a', 'b', 'c', 'd']);
    expect(entries[3]).toMatchObject({thread: 'a', replyTo: {entry: 'c'}});
  });

  it('moves equal messages of one instant apart', async () => {
    const written = await writeEvents(
      mattermostJsonlFormat,
      archiveOf(message('a', 0, 'ok'), message('b', 0, 'ok'), message('c', 0, 'no')),
    );
    expect(recordsOf(written, 'post').map((post) => post['create_at'])).toEqual([
      1_700_000_000_000, 1_700_000_000_001, 1_700_000_000_000,
    ]);
  });

  it('lets long texts and many files go on in replies', async () => {
    const files = [1, 2, 3, 4, 5, 6].map((number) => ({
      kind: 'media' as const,
      role: 'file' as const,
      asset: {id: `f${number}.txt`, name: `f${number}.txt`, presence: 'included' as const},
    }));
    const long = {
      kind: 'text' as const,
      inlines: [{kind: 'plain' as const, text: '好'.repeat(20_000)}],
    };
    const written = await writeEvents(
      mattermostJsonlFormat,
      archiveOf(message('a', 0, '', {body: [long, ...files]})),
      {media: Object.fromEntries(files.map(({asset}) => [asset.id, `bytes of ${asset.id}`]))},
    );
    expect(faultsOf(written)).toEqual([]);
    const [post] = recordsOf(written, 'post');
    expect([...String(post?.['message'])].length).toBe(16_383);
    expect(post?.['replies']).toMatchObject([{message: '好'.repeat(3617), attachments: [{}]}]);
  });

  it('keeps an edit at the epoch an edit', async () => {
    const edits = [{at: {epochMs: 0, precision: 'ms' as const, zone: {kind: 'utc' as const}}}];
    const written = await writeEvents(
      mattermostJsonlFormat,
      archiveOf(message('a', -1_700_000_000_000, 'x', {edits})),
    );
    expect(recordsOf(written, 'post')).toMatchObject([{create_at: 1, edit_at: 1}]);
  });

  const withFiles = (events: readonly ArchiveEvent[]): ArchiveEvent[] =>
    JSON.parse(JSON.stringify(events), (key, value: unknown) =>
      key === 'asset' ? {...(value as Asset), presence: 'included'} : value,
    ) as ArchiveEvent[];

  it('obeys the rules of the importer and holds what it promises, for any archive', async () => {
    const media = {'photo.jpg': 'x', 'media/语音 1.opus': 'y', 'IMG-20240101-WA0001.jpg': 'z'};
    const {id, writer} = mattermostJsonlFormat;
    await fc.assert(
      fc.asyncProperty(archive, async (events) => {
        const whole = withFiles(simplified(events));
        const written = await writeEvents(mattermostJsonlFormat, whole, {media});
        expect(faultsOf(written)).toEqual([]);
        const {events: back} = await readBack(mattermostJsonlFormat, written);
        const after = featuresOf(back, id);
        const broken = [...featuresOf(whole, id)].filter(
          (feature) => writer?.holds.has(feature) && !after.has(feature),
        );
        expect(broken).toEqual([]);
      }),
      {numRuns: 60},
    );
  });
});
