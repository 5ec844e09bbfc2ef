// The list of formats, the interchange format first. Adding one = one import and one line here.

import type {Format} from '../engine/convert/format.ts';
import {canonicalJsonlFormat} from './canonical-jsonl/index.ts';

export const formats: readonly Format[] = [canonicalJsonlFormat];
