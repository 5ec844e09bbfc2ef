// What plain mode can do: each job as a few questions, then lines.

import {isChatError} from '../../engine/errors.ts';
import {entryText} from '../../engine/model/text.ts';
import {parseQuery} from '../../engine/search/query.ts';
import type {Secrets} from '../commands/secrets.ts';
import type {Language} from '../i18n/strings.ts';
import type {JobSpec} from '../jobs/job.ts';
import type {OpenVault, Services} from '../services.ts';
import {sanitizeLine, sanitizeText} from '../terminal/sanitize.ts';
import {askConfirm, askMenu, askText} from '../terminal/plain.ts';
import type {PlainView} from '../terminal/plain.ts';

export type PlainAction = 'backup' | 'restore' | 'chats' | 'search' | 'convert' | 'verify';

export type PlainContext = {
  readonly view: PlainView;
  readonly services: Services;
  readonly secrets: Secrets;
  readonly language: Language;
};

const explain = (error: unknown, {io}: PlainView): void => {
  if (!isChatError(error)) throw error;
  io.print(`! ${sanitizeLine(error.message)} ${sanitizeLine(error.hint ?? '')}`);
};

const passphraseFor = async ({view, secrets}: PlainContext): Promise<string | undefined> => {
  try {
    return await secrets.passphrase('open');
  } catch (error) {
    if (!isChatError(error) || error.code !== 'vault-locked') throw error;
    return view.io.askSecret(`${view.strings.browse.passphrase}: `);
  }
};

const openVault = async (context: PlainContext): Promise<OpenVault | undefined> => {
  const {view, services} = context;
  const {start: text} = view.strings;
  const known = services.settings.get().vaults[0]?.location ?? '';
  const location = await askText(view, {label: text.openVaultPath, initial: known});
  if (location === undefined || location.trim() === '') return undefined;
  const path = services.files.resolve(location);
  const isThere = await services.vaults.isVault(path);
  if (!isThere && !(await askConfirm(view, {question: text.newVault, isHarmless: true})))
    return undefined;
  const passphrase = await passphraseFor(context);
  if (passphrase === undefined) return undefined;
  try {
    if (isThere)
      return await services.vaults.unlock(
        await services.vaults.remember({name: services.files.name(path), location: path}),
        {passphrase},
      );
    const made = await services.vaults.create(
      {name: services.files.name(path), location: path},
      {passphrase},
    );
    view.io.print(`${text.recoveryTitle}:\n${made.recoveryKey}\n${text.recoveryNote}`);
    return made.vault;
  } catch (error) {
    explain(error, view);
    return undefined;
  }
};

const runJob = async ({view, services}: PlainContext, spec: JobSpec): Promise<void> => {
  const {job: text} = view.strings;
  const {io, format} = view;
  io.print(`${text.titles[spec.kind]} …`);
  const {state} = await services.jobs.finished(services.jobs.start(spec).id);
  if (state.status === 'failed')
    return io.print(
      `! ${sanitizeLine(state.failure.message)} ${sanitizeLine(state.failure.hint ?? '')}`,
    );
  if (state.status !== 'done') return io.print(text.cancelled);
  const {result} = state;
  if (result.kind === 'backup')
    io.print(
      `${text.snapshot(result.snapshot.slice(0, 8))}: ${text.entries(format.count(result.entries), format.count(result.chats))}, ${text.files(format.count(result.files), format.bytes(result.bytes))}`,
    );
  else if (result.kind === 'restore-files')
    io.print(text.restored(format.count(result.files), format.bytes(result.bytes)));
  else if (result.kind === 'verify') io.print(result.isClean ? text.clean : text.damaged);
  else if (result.kind !== 'inspect') {
    io.print(text.written(format.count(result.entries), format.count(result.chats)));
    for (const [feature, count] of result.loss) io.print(`  ${feature}: ${format.count(count)}`);
  }
};

const paths = async ({view, services}: PlainContext): Promise<readonly string[] | undefined> => {
  const typed = await askText(view, {
    label: view.strings.files.path,
    placeholder: view.strings.files.pathPlaceholder,
  });
  return typed === undefined || typed.trim() === '' ? undefined : [services.files.resolve(typed)];
};

const format = async ({view, services, language}: PlainContext): Promise<string | undefined> =>
  askMenu(
    view,
    view.strings.convert.chooseFormat,
    (await services.formats()).writable.map(({id, title}) => ({
      id,
      label: title[language],
      detail: id,
    })),
  );

const showChats = async (context: PlainContext): Promise<void> => {
  const {view} = context;
  const vault = await openVault(context);
  if (!vault) return;
  const {lanes} = await vault.lanes(undefined);
  const rows = lanes.flatMap((lane) => lane.chats.map((chat) => ({lane, chat})));
  const {noMessages, noMessagesHint, chats} = view.strings.browse;
  if (rows.length === 0) return view.io.print(`${noMessages} ${noMessagesHint}`);
  const chosen = await askMenu(
    view,
    chats(String(rows.length)),
    rows.map(({chat}, index) => ({
      id: String(index),
      label: sanitizeLine(chat.conversation.title ?? chat.conversation.id),
      detail: view.format.count(chat.entries),
    })),
  );
  const row = rows[Number(chosen ?? -1)];
  if (!row) return;
  const {lane, chat} = row;
  const persons = lane.personsOf(chat.export);
  const count = 50;
  for (const entry of await vault.pages(chat).page(Math.max(0, chat.entries - count), count)) {
    const who = entry.from === undefined ? '' : (persons.get(entry.from)?.name ?? entry.from);
    view.io.print(
      `${view.format.dateTime(entry.at.epochMs, context.services.zone())} ${sanitizeLine(who)}: ${sanitizeText(entryText(entry))}`,
    );
  }
};

const search = async (context: PlainContext): Promise<void> => {
  const {view, services} = context;
  const vault = await openVault(context);
  if (!vault) return;
  const {lanes} = await vault.lanes(undefined);
  const words = await askText(view, {label: view.strings.browse.query});
  if (words === undefined) return;
  try {
    let count = 0;
    for (const lane of lanes) {
      for await (const hits of vault.search(lane, parseQuery(words, services.zone()), {
        signal: new AbortController().signal,
        context: 0,
      })) {
        for (const {entry, conversation, sender} of hits) {
          count++;
          view.io.print(
            `${view.format.dateTime(entry.at.epochMs, services.zone())} ${sanitizeLine(conversation?.title ?? '')} ${sanitizeLine(sender?.name ?? '')}: ${sanitizeLine(entryText(entry))}`,
          );
        }
      }
    }
    view.io.print(view.strings.browse.results(view.format.count(count)));
  } catch (error) {
    explain(error, view);
  }
};

const withVault = async (
  context: PlainContext,
  use: (vault: OpenVault) => Promise<void>,
): Promise<void> => {
  const vault = await openVault(context);
  if (vault) await use(vault);
};

const target = async (
  {view, services}: PlainContext,
  initial: string,
): Promise<string | undefined> => {
  const typed = await askText(view, {label: view.strings.restore.target, initial});
  return typed === undefined || typed.trim() === '' ? undefined : services.files.resolve(typed);
};

export const plainActions: Readonly<Record<PlainAction, (context: PlainContext) => Promise<void>>> =
  {
    async backup(context) {
      const chosen = await paths(context);
      if (!chosen) return;
      await withVault(context, (vault) =>
        runJob(context, {
          kind: 'backup',
          vault: vault.access,
          paths: chosen,
          overrides: {},
          selection: {},
          label: '',
        }),
      );
    },
    restore: (context) =>
      withVault(context, async (vault) => {
        const out = await target(
          context,
          context.services.files.join(context.services.files.home, 'chatark-restored'),
        );
        if (out !== undefined)
          await runJob(context, {
            kind: 'restore-files',
            vault: vault.access,
            snapshot: 'latest',
            out,
            overwrite: 'never',
          });
      }),
    chats: showChats,
    search,
    async convert(context) {
      const chosen = await paths(context);
      const to = chosen && (await format(context));
      if (!chosen || to === undefined) return;
      await runJob(context, {
        kind: 'convert',
        paths: chosen,
        overrides: {},
        selection: {},
        to,
        out: undefined,
        overwrite: false,
      });
      const out = await target(context, '');
      if (out !== undefined)
        await runJob(context, {
          kind: 'convert',
          paths: chosen,
          overrides: {},
          selection: {},
          to,
          out: `${out}/`,
          overwrite: false,
        });
    },
    verify: (context) =>
      withVault(context, (vault) =>
        runJob(context, {kind: 'verify', vault: vault.access, level: 3}),
      ),
  };
