// The body of one iMessage: attributed text, attachments in their slots, balloons. Pure; rows in, parts out.

import type {SqliteRow} from '../../engine/io/sqlite-source.ts';
import type {Asset, Inline, MediaRole, Part, PersonId, Style} from '../../engine/model/archive.ts';
import {given, plain, textPart} from '../../engine/model/build.ts';
import {mediaRole} from '../_shared/media-role.ts';
import {bytesAt, numberAt, textAt} from './rows.ts';
import {keyedArchive, plistOf} from './summary.ts';
import type {AttributedText, AttributeRun} from './typedstream.ts';

/** U+FFFC stands where an attachment is shown, U+FFFD where an app's balloon is. */
const attachmentSlot = '\ufffc';
const appSlot = '\ufffd';

const styles: ReadonlyMap<string, Style> = new Map([
  ['__kIMTextBoldAttributeName', 'bold'],
  ['__kIMTextItalicAttributeName', 'italic'],
  ['__kIMTextUnderlineAttributeName', 'underline'],
  ['__kIMTextStrikethroughAttributeName', 'strike'],
]);

export type Attachment = {readonly row: SqliteRow; readonly asset: Asset};

export type BodyInput = {
  readonly row: SqliteRow;
  readonly attributed: AttributedText | undefined;
  readonly attachments: readonly Attachment[];
  personOf(handle: string): PersonId;
};

const linkOf = (text: string, url: string): Inline =>
  url === text ? {kind: 'url', url} : {kind: 'url', url, inlines: [plain(text)]};

const inlineOf = (text: string, run: AttributeRun, input: BodyInput): Inline => {
  const {attributes} = run;
  const mentioned = attributes.get('__kIMMentionConfirmedMention');
  const url = attributes.get('__kIMLinkAttributeName');
  let inline: Inline = plain(text);
  if (typeof mentioned === 'string' && mentioned !== '')
    inline = {kind: 'mention', text, person: input.personOf(mentioned)};
  else if (typeof url === 'string' && url !== '') inline = linkOf(text, url);
  for (const [name, style] of styles)
    if (attributes.get(name)) inline = {kind: 'styled', style, inlines: [inline]};
  return inline;
};

const roleOf = (attachment: Attachment, message: SqliteRow): MediaRole => {
  if (numberAt(attachment.row, 'is_sticker') === 1) return 'sticker';
  if (numberAt(message, 'associated_message_type') === 1000) return 'sticker';
  const role = mediaRole(attachment.asset.mime);
  return role === 'audio' && numberAt(message, 'is_audio_message') === 1 ? 'voice' : role;
};

const mediaOf = (attachment: Attachment, message: SqliteRow, run?: AttributeRun): Part => {
  const transcript = run?.attributes.get('IMAudioTranscription');
  return {
    kind: 'media',
    role: roleOf(attachment, message),
    asset: attachment.asset,
    ...given({
      transcript: typeof transcript === 'string' && transcript !== '' ? transcript : undefined,
      emoji: textAt(attachment.row, 'emoji_image_short_description'),
    }),
  };
};

/** Lays text and attachments out in the order of the message. */
class Layout {
  readonly parts: Part[] = [];
  readonly #input: BodyInput;
  readonly #left: Attachment[];
  #inlines: Inline[] = [];

  constructor(input: BodyInput, shown: readonly Attachment[]) {
    this.#input = input;
    this.#left = [...shown];
  }

  run(text: string, run: AttributeRun): void {
    // The separator is kept by the capture group: text, slot, text, slot, …
    for (const piece of text.split(/(\ufffc|\ufffd)/)) {
      if (piece === attachmentSlot) this.#attachment(run);
      else if (piece !== appSlot && piece !== '') this.#text(piece, run);
    }
  }

  #text(text: string, run: AttributeRun): void {
    const inline = inlineOf(text, run, this.#input);
    const last = this.#inlines.at(-1);
    if (inline.kind === 'plain' && last?.kind === 'plain')
      this.#inlines[this.#inlines.length - 1] = plain(last.text + inline.text);
    else this.#inlines.push(inline);
  }

  #attachment(run: AttributeRun): void {
    const guid = run.attributes.get('__kIMFileTransferGUIDAttributeName');
    const index = Math.max(
      0,
      this.#left.findIndex((attachment) => textAt(attachment.row, 'guid') === guid),
    );
    const [attachment] = this.#left.splice(index, 1);
    if (!attachment) return;
    this.#endText();
    this.parts.push(mediaOf(attachment, this.#input.row, run));
  }

  #endText(): void {
    if (this.#inlines.length > 0) this.parts.push({kind: 'text', inlines: this.#inlines});
    this.#inlines = [];
  }

  end(): readonly Part[] {
    this.#endText();
    for (const attachment of this.#left) this.parts.push(mediaOf(attachment, this.#input.row));
    return this.parts;
  }
}

const urlBalloon = 'com.apple.messages.URLBalloonProvider';

/** Extensions are named `com.apple.messages.MSMessageExtensionBalloonPlugin:TEAM:bundle`. */
const balloonName = (id: string): string => id.split(':').at(-1) ?? id;

const linkPreview = (row: SqliteRow, text: string, images: readonly Attachment[]): Part => {
  const meta = keyedArchive(plistOf(bytesAt(row, 'payload_data')))?.get('richLinkMetadata');
  const url = meta?.get('originalURL')?.text ?? meta?.get('URL')?.text ?? text.trim();
  return {
    kind: 'link',
    url,
    ...given({
      title: meta?.get('title')?.text,
      description: meta?.get('summary')?.text,
      site: meta?.get('siteName')?.text,
      thumbnail: images[0]?.asset,
    }),
  };
};

const appBalloon = (row: SqliteRow, id: string, text: string): Part => {
  const payload = keyedArchive(plistOf(bytesAt(row, 'payload_data')));
  const url = payload?.get('URL')?.text;
  const info = payload?.get('userInfo');
  const words = [
    text,
    payload?.get('ldtext')?.text,
    info?.get('caption')?.text,
    info?.get('subcaption')?.text,
    payload?.get('an')?.text,
  ].filter((word) => word !== undefined && word !== '');
  return {
    kind: 'raw',
    format: 'imessage-db',
    name: balloonName(id),
    text: words[0] ?? `[${balloonName(id)}]`,
    value: {balloon_bundle_id: id, ...given({url, app: payload?.get('an')?.text})},
  };
};

/** Files that only serve a preview or a plugin; hidden in Messages. */
const isPreviewFile = (attachment: Attachment): boolean =>
  (attachment.asset.name ?? '').endsWith('.pluginPayloadAttachment');

const balloonParts = (
  input: BodyInput,
  text: string,
  previews: readonly Attachment[],
): readonly Part[] => {
  const id = textAt(input.row, 'balloon_bundle_id');
  if (id === undefined) return [];
  return id === urlBalloon
    ? [linkPreview(input.row, text, previews)]
    : [appBalloon(input.row, id, text)];
};

const wordsOf = (text: string): string => text.replace(/[\ufffc\ufffd]/g, '').trim();

export const bodyOf = (input: BodyInput): readonly Part[] => {
  const text = input.attributed?.text ?? textAt(input.row, 'text') ?? '';
  const balloon = balloonParts(input, wordsOf(text), input.attachments.filter(isPreviewFile));
  const hidden = balloon.length > 0 ? isPreviewFile : () => false;
  const layout = new Layout(
    input,
    input.attachments.filter((attachment) => !hidden(attachment)),
  );
  const whole: AttributeRun = {start: 0, end: text.length, attributes: new Map()};
  const runs = input.attributed?.runs ?? [];
  const covered = runs.at(-1)?.end ?? 0;
  for (const run of runs) layout.run(text.slice(run.start, run.end), run);
  if (covered < text.length) layout.run(text.slice(covered), whole);
  const parts = layout.end();
  const subject = textAt(input.row, 'subject');
  const heading: readonly Part[] =
    subject === undefined
      ? []
      : [{kind: 'text', inlines: [{kind: 'styled', style: 'heading', inlines: [plain(subject)]}]}];
  // A balloon repeats the text of the message: the card says it better.
  const isRepeated = balloon.some((part) =>
    part.kind === 'link' ? part.url === wordsOf(text) : part.kind === 'raw',
  );
  const shown = isRepeated ? parts.filter((part) => part.kind !== 'text') : parts;
  const body = [...heading, ...shown, ...balloon];
  return body.length > 0 ? body : [textPart('')];
};
