// The body of a Teams message: HTML with Teams' own elements for mentions, emoji and attachments. Fragment in, parts out.

import type {Inline, Part, PersonId} from '../../engine/model/archive.ts';
import {plain} from '../../engine/model/build.ts';
import {inlinesText} from '../../engine/model/text.ts';
import {htmlInlines} from '../_shared/html-inlines.ts';
import {mixedText} from '../_shared/mixed-markup.ts';

export type Mentioned = {readonly person?: PersonId; readonly everyone?: boolean};

export type ContentContext = {
  /** By the `id` of an `<at>` element. */
  mentioned(id: string): Mentioned | undefined;
};

const linkWord = /^https?:\/\//i;

/** Pictures that stand in the text: their bytes are at the address, behind a sign-in. */
const picture = (url: string, name: string | undefined): Part => ({
  kind: 'media',
  role: /\.gif(?:\?|$)/i.test(url) ? 'animation' : 'image',
  asset: {
    id: url,
    ...(name === undefined || name === '' ? {} : {name}),
    presence: linkWord.test(url) ? 'remote' : 'absent',
    ...(linkWord.test(url) ? {url} : {}),
  },
});

export const partsOfHtml = (html: string, context: ContentContext): readonly Part[] => {
  const pictures: Part[] = [];
  const inlines = htmlInlines(html, ({name, attributes, children}, content) => {
    switch (name) {
      case 'at': {
        const text = inlinesText(content());
        const {person, everyone} = context.mentioned(attributes.get('id') ?? '') ?? {};
        const shown = text.startsWith('@') ? text : `@${text}`;
        if (everyone) return [{kind: 'mention', text: shown, everyone}];
        return [{kind: 'mention', text: shown, ...(person === undefined ? {} : {person})}];
      }
      case 'emoji':
        return [plain(attributes.get('alt') ?? attributes.get('title') ?? mixedText(children))];
      case 'customemoji':
        return [
          emojiOf(attributes.get('alt') ?? '', attributes.get('source') ?? attributes.get('id')),
        ];
      case 'attachment':
      case 'systemeventmessage':
        return 'skip';
      case 'codeblock':
        return codeBlock(attributes.get('class'), mixedText(children));
      case 'img': {
        // Emoji of old clients are pictures with the character as `alt`.
        const alt = attributes.get('alt') ?? '';
        if ((attributes.get('itemtype') ?? '').includes('Emoji')) return [plain(alt)];
        pictures.push(picture(attributes.get('src') ?? '', alt));
        return [];
      }
      default:
        return undefined;
    }
  });
  return [...(inlines.length > 0 ? [{kind: 'text' as const, inlines}] : []), ...pictures];
};

const emojiOf = (alt: string, source: string | undefined): Inline => ({
  kind: 'emoji',
  text: alt === '' ? ':emoji:' : alt,
  ...(source === undefined ? {} : {id: source}),
});

const codeBlock = (language: string | undefined, text: string): readonly Inline[] => [
  {
    kind: 'code-block',
    text: text.replace(/^\n|\n$/g, ''),
    ...(language === undefined || language === '' ? {} : {language}),
  },
];
