// The parts of a message body as HTML. Media are shown from beside the page, never from the net.

import type {Asset, Moment, Part} from '../../engine/model/archive.ts';
import {assertNever} from '../../engine/model/assert-never.ts';
import {formatClock, formatDay} from '../../engine/model/time.ts';
import type {Page} from '../_shared/chat-pages.ts';
import {escapeHtml, inlinesHtml, linkTo} from '../_shared/html-text.ts';

type MediaPart = Extract<Part, {kind: 'media'}>;

const note = (...texts: readonly (string | undefined)[]): string => {
  const shown = texts.filter((text) => text !== undefined && text !== '').join(' · ');
  return shown === '' ? '' : `<span class="note">${escapeHtml(shown)}</span>`;
};

const seconds = (value: number | undefined): string | undefined => {
  if (value === undefined) return undefined;
  const whole = Math.round(value);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const tail = `${String(minutes).padStart(hours > 0 ? 2 : 1, '0')}:${String(whole % 60).padStart(2, '0')}`;
  return hours > 0 ? `${hours}:${tail}` : tail;
};

const bytes = (value: number | undefined): string | undefined => {
  if (value === undefined) return undefined;
  if (value < 1024) return `${value} B`;
  const unit = value < 1024 ** 2 ? 'KB' : value < 1024 ** 3 ? 'MB' : 'GB';
  const size = value / 1024 ** {KB: 1, MB: 2, GB: 3}[unit];
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} ${unit}`;
};

/** A path of ours as a relative link: every part percent-encoded, so that `#` and `?` in names do no harm. */
const href = (path: string): string =>
  escapeHtml(path.split('/').map(encodeURIComponent).join('/'));

const size = ({width, height}: MediaPart): string =>
  width !== undefined && height !== undefined
    ? ` width="${Math.round(width)}" height="${Math.round(height)}"`
    : '';

const player = (part: MediaPart, path: string): string => {
  const source = href(path);
  const name = escapeHtml(part.asset.name ?? '');
  switch (part.role) {
    case 'image':
    case 'sticker':
      return `<a href="${source}"><img src="${source}" alt="${name}" loading="lazy"${size(part)}></a>`;
    case 'animation':
      return part.asset.mime?.startsWith('video/')
        ? `<video src="${source}" controls loop muted preload="none"></video>`
        : `<img src="${source}" alt="${name}" loading="lazy">`;
    case 'video':
    case 'video-note':
      return `<video src="${source}" controls preload="none"></video>`;
    case 'audio':
    case 'voice':
      return `<audio src="${source}" controls preload="none"></audio>`;
    case 'file':
      return `<a href="${source}" download>${name === '' ? source : name}</a>`;
    default:
      return assertNever(part.role);
  }
};

/** What stands for media that are not beside the page. */
const placeholder = (asset: Asset, page: Page): string => {
  const {words} = page;
  if (asset.url !== undefined)
    return `${linkTo(asset.url, escapeHtml(asset.name ?? asset.url))} ${note(words.online)}`;
  const name = asset.name === undefined ? '' : `${escapeHtml(asset.name)} `;
  return `${name}${asset.presence === 'absent' ? note(words.missing) : ''}`;
};

const media = async (part: MediaPart, page: Page): Promise<string> => {
  const {words} = page;
  const path = await page.media.place(part.asset);
  const label = note(
    words.media[part.role],
    part.emoji,
    seconds(part.durationSeconds),
    bytes(part.asset.bytes),
    part.isViewOnce ? words.viewOnce : undefined,
  );
  const caption = part.caption
    ? `<figcaption dir="auto">${inlinesHtml(part.caption)}</figcaption>`
    : '';
  const transcript =
    part.transcript === undefined
      ? ''
      : `<figcaption class="note" dir="auto">${escapeHtml(`${words.transcript}: ${part.transcript}`)}</figcaption>`;
  const shown =
    path === undefined
      ? `${label} ${placeholder(part.asset, page)}`
      : `${player(part, path)}${label}`;
  const isSticker = part.role === 'sticker' ? ' class="sticker"' : '';
  return `<figure${isSticker}>${shown}${caption}${transcript}</figure>`;
};

const location = (part: Extract<Part, {kind: 'location'}>, {words}: Page): string => {
  const {latitude, longitude} = part;
  const place =
    latitude === undefined || longitude === undefined ? undefined : `${latitude}, ${longitude}`;
  const url =
    part.url ??
    (place === undefined
      ? undefined
      : `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`);
  const text = escapeHtml(
    [part.name, part.address, place].filter((item) => item !== undefined).join(' · '),
  );
  const shown = url === undefined ? text : linkTo(url, text === '' ? escapeHtml(url) : text);
  return `<div class="card">${note(part.isLive ? words.liveLocation : words.location)} ${shown}</div>`;
};

const contact = (part: Extract<Part, {kind: 'contact'}>, {words}: Page): string => {
  const ways = [...(part.phones ?? []), ...(part.emails ?? [])].map(escapeHtml).join('<br>');
  return `<div class="card">${note(words.contact)} <b>${escapeHtml(part.name)}</b>${ways}</div>`;
};

const poll = (part: Extract<Part, {kind: 'poll'}>, page: Page): string => {
  const {words, names} = page;
  const options = part.options.map((option) => {
    const voters = (option.voters ?? []).map((id) => names.of(id)).join(', ');
    const votes = option.votes === undefined ? undefined : `${option.votes} ${words.votes}`;
    return `<li>${option.isChosen ? '✓ ' : ''}${escapeHtml(option.text)} ${note(votes, voters)}</li>`;
  });
  const total = part.totalVoters === undefined ? undefined : `${part.totalVoters} ${words.voters}`;
  const facts = note(words.poll, part.isClosed ? words.closed : undefined, total);
  return `<div class="poll">${facts}<b>${escapeHtml(part.question)}</b><ul>${options.join('')}</ul></div>`;
};

const link = (part: Extract<Part, {kind: 'link'}>): string => {
  const title = escapeHtml(part.title ?? part.url);
  const shown = part.url === '' ? `<b>${title}</b>` : `<b>${linkTo(part.url, title)}</b>`;
  const kind = part.card === undefined || part.card === 'card' ? undefined : part.card;
  const address = part.title === undefined ? undefined : part.url;
  const description = part.description === undefined ? '' : escapeHtml(part.description);
  return `<div class="card">${note(kind, part.site)}${shown}<span class="text">${description}</span> ${note(address)}</div>`;
};

const transfer = (part: Extract<Part, {kind: 'transfer'}>, {words}: Page): string => {
  const amount = [part.amount, part.currency].filter((text) => text !== undefined).join(' ');
  return `<div class="card">${note(words.transfer[part.role], part.state)} <b>${escapeHtml(amount)}</b>${escapeHtml(part.note ?? '')}</div>`;
};

const when = (at: Moment | undefined, {options}: Page): string =>
  at === undefined ? '' : `${formatDay(at, options.zone)} ${formatClock(at, options.zone)}`;

const bundle = async (part: Extract<Part, {kind: 'bundle'}>, page: Page): Promise<string> => {
  const items: string[] = [];
  for (const item of part.items) {
    const head = `<b>${escapeHtml(item.name ?? '')}</b> ${note(when(item.at, page))}`;
    items.push(`<div>${head}${await partsHtml(item.body, page)}</div>`);
  }
  return `<div class="bundle">${note(part.title ?? page.words.bundle)}${items.join('')}</div>`;
};

export const partHtml = async (part: Part, page: Page): Promise<string> => {
  switch (part.kind) {
    case 'text':
      return part.inlines.length === 0
        ? ''
        : `<div class="text" dir="auto">${inlinesHtml(part.inlines)}</div>`;
    case 'media':
      return media(part, page);
    case 'location':
      return location(part, page);
    case 'contact':
      return contact(part, page);
    case 'poll':
      return poll(part, page);
    case 'link':
      return link(part);
    case 'transfer':
      return transfer(part, page);
    case 'bundle':
      return bundle(part, page);
    case 'raw':
      return `<div class="text" dir="auto">${escapeHtml(part.text)}</div>`;
    default:
      return assertNever(part);
  }
};

export const partsHtml = async (parts: readonly Part[], page: Page): Promise<string> => {
  let html = '';
  for (const part of parts) html += await partHtml(part, page);
  return html;
};

export const durationText = seconds;
