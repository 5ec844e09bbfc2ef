// The first pass over a transcript: its layout, the order of its dates, its people, its kind. Bounded memory: counters per layout and
// one record per name.

import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import {throwIfCancelled} from '../../engine/errors.ts';
import {isDirectionMark, withoutMarks} from '../_shared/invisible-marks.ts';
import {forEachLine, readLineBlocks} from '../_shared/line-blocks.ts';
import {dayInName} from './attachments.ts';
import {AuthorCount, longestName} from './authors.ts';
import type {AuthorStats} from './authors.ts';
import {DateEvidence} from './date-order.ts';
import {mayBePhrase, phraseOf} from './lexicon.ts';
import {SentenceReader} from './notices.ts';
import type {Sentence} from './notices.ts';
import {StampScanner} from './stamp.ts';
import type {Frame} from './stamp.ts';

const mostLayouts = 16;
/** System lines that are looked at for the group's name and nature. */
const mostSentences = 5000;

const groupKinds: ReadonlySet<Sentence['kind']> = new Set([
  'created',
  'renamed',
  'photo-changed',
  'topic-changed',
  'members-added',
  'members-removed',
  'joined',
  'left',
  'role-changed',
  'settings',
  'community',
]);

/** What the lines of one layout say. */
class Layout {
  readonly frame: Frame;
  readonly evidence = new DateEvidence();
  readonly authors = new AuthorCount();
  /** Lines without an author. */
  system = 0;
  /** Bodies that begin with a direction mark. */
  marked = 0;
  hasGroupLines = false;
  title: string | undefined;
  #sentences = 0;
  readonly #reader = new SentenceReader(() => false);

  constructor(frame: Frame) {
    this.frame = frame;
  }

  /** The line of `text` at which the scanner stands, up to `end`. */
  take(scanner: StampScanner, text: string, end: number): void {
    this.evidence.add(scanner);
    const {rest} = scanner;
    const colon = text.indexOf(': ', rest);
    if (colon < 0 || colon >= end || colon - rest > longestName) {
      if (text.charCodeAt(end - 1) !== 58) this.system++;
      this.#sentence(text.slice(rest, end));
      return;
    }
    const stats = this.authors.take(text, {start: rest, nameEnd: colon, end});
    this.#body(scanner, text.slice(colon + 2, end), stats);
  }

  #body(scanner: StampScanner, text: string, stats: AuthorStats | undefined): void {
    const first = text.charCodeAt(0);
    const isMarked = isDirectionMark(first);
    const body = isMarked ? withoutMarks(text) : text;
    if (isMarked) {
      this.marked++;
      if (!scanner.isMarked) {
        if (stats) stats.spokenFor++;
        this.#sentence(body);
      }
    }
    if (mayBePhrase(body) && stats && phraseOf(body)?.kind === 'deleted-by-you')
      stats.deletedAsYou++;
    if (isMarked || first === 60 || text.charCodeAt(3) === 45) this.#vote(scanner, body);
  }

  #vote(scanner: StampScanner, body: string): void {
    const name =
      /(?:^|: )[\u200e\u200f]?((?:\d{8}-[A-Z_]{3,12}-|[A-Z]{2,3}-\d{8}-WA)[\w-]{4,40}\.\w{1,5})/.exec(
        body,
      )?.[1];
    const named = name === undefined ? undefined : dayInName(name);
    if (named) this.evidence.vote(scanner, named.day, named.weight);
  }

  #sentence(text: string): void {
    if (this.#sentences >= mostSentences) return;
    this.#sentences++;
    const sentence = this.#reader.read(text);
    if (!sentence || !groupKinds.has(sentence.kind)) return;
    this.hasGroupLines = true;
    if (sentence.title !== undefined) this.title = sentence.title;
  }
}

export type Survey = {
  /** The scanner's signatures of the layouts that count as beginnings of messages. */
  readonly layouts: ReadonlySet<number>;
  readonly frame: Frame;
  readonly isLenient: boolean;
  readonly evidence: DateEvidence;
  readonly authors: AuthorCount;
  readonly system: number;
  readonly marked: number;
  readonly hasGroupLines: boolean;
  /** The last name that a system line gives the group. */
  readonly title: string | undefined;
  /** Lines that look like beginnings of another layout; they stay text. */
  readonly foreign: number;
  /** Beginnings of messages. */
  readonly count: number;
};

const collect = async (
  input: ExportInput,
  ctx: ReadContext,
  isLenient: boolean,
): Promise<ReadonlyMap<number, Layout>> => {
  const scanner = new StampScanner({isLenient});
  const layouts = new Map<number, Layout>();
  for await (const {text} of readLineBlocks(input.source.open(input.path))) {
    throwIfCancelled(ctx.signal);
    forEachLine(text, (from, end) => {
      if (scanner.scan(text, from, end)) layoutOf(layouts, scanner)?.take(scanner, text, end);
    });
  }
  return layouts;
};

const layoutOf = (layouts: Map<number, Layout>, scanner: StampScanner): Layout | undefined => {
  const {signature} = scanner;
  let layout = layouts.get(signature);
  if (!layout && layouts.size < mostLayouts) {
    layout = new Layout(scanner.frame);
    layouts.set(signature, layout);
  }
  return layout;
};

const countOf = (layouts: readonly Layout[]): number =>
  layouts.reduce((sum, {evidence}) => sum + evidence.count, 0);

/**
 * The layouts that are the file's own. A phone prints one, so lines in another are text that somebody pasted; but files are also joined
 * and edited by hand, and then each part counts.
 */
const chosen = (layouts: ReadonlyMap<number, Layout>): readonly (readonly [number, Layout])[] => {
  const all = [...layouts];
  const total = countOf(all.map(([, layout]) => layout));
  const inBrackets = all.filter(([, {frame}]) => frame === 'bracket');
  const bare = all.filter(([, {frame}]) => frame !== 'bracket');
  const bracketed = countOf(inBrackets.map(([, layout]) => layout));
  const isFirstBracketed = all[0]?.[1].frame === 'bracket';
  const isBracketed = bracketed * 2 === total ? isFirstBracketed : bracketed * 2 > total;
  const candidates = isBracketed ? inBrackets : bare;
  const size = countOf(candidates.map(([, layout]) => layout));
  return candidates.filter(
    ([, {evidence}]) => evidence.count * 20 >= size || evidence.count >= 200,
  );
};

const summary = (layouts: ReadonlyMap<number, Layout>, isLenient: boolean): Survey | undefined => {
  const own = chosen(layouts);
  const [first, ...others] = own.map(([, layout]) => layout);
  if (!first) return undefined;
  for (const layout of others) {
    first.evidence.merge(layout.evidence);
    first.authors.merge(layout.authors);
    first.system += layout.system;
    first.marked += layout.marked;
    first.hasGroupLines ||= layout.hasGroupLines;
    first.title = layout.title ?? first.title;
  }
  const total = countOf([...layouts.values()]) - countOf(others);
  return {
    layouts: new Set(own.map(([signature]) => signature)),
    frame: first.frame,
    isLenient,
    evidence: first.evidence,
    authors: first.authors,
    system: first.system,
    marked: first.marked,
    hasGroupLines: first.hasGroupLines,
    title: first.title,
    foreign: total - first.evidence.count,
    count: first.evidence.count,
  };
};

/** Undefined: no line begins like a message, in whatever language. */
export const survey = async (
  input: ExportInput,
  _options: ReadOptions,
  ctx: ReadContext,
): Promise<Survey | undefined> =>
  summary(await collect(input, ctx, false), false) ??
  summary(await collect(input, ctx, true), true);
