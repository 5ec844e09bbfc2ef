// Plain mode: the same questions and reports as numbered prompts and printed lines. No escape codes, nothing that moves;
// works in a pipe, over a dumb terminal and with a screen reader.
import type {Format} from '../i18n/format.ts';
import type {Strings} from '../i18n/strings.ts';
import type {ConfirmModel, MenuItem, NoticeModel, ProgressModel, TextModel} from '../ui/models.ts';
import {fractionOf, progressFacts} from '../ui/progress-rows.ts';

export type PlainIo = {
  /** Prints one line. */
  readonly print: (line: string) => void;
  /** Shows the prompt, reads a line. Undefined: the input has ended, and nobody will answer. */
  readonly ask: (prompt: string) => Promise<string | undefined>;
  /** The same without showing what is typed. */
  readonly askSecret: (prompt: string) => Promise<string | undefined>;
};

export type PlainView = {
  readonly io: PlainIo;
  readonly strings: Strings;
  readonly format: Format;
};

/** The chosen item; undefined when the input ended or the person answered 0. */
export const askMenu = async <Id extends string>(
  {io, strings}: PlainView,
  title: string,
  items: readonly MenuItem<Id>[],
): Promise<Id | undefined> => {
  const {ui} = strings;
  io.print(title);
  items.forEach(({label, detail, disabledReason}, index) => {
    const note = disabledReason === undefined ? detail : ui.unavailable(disabledReason);
    io.print(`  ${index + 1}. ${label}${note === undefined ? '' : ` - ${note}`}`);
  });
  io.print(`  0. ${ui.back}`);
  for (;;) {
    const answer = await io.ask(`${ui.menuPrompt} (0-${items.length}): `);
    if (answer === undefined) return undefined;
    const choice = answer.trim().normalize('NFKC');
    if (choice === '0') return undefined;
    const item = /^\d{1,6}$/.test(choice) ? items[Number(choice) - 1] : undefined;
    if (item === undefined) io.print(ui.unknownChoice(choice));
    else if (item.disabledReason === undefined) return item.id;
    else io.print(ui.unavailable(item.disabledReason));
  }
};

/** True only for a clear yes; the end of the input is a no. */
export const askConfirm = async (
  {io, strings}: PlainView,
  model: ConfirmModel,
): Promise<boolean> => {
  const {ui} = strings;
  for (const consequence of model.consequences ?? []) io.print(`- ${consequence}`);
  const isHarmless = model.isHarmless === true;
  const answer = await io.ask(`${model.question} [${isHarmless ? 'Y/n' : 'y/N'}] `);
  if (answer === undefined) return false;
  const word = answer.trim().normalize('NFKC').toLowerCase();
  if (word === '') return isHarmless;
  return ['y', 'yes', ui.yes.toLowerCase(), model.yes?.toLowerCase()].includes(word);
};

/** A valid text; undefined when the input ended. */
export const askText = async ({io}: PlainView, model: TextModel): Promise<string | undefined> => {
  const ask = model.isSecret === true ? io.askSecret : io.ask;
  const {initial = ''} = model;
  for (;;) {
    const answer = await ask(`${model.label}${initial === '' ? '' : ` [${initial}]`}: `);
    if (answer === undefined) return undefined;
    const text = answer === '' ? initial : answer;
    const problem = model.validate?.(text);
    if (problem === undefined) return text;
    io.print(problem);
  }
};

export const printNotice = ({io}: PlainView, {kind, text, hint}: NoticeModel): void => {
  const mark = {ok: '', note: '', warn: '! ', danger: '! '}[kind];
  io.print(`${mark}${text}${hint === undefined ? '' : ` ${hint}`}`);
};

/** One line of progress: `Backing up: 45% · 1.2 MiB of 3 MiB · 4 s left · chat.zip`. */
export const progressLine = (
  view: Pick<PlainView, 'strings' | 'format'>,
  model: ProgressModel,
): string => {
  const fraction = fractionOf(model);
  const facts = [
    ...(fraction === undefined ? [] : [view.format.percent(fraction)]),
    ...progressFacts(model, view),
    ...(model.current === undefined ? [] : [model.current]),
  ];
  return `${model.title}: ${facts.join(', ')}`;
};

/** Prints a line at each tenth of the way, or every thousandfold when there is no total: a log, not a film. */
export const createProgressPrinter = (view: PlainView): ((model: ProgressModel) => void) => {
  let lastStep: string | undefined;
  return (model) => {
    const fraction = fractionOf(model);
    const step =
      fraction === undefined
        ? `${Math.floor(Math.log10(model.done + 1))}`
        : `${Math.floor(fraction * 10)}`;
    const key = `${model.title} ${step}`;
    if (key === lastStep) return;
    lastStep = key;
    view.io.print(progressLine(view, model));
  };
};
