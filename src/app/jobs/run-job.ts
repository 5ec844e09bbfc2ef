// Does the work of a job. Runs in a worker for the screens; knows neither threads nor screens.

import {convert, previewLoss, summarize} from '../../engine/convert/convert.ts';
import type {ConvertReport, EventSource} from '../../engine/convert/convert.ts';
import type {Registry} from '../../engine/convert/registry.ts';
import {ChatError, isChatError} from '../../engine/errors.ts';
import {directorySink} from '../../engine/io/directory-sink.ts';
import {applyRestore, planRestore} from '../../engine/vault/restore.ts';
import type {Vault} from '../../engine/vault/vault.ts';
import {verify} from '../../engine/vault/verify.ts';
import {eventsOf, openExports, requireExports} from '../inputs.ts';
import type {Located} from '../inputs.ts';
import type {FoundExport} from '../../engine/convert/recognize.ts';
import {openOutput} from '../outputs.ts';
import {backupPaths} from '../vaults/backup.ts';
import {mergedSource, requireLane, requireSnapshot, snapshotSources} from '../vaults/contents.ts';
import {openVaultAt} from '../vaults/open.ts';
import type {InspectedExport, JobProgress, JobResult, JobSpec, VaultAccess} from './job.ts';

export type JobContext = {
  readonly registry: Registry;
  readonly signal: AbortSignal;
  readonly systemZone: string;
  readonly generator: string;
  readonly lang: 'zh' | 'en';
  /** Never written to by a job: it stands for `-`, which screens do not offer. */
  readonly stdout: NodeJS.WritableStream;
  now(): number;
  onProgress(progress: JobProgress): void;
};

type Spec<Kind extends JobSpec['kind']> = Extract<JobSpec, {kind: Kind}>;

const withVault = async <T>(
  {location, secret}: VaultAccess,
  use: (vault: Vault) => Promise<T>,
): Promise<T> => {
  const opened = await openVaultAt(location, secret);
  try {
    return await use(opened.vault);
  } finally {
    await opened.close();
  }
};

const inspectOne = async (
  found: Located<FoundExport>,
  spec: Spec<'inspect'>,
  context: JobContext,
): Promise<InspectedExport> => {
  const {format, location, match, because} = found;
  const facts = {location, format: format.id, formatTitle: format.title, match, because};
  try {
    const summary = await summarize(eventsOf(found, spec.overrides, context.systemZone), {
      signal: context.signal,
      onProgress: ({entries}) =>
        context.onProgress({
          phase: 'reading',
          done: entries,
          unit: 'count',
          current: location,
          entries,
        }),
    });
    return {
      ...facts,
      entries: summary.entries,
      persons: summary.persons,
      ...(summary.owner === undefined ? {} : {owner: summary.owner}),
      chats: summary.conversations.map(({id, title, kind, entries, first, last}) => ({
        id,
        title: title ?? id,
        kind,
        entries,
        ...(first === undefined || last === undefined ? {} : {first, last}),
      })),
      inferences: summary.inferences,
      problemCounts: [...summary.problems.counts],
      problems: summary.problems.samples,
    };
  } catch (error) {
    if (!isChatError(error) || error.code === 'cancelled') throw error;
    return {
      ...facts,
      entries: 0,
      persons: 0,
      chats: [],
      inferences: [],
      problemCounts: [],
      problems: [],
      failure: error.message,
    };
  }
};

const runInspect = async (spec: Spec<'inspect'>, context: JobContext): Promise<JobResult> => {
  const opened = await openExports(spec.paths, {
    registry: context.registry,
    signal: context.signal,
    report: () => undefined,
  });
  try {
    const exports: InspectedExport[] = [];
    for (const found of opened.exports) exports.push(await inspectOne(found, spec, context));
    let [files, bytes] = [0, 0];
    for (const {source} of opened.inputs) {
      for (const {size} of await source.list()) {
        files++;
        bytes += size;
      }
    }
    const refused = opened.refused.map(({location, format, because, hint}) => ({
      location,
      format,
      because,
      hint,
    }));
    return {kind: 'inspect', exports, refused, unknown: opened.unknown, files, bytes};
  } finally {
    await opened.close();
  }
};

const runBackup = (spec: Spec<'backup'>, context: JobContext): Promise<JobResult> =>
  withVault(spec.vault, async (vault) => {
    const {paths, overrides, selection, label} = spec;
    const account = await backupPaths(
      vault,
      {paths, overrides, selection, label},
      {
        ...context,
        vaultFolder: spec.vault.location,
        onProgress: ({phase, bytesDone, bytesTotal, currentPath, entries}) =>
          context.onProgress({
            phase,
            done: phase === 'messages' ? entries : bytesDone,
            ...(phase === 'messages' ? {} : {total: bytesTotal}),
            unit: phase === 'messages' ? 'count' : 'bytes',
            current: currentPath,
            entries,
          }),
      },
    );
    const {snapshot} = account;
    return {
      kind: 'backup',
      snapshot: snapshot.id,
      files: snapshot.files.count,
      filesNew: snapshot.stats.filesNew,
      bytes: snapshot.files.bytes,
      bytesStored: snapshot.stats.bytesStored,
      entries: account.entries,
      chats: account.conversations,
      exports: account.exports,
      unknown: account.unknown,
      isPartial: snapshot.isPartial,
      fileProblems: snapshot.problems.map(({path, detail}) => ({path, detail})),
      withoutOriginals: account.withoutOriginals,
      problems: account.problems.samples,
      problemCounts: [...account.problems.counts],
    };
  });

const runRestoreFiles = (spec: Spec<'restore-files'>, context: JobContext): Promise<JobResult> =>
  withVault(spec.vault, async (vault) => {
    const plan = await planRestore(vault, await requireSnapshot(vault, spec.snapshot));
    const sink = await directorySink(spec.out, {overwrite: spec.overwrite});
    const report = await applyRestore(vault, plan, sink, {
      signal: context.signal,
      onProgress: ({bytesDone, bytesTotal, currentPath}) =>
        context.onProgress({
          phase: 'restoring',
          done: bytesDone,
          total: bytesTotal,
          unit: 'bytes',
          current: currentPath,
          entries: 0,
        }),
    });
    return {
      kind: 'restore-files',
      files: report.filesRestored,
      bytes: report.bytesRestored,
      failures: report.failures.map(({path, reason, lostBytes, cause}) => ({
        path,
        reason: cause?.message ?? reason,
        lostBytes,
      })),
      torn: report.torn,
    };
  });

type Conversion =
  | Pick<Spec<'convert'>, 'kind' | 'to' | 'out' | 'overwrite' | 'selection'>
  | Pick<Spec<'restore-as'>, 'kind' | 'to' | 'out' | 'overwrite' | 'selection'>;

const addCounts = (
  into: Map<string, number>,
  counts: Iterable<readonly [string, number]>,
): void => {
  for (const [name, count] of counts) into.set(name, (into.get(name) ?? 0) + count);
};

const convertAll = async (
  sources: readonly EventSource[],
  spec: Conversion,
  context: JobContext,
): Promise<JobResult> => {
  const to = context.registry.writer(spec.to);
  const {out} = spec;
  const output =
    out === undefined
      ? undefined
      : await openOutput(out, to.writer, {
          stdout: context.stdout,
          exports: sources.length,
          overwrite: spec.overwrite,
        });
  const [loss, problemCounts] = [new Map<string, number>(), new Map<string, number>()];
  const problems: ConvertReport['problems']['samples'][number][] = [];
  let [entries, chats] = [0, 0];
  for (const from of sources) {
    const run = {
      signal: context.signal,
      selection: spec.selection,
      onProgress: (progress: {readonly entries: number}) =>
        context.onProgress({
          phase: out === undefined ? 'reading' : 'writing',
          done: entries + progress.entries,
          unit: 'count',
          current: from.label,
          entries: entries + progress.entries,
        }),
    };
    const report = output
      ? await convert(from, to, output.sink(from.label), {
          ...run,
          write: {zone: context.systemZone, lang: context.lang},
          generator: context.generator,
          skipEmpty: sources.length > 1,
          now: context.now,
        })
      : await previewLoss(from, to, run);
    entries += report.entries;
    chats += report.conversations;
    addCounts(loss, report.loss);
    addCounts(problemCounts, report.problems.counts);
    problems.push(...report.problems.samples);
  }
  await output?.close();
  return {
    kind: spec.kind,
    entries,
    chats,
    loss: [...loss],
    problems,
    problemCounts: [...problemCounts],
  };
};

const runConvert = async (spec: Spec<'convert'>, context: JobContext): Promise<JobResult> => {
  const opened = await openExports(spec.paths, {
    registry: context.registry,
    signal: context.signal,
    report: () => undefined,
  });
  try {
    const sources = requireExports(opened).map((found) =>
      eventsOf(found, spec.overrides, context.systemZone),
    );
    return await convertAll(sources, spec, context);
  } finally {
    await opened.close();
  }
};

const runRestoreAs = (spec: Spec<'restore-as'>, context: JobContext): Promise<JobResult> =>
  withVault(spec.vault, async (vault) => {
    const ctx = {
      signal: context.signal,
      report: () => undefined,
      advanced: () => undefined,
      infer: () => undefined,
    };
    const sources =
      spec.snapshot === 'merged'
        ? [(await mergedSource(vault, context.registry, ctx)).source]
        : snapshotSources(
            vault,
            await requireLane(vault, await requireSnapshot(vault, spec.snapshot)),
            context.registry,
          );
    return convertAll(sources, spec, context);
  });

const runVerify = (spec: Spec<'verify'>, context: JobContext): Promise<JobResult> =>
  withVault(spec.vault, async (vault) => {
    const report = await verify(vault, {
      level: spec.level,
      signal: context.signal,
      onProgress: ({phase, packsDone, packsTotal, current}) =>
        context.onProgress({
          phase,
          done: packsDone,
          total: packsTotal,
          unit: 'count',
          current,
          entries: 0,
        }),
    });
    return {
      kind: 'verify',
      isClean: report.isClean,
      packsChecked: report.packsChecked,
      packsTotal: report.packsTotal,
      bytesChecked: report.bytesChecked,
      findings: report.findings.map(({kind, severity, name}) => ({kind, severity, name})),
      suffering: report.suffering.map(({path, snapshot}) => ({path: path ?? '', snapshot})),
    };
  });

/** Throws ChatError; anything else is a bug. */
export const runJob = (spec: JobSpec, context: JobContext): Promise<JobResult> => {
  switch (spec.kind) {
    case 'inspect':
      return runInspect(spec, context);
    case 'backup':
      return runBackup(spec, context);
    case 'restore-files':
      return runRestoreFiles(spec, context);
    case 'restore-as':
      return runRestoreAs(spec, context);
    case 'convert':
      return runConvert(spec, context);
    case 'verify':
      return runVerify(spec, context);
    default:
      return spec satisfies never;
  }
};

/** What of an error may cross a thread and be shown. */
export const failureOf = (
  error: unknown,
): {readonly code: ChatError['code'] | 'bug'; readonly message: string; readonly hint?: string} => {
  if (isChatError(error))
    return {
      code: error.code,
      message: error.message,
      ...(error.hint === undefined ? {} : {hint: error.hint}),
    };
  return {
    code: 'bug',
    message: error instanceof Error ? (error.stack ?? error.message) : String(error),
  };
};
