// The messages inside a merged forward of WeChat (`recordinfo`), nested ones included. Not the card around them.

import type {BundleItem, Moment, Part} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {epochMoment} from './epoch-moment.ts';
import {localMoment} from './local-time.ts';
import {recordKinds} from './wechat-codes.table.ts';
import {partsOf} from './wechat-facts.ts';
import type {WechatFacts} from './wechat-facts.ts';
import {attributeAt, childAt, parseXml, sizeFrom, textAt} from './xml-tree.ts';
import type {XmlNode} from './xml-tree.ts';

const maxNesting = 10;
const format = 'wechat';
/** `sourcetime` is printed on the sender's phone without a zone. */
const assumedZone = 'Asia/Shanghai';

const itemTime = (item: XmlNode): Moment | undefined => {
  const created = epochMoment(sizeFrom(textAt(item, 'srcMsgCreateTime')));
  return created ?? localMoment(textAt(item, 'sourcetime') ?? '', assumedZone);
};

const nestedRecord = (item: XmlNode): XmlNode | undefined => {
  const node = childAt(item, 'recordxml');
  return childAt(node, 'recordinfo') ?? childAt(item, 'recordinfo') ?? parseXml(node?.text ?? '');
};

const degrees = (text: string | undefined): number | undefined =>
  text !== undefined && /^-?\d{1,3}(?:\.\d{1,17})?$/.test(text) ? Number(text) : undefined;

const itemFacts = (item: XmlNode, depth: number): WechatFacts => {
  const type = Number(attributeAt(item, 'datatype') ?? 1);
  const kind = recordKinds.get(type) ?? 'unknown';
  const title = textAt(item, 'datatitle');
  const description = textAt(item, 'datadesc');
  if (kind === 'text') return {kind, text: description ?? title ?? ''};
  if (kind === 'forward') {
    const record = nestedRecord(item);
    const items = record && depth < maxNesting ? forwardedItems(record, depth + 1) : [];
    return {kind, ...given({title: title ?? textAt(record, 'title')}), items};
  }
  if (kind === 'location') {
    const place = childAt(item, 'locitem');
    return {
      kind,
      location: given({
        latitude: degrees(textAt(place, 'lat')),
        longitude: degrees(textAt(place, 'lng')),
        name: textAt(place, 'poiname') ?? title,
        address: textAt(place, 'label'),
      }),
    };
  }
  return {
    kind,
    ...given({title, description, text: kind === 'unknown' ? (description ?? title) : undefined}),
    ...given({
      url:
        textAt(item, 'streamweburl') ?? textAt(item, 'link') ?? textAt(item, 'weburlitem', 'link'),
    }),
    media: given({
      name: kind === 'file' ? title : undefined,
      bytes: sizeFrom(textAt(item, 'datasize')),
      md5: textAt(item, 'fullmd5'),
      durationSeconds: sizeFrom(textAt(item, 'duration')),
    }),
    word: `datatype ${type}`,
  };
};

const bodyOf = (item: XmlNode, depth: number): readonly Part[] =>
  partsOf(itemFacts(item, depth), {format});

/** The items of a `recordinfo`, in order. */
export const forwardedItems = (record: XmlNode, depth = 0): readonly BundleItem[] => {
  const list = childAt(record, 'datalist') ?? record;
  return list.children
    .filter(({name}) => name === 'dataitem')
    .map((item) => ({
      ...given({name: textAt(item, 'sourcename'), at: itemTime(item)}),
      body: bodyOf(item, depth),
    }));
};
