// What kind of file something is, from its first bytes or its name. A small table for chat media, not a full registry.

const byExtension: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  jfif: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  bmp: 'image/bmp',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  heic: 'image/heic',
  heif: 'image/heif',
  avif: 'image/avif',
  svg: 'image/svg+xml',
  ico: 'image/x-icon',
  tgs: 'application/x-tgsticker',
  mp4: 'video/mp4',
  m4v: 'video/mp4',
  mov: 'video/quicktime',
  webm: 'video/webm',
  mkv: 'video/x-matroska',
  avi: 'video/x-msvideo',
  wmv: 'video/x-ms-wmv',
  '3gp': 'video/3gpp',
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  aac: 'audio/aac',
  ogg: 'audio/ogg',
  oga: 'audio/ogg',
  opus: 'audio/ogg',
  amr: 'audio/amr',
  awb: 'audio/amr-wb',
  silk: 'audio/silk',
  slk: 'audio/silk',
  wav: 'audio/wav',
  flac: 'audio/flac',
  caf: 'audio/x-caf',
  pdf: 'application/pdf',
  vcf: 'text/vcard',
  vcard: 'text/vcard',
  ics: 'text/calendar',
  txt: 'text/plain',
  md: 'text/markdown',
  csv: 'text/csv',
  html: 'text/html',
  htm: 'text/html',
  xml: 'application/xml',
  json: 'application/json',
  jsonl: 'application/jsonl',
  ndjson: 'application/jsonl',
  js: 'text/javascript',
  eml: 'message/rfc822',
  mht: 'multipart/related',
  mhtml: 'multipart/related',
  mbox: 'application/mbox',
  zip: 'application/zip',
  gz: 'application/gzip',
  tgz: 'application/gzip',
  tar: 'application/x-tar',
  rar: 'application/vnd.rar',
  '7z': 'application/x-7z-compressed',
  apk: 'application/vnd.android.package-archive',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ppt: 'application/vnd.ms-powerpoint',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  db: 'application/vnd.sqlite3',
  sqlite: 'application/vnd.sqlite3',
  sqlite3: 'application/vnd.sqlite3',
};

/** The MIME type that a name's ending promises; undefined for unknown or missing endings. */
export const mimeFromName = (name: string): string | undefined => {
  const ending = /\.([A-Za-z0-9]{1,8})$/.exec(name)?.[1]?.toLowerCase();
  return ending !== undefined && Object.hasOwn(byExtension, ending)
    ? byExtension[ending]
    : undefined;
};

/** A usual ending, without the dot, for a MIME type (parameters are ignored). */
export const extensionFor = (mime: string): string | undefined => {
  const bare = mime.split(';')[0]?.trim().toLowerCase();
  return Object.keys(byExtension).find((ending) => byExtension[ending] === bare);
};

type Magic = readonly [at: number, text: string, mime: string];

/** Bytes as Latin-1 text. Order matters: the longer evidence first. */
const magics: readonly Magic[] = [
  [0, '\xff\xd8\xff', 'image/jpeg'],
  [0, '\x89PNG\r\n\x1a\n', 'image/png'],
  [0, 'GIF8', 'image/gif'],
  [8, 'WEBP', 'image/webp'],
  [8, 'WAVE', 'audio/wav'],
  [8, 'AVI ', 'video/x-msvideo'],
  [4, 'ftypheic', 'image/heic'],
  [4, 'ftypheix', 'image/heic'],
  [4, 'ftypmif1', 'image/heif'],
  [4, 'ftypavif', 'image/avif'],
  [4, 'ftypM4A', 'audio/mp4'],
  [4, 'ftypqt', 'video/quicktime'],
  [4, 'ftyp3g', 'video/3gpp'],
  [4, 'ftyp', 'video/mp4'],
  [0, '\x1a\x45\xdf\xa3', 'video/webm'],
  [0, 'ID3', 'audio/mpeg'],
  [0, '\xff\xfb', 'audio/mpeg'],
  [0, '\xff\xf3', 'audio/mpeg'],
  [0, '\xff\xf1', 'audio/aac'],
  [0, '\xff\xf9', 'audio/aac'],
  [0, 'OggS', 'audio/ogg'],
  [0, '#!AMR-WB', 'audio/amr-wb'],
  [0, '#!AMR', 'audio/amr'],
  [0, '#!SILK', 'audio/silk'],
  // WeChat puts one byte before the usual mark.
  [1, '#!SILK', 'audio/silk'],
  [0, 'fLaC', 'audio/flac'],
  [0, 'caff', 'audio/x-caf'],
  [0, '%PDF-', 'application/pdf'],
  [0, 'SQLite format 3\0', 'application/vnd.sqlite3'],
  [0, 'PK\x03\x04', 'application/zip'],
  [0, 'PK\x05\x06', 'application/zip'],
  [0, '\x1f\x8b', 'application/gzip'],
  [257, 'ustar', 'application/x-tar'],
  [0, 'Rar!\x1a\x07', 'application/vnd.rar'],
  [0, "7z\xbc\xaf'\x1c", 'application/x-7z-compressed'],
  [0, 'BEGIN:VCARD', 'text/vcard'],
  [0, 'BEGIN:VCALENDAR', 'text/calendar'],
  [0, 'BM', 'image/bmp'],
  [0, 'II*\0', 'image/tiff'],
  [0, 'MM\0*', 'image/tiff'],
];

const isAt = (bytes: Uint8Array, at: number, text: string): boolean => {
  for (let index = 0; index < text.length; index++) {
    if (bytes[at + index] !== text.charCodeAt(index)) return false;
  }
  return true;
};

/** The MIME type that the first bytes (300 are enough) prove; undefined when they prove nothing. */
export const mimeFromBytes = (head: Uint8Array): string | undefined =>
  magics.find(([at, text]) => isAt(head, at, text))?.[2];
