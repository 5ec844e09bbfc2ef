// The list of formats, the interchange format first. Adding one = one import and one line here.

import type {Format} from '../engine/convert/format.ts';
import {canonicalJsonlFormat} from './canonical-jsonl/index.ts';
import {chatlabJsonFormat} from './chatlab-json/index.ts';
import {chatlabJsonlFormat} from './chatlab-jsonl/index.ts';
import {imessageDbFormat} from './imessage-db/index.ts';
import {instagramJsonFormat} from './instagram-json/index.ts';
import {messengerJsonFormat} from './messenger-json/index.ts';
import {telegramJsonFormat} from './telegram-json/index.ts';

export const formats: readonly Format[] = [
  canonicalJsonlFormat,
  chatlabJsonFormat,
  chatlabJsonlFormat,
  imessageDbFormat,
  instagramJsonFormat,
  messengerJsonFormat,
  telegramJsonFormat,
];
