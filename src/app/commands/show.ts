// `show`: prints the entries of exports or of a vault, as lines for people or as canonical JSONL.

import type {EventSource} from '../../engine/convert/convert.ts';
import {throwIfCancelled} from '../../engine/errors.ts';
import type {ArchiveEvent, Person} from '../../engine/model/archive.ts';
import {canonicalVersion, encodeLine} from '../../engine/model/canonical.ts';
import {ProblemLog} from '../../engine/model/problem.ts';
import {filterEvents} from '../../engine/transform/filter.ts';
import type {Selection} from '../../engine/transform/filter.ts';
import {eventsOf, requireExports} from '../inputs.ts';
import {sanitizeLine} from '../terminal/sanitize.ts';
import type {Command, CommandArgs, CommandContext} from './command.ts';
import {entryLine, namesFrom} from './entry-line.ts';
import {
  overrideHelp,
  overrideOptions,
  overridesFrom,
  selectionFrom,
  selectionHelp,
  selectionOptions,
  withExports,
} from './reading.ts';
import {
  isVaultCall,
  vaultCodes,
  vaultHelp,
  vaultOptions,
  withVaultEvents,
} from './vault-reading.ts';

type Printer = {print(events: readonly ArchiveEvent[]): Promise<void>; finish(): Promise<void>};

const jsonPrinter = async (
  from: EventSource,
  {output, generator}: CommandContext,
): Promise<Printer> => {
  const persons = new Set<string>();
  const conversations = new Set<string>();
  let entries = 0;
  const source = {...(from.format === undefined ? {} : {format: from.format}), label: from.label};
  await output.raw(
    `${encodeLine({type: 'header', format: 'chatark', version: canonicalVersion, generator, source})}\n`,
  );
  return {
    async print(events) {
      for (const event of events) {
        if (event.type === 'person') persons.add(event.person.id);
        else if (event.type === 'conversation') conversations.add(event.conversation.id);
        else entries++;
      }
      await output.raw(events.map((event) => `${encodeLine(event)}\n`).join(''));
    },
    finish: () =>
      output.raw(
        `${encodeLine({type: 'end', persons: persons.size, conversations: conversations.size, entries})}\n`,
      ),
  };
};

/** A heading whenever the conversation changes. */
const linePrinter = ({output}: CommandContext, zone: string | undefined): Printer => {
  const persons = new Map<string, Person>();
  const names = namesFrom(persons);
  const titles = new Map<string, string>();
  let current: string | undefined;
  return {
    async print(events) {
      let text = '';
      for (const event of events) {
        if (event.type === 'person') persons.set(event.person.id, event.person);
        else if (event.type === 'conversation')
          titles.set(event.conversation.id, event.conversation.title ?? event.conversation.id);
        else {
          if (event.conversation !== current)
            text += `${current === undefined ? '' : '\n'}## ${sanitizeLine(titles.get(event.conversation) ?? event.conversation)}\n`;
          current = event.conversation;
          text += `${entryLine(event.entry, names, zone)}\n`;
        }
      }
      if (text !== '') await output.raw(text);
    },
    finish: async () => undefined,
  };
};

export const printEvents = async (
  from: EventSource,
  context: CommandContext,
  options: {readonly selection: Selection; readonly zone: string | undefined},
): Promise<ProblemLog> => {
  const log = new ProblemLog();
  const printer = context.output.isJson
    ? await jsonPrinter(from, context)
    : linePrinter(context, options.zone);
  const ctx = {
    signal: context.signal,
    report: log.report,
    advanced: () => undefined,
    infer: () => undefined,
  };
  for await (const batch of filterEvents(from.read(ctx), options.selection)) {
    throwIfCancelled(context.signal);
    await printer.print(batch);
  }
  await printer.finish();
  return log;
};

const showExports = (args: CommandArgs, context: CommandContext): Promise<number> =>
  withExports(args, context, async (opened) => {
    const overrides = overridesFrom(args);
    const selection = selectionFrom(args, overrides.zone ?? context.systemZone);
    for (const found of requireExports(opened)) {
      const log = await printEvents(eventsOf(found, overrides, context.systemZone), context, {
        selection,
        zone: overrides.zone,
      });
      const {total} = log.summary();
      if (total > 0)
        context.output.note(
          `${total} problems in ${sanitizeLine(found.location)}; "chatark inspect" lists them.`,
        );
    }
    return 0;
  });

const showVault = (args: CommandArgs, context: CommandContext): Promise<number> =>
  withVaultEvents(args, context, async (from) => {
    const {zone} = overridesFrom(args);
    const log = await printEvents(from, context, {
      selection: selectionFrom(args, zone ?? context.systemZone),
      zone,
    });
    for (const problem of log.summary().samples) await context.output.problem(problem);
    return 0;
  });

export const showCommand: Command = {
  name: 'show',
  summary: {zh: '把聊天内容打印出来', en: 'Print the entries of exports or of a vault'},
  usage: 'PATH… | --vault V [--snapshot ID] [--chat C…] [--since D] [--until D] [--json]',
  options: {...overrideOptions, ...selectionOptions, ...vaultOptions},
  optionHelp: {...overrideHelp, ...selectionHelp, ...vaultHelp},
  codes: ['format-unknown', 'format-refused', 'input-malformed', ...vaultCodes],
  run: (args, context) =>
    isVaultCall(args) ? showVault(args, context) : showExports(args, context),
};
