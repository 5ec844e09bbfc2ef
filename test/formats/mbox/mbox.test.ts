import {describe, expect, it} from 'vitest';
import type {ArchiveEvent, Entry, Part} from '../../../src/engine/model/archive.ts';
import {base64Lines, encodedText, quotedPrintable} from '../../../src/formats/_shared/mime-text.ts';
import {mboxFormat} from '../../../src/formats/mbox/index.ts';
import {mailDate} from '../../../src/formats/mbox/mail.ts';
import {writeEvents} from '../_shared/write-read.ts';

const said = (
  id: string,
  text: string,
  more: Partial<Extract<Entry, {kind: 'message'}>> = {},
): Entry => ({
  kind: 'message',
  id,
  at: {epochMs: Date.UTC(2024, 0, 2, 12), precision: 's', zone: {kind: 'utc'}},
  from: 'p1',
  body: [{kind: 'text', inlines: [{kind: 'plain', text}]}],
  ...more,
});

const mailbox = async (title: string, ...entries: readonly Entry[]): Promise<string> => {
  const events: ArchiveEvent[] = [
    {type: 'person', person: {id: 'p1', name: 'Ana, "A"', isOwner: true}},
    {
      type: 'person',
      person: {id: 'p2', name: 'Ben', handles: [{kind: 'email', value: 'ben@x.example'}]},
    },
    {
      type: 'conversation',
      conversation: {id: 'c', kind: 'direct', title, members: ['p1', 'p2']},
    },
    ...entries.map((entry): ArchiveEvent => ({type: 'entry', conversation: 'c', entry})),
  ];
  const {sink} = await writeEvents(mboxFormat, events, {media: {'m/a.txt': 'hello'}});
  const [name] = sink.files.keys();
  return sink.text(name ?? '');
};

describe('mbox', () => {
  it('writes a mail per message that no text can break apart', async () => {
    const text = await mailbox('Trip', said('1', 'one\nFrom here\n.\n--=_x'), said('2', 'two'));
    expect(text.match(/^From /gm)).toHaveLength(2);
    expect(text).toContain('\n=46rom here\n=2E\n--=3D_x\n');
  });

  it('keeps titles and names from adding headers', async () => {
    const text = await mailbox('Hi\nBcc: eve@x.example', said('1', 'one'));
    expect(text).not.toMatch(/^Bcc:/m);
    expect(text).not.toContain('Ana, "A"');
    expect(text).toContain('To: Ben\n <ben@x.example>');
  });

  it('ties a reply to the mail that it answers', async () => {
    const text = await mailbox('Trip', said('1', 'one'), said('2', 'two', {replyTo: {entry: '1'}}));
    const [first] = /^Message-ID: (.*)$/m.exec(text)?.slice(1) ?? [];
    expect(text).toContain(`In-Reply-To: ${first ?? 'none'}\n`);
  });

  it('attaches media that are in the archive', async () => {
    const asset = {id: 'm/a.txt', name: 'ä.txt', presence: 'included' as const};
    const part: Part = {kind: 'media', role: 'file', asset};
    const text = await mailbox('Trip', said('1', '', {body: [part]}));
    expect(text).toContain("filename*=UTF-8''%C3%A4.txt\n\naGVsbG8=\n");
    expect(text).toMatch(/\n--=_chat_\w+--\n\n$/);
  });

  it('prints the time with the offset of the export', () => {
    const epochMs = Date.UTC(2024, 0, 1, 23, 30);
    expect(mailDate({epochMs, precision: 's', zone: {kind: 'offset', minutes: -570}})).toBe(
      'Mon, 01 Jan 2024 14:00:00 -0930',
    );
  });
});

describe('pieces of mail', () => {
  it('keeps lines short and letters whole', () => {
    const text = `${'é'.repeat(100)} ${'x'.repeat(200)} end `;
    const lines = quotedPrintable(text).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(76);
    expect(lines.at(-1)).toMatch(/=20$/);
    const words = encodedText('🌙'.repeat(40)).split('\n ');
    const decoded = words.map((word) => Buffer.from(word.slice(10, -2), 'base64').toString());
    expect(decoded.join('')).toBe('🌙'.repeat(40));
    expect(decoded.join('')).not.toContain('\ufffd');
  });

  it('gives the same base64 however the bytes come', async () => {
    const bytes = Uint8Array.from({length: 200}, (_, index) => index);
    const inPieces = async (size: number): Promise<string> => {
      async function* pieces() {
        for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
      }
      let text = '';
      for await (const lines of base64Lines(pieces())) text += lines;
      return text;
    };
    const whole = await inPieces(200);
    expect(whole.replaceAll('\n', '')).toBe(Buffer.from(bytes).toString('base64'));
    expect(await inPieces(7)).toBe(whole);
  });
});
