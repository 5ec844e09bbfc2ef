// What `message_summary_info` and `payload_data` tell: edits, taken-back parts, link previews. Property lists in, model pieces out.

import type {Edit} from '../../engine/model/archive.ts';
import {textPart} from '../../engine/model/build.ts';
import {isPlistMap, parseBinaryPlist, plistAt, PlistUid} from './binary-plist.ts';
import type {Plist} from './binary-plist.ts';
import {appleSeconds} from './rows.ts';
import {decodeAttributedText} from './typedstream.ts';

/** Undefined for what is no binary property list. */
export const plistOf = (bytes: Uint8Array | undefined): Plist | undefined => {
  if (!bytes) return undefined;
  try {
    return parseBinaryPlist(bytes);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
};

const seconds = (value: Plist | undefined): number =>
  typeof value === 'number' && Number.isFinite(value) && Math.abs(value) < 1e11 ? value : 0;

type Version = {readonly seconds: number; readonly text: string};

const versionsOf = (part: Plist): readonly Version[] =>
  (Array.isArray(part) ? (part as readonly Plist[]) : []).filter(isPlistMap).map((version) => {
    const body = version.get('t');
    const text = body instanceof Uint8Array ? decodeAttributedText(body)?.text : undefined;
    return {seconds: seconds(version.get('d')), text: text ?? ''};
  });

/** `ec`: part index → all versions, the first is the original and the last the text of now. */
export const editsOf = (summary: Plist | undefined): readonly Edit[] => {
  const parts = plistAt(summary, 'ec');
  if (!isPlistMap(parts)) return [];
  const edits = [...parts.values()].flatMap((part) => {
    const versions = versionsOf(part);
    return versions.slice(1).map((version, index) => ({
      seconds: version.seconds,
      before: versions[index]?.text ?? '',
    }));
  });
  return edits
    .toSorted((a, b) => a.seconds - b.seconds)
    .map((edit) => ({
      ...(edit.seconds !== 0 && {at: appleSeconds(edit.seconds)}),
      before: [textPart(edit.before)],
    }));
};

/** `rp`: indexes of the parts that the sender took back. */
export const retractedParts = (summary: Plist | undefined): readonly number[] => {
  const parts = plistAt(summary, 'rp');
  return Array.isArray(parts) ? parts.filter((part) => typeof part === 'number') : [];
};

/** Follows the `$objects` references of a keyed archive, one step. */
const resolved = (objects: readonly Plist[], value: Plist | undefined): Plist | undefined =>
  value instanceof PlistUid ? objects[value.index] : value;

export type KeyedObject = {
  get(key: string): KeyedObject | undefined;
  readonly text: string | undefined;
};

const keyedObject = (objects: readonly Plist[], value: Plist | undefined): KeyedObject => ({
  get(key) {
    const inner = isPlistMap(value) ? resolved(objects, value.get(key)) : undefined;
    return inner === undefined || inner === null ? undefined : keyedObject(objects, inner);
  },
  get text() {
    if (typeof value === 'string') return value === '$null' ? undefined : value;
    // NSURL keeps its string in NS.relative, NSString sometimes in NS.string.
    if (!isPlistMap(value)) return undefined;
    const inner = resolved(objects, value.get('NS.relative') ?? value.get('NS.string'));
    return typeof inner === 'string' && inner !== '$null' ? inner : undefined;
  },
});

/** The root of an NSKeyedArchiver archive. */
export const keyedArchive = (plist: Plist | undefined): KeyedObject | undefined => {
  const objects = plistAt(plist, '$objects');
  if (!Array.isArray(objects)) return undefined;
  const list = objects as readonly Plist[];
  return keyedObject(list, resolved(list, plistAt(plist, '$top', 'root')));
};
