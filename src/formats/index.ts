// The list of formats. Adding one = one import and one line here.

import type {Format} from '../engine/convert/format.ts';
import {canonicalJsonlFormat} from './canonical-jsonl/index.ts';

export const formats: readonly Format[] = [canonicalJsonlFormat];
