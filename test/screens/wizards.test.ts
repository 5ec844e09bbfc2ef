// The steps of the wizards and forms, without a screen.
import {describe, expect, test} from 'vitest';
import {formatFor} from '../../src/app/i18n/format.ts';
import {stringsFor} from '../../src/app/i18n/strings.ts';
import type {JobResult} from '../../src/app/jobs/job.ts';
import {draftOf, jobFrom, listOf} from '../../src/screens/auto-backup/state.ts';
import {
  chatsOf,
  chosenChats,
  rangeText,
  reduceBackup,
  startBackup,
} from '../../src/screens/backup/state.ts';
import {reduceConvert, startConvert, suggestedName} from '../../src/screens/convert/state.ts';
import {isProven, reduceNewVault, startNewVault} from '../../src/screens/new-vault/state.ts';
import type {NewVaultAction} from '../../src/screens/new-vault/state.ts';
import {reduceRestore, restoreSpec, startRestore} from '../../src/screens/restore/state.ts';
import {emptySearch, reduceSearch} from '../../src/screens/search/state.ts';
import {pairOf, previousOf, reduceStorage, startStorage} from '../../src/screens/storage/state.ts';
import {reduceUnlock, startUnlock} from '../../src/screens/unlock/state.ts';
import {
  browserRows,
  firstRow,
  reduceBrowser,
  startBrowsing,
} from '../../src/screens/_shared/file-browser-state.ts';
import type {Snapshot} from '../../src/engine/vault/snapshot.ts';

describe('backup', () => {
  const chat = (id: string, entries: number, last?: number) => ({
    id,
    title: id,
    kind: 'group',
    entries,
    ...(last === undefined ? {} : {last}),
  });
  const found = (
    ...exports: readonly (readonly ReturnType<typeof chat>[])[]
  ): Extract<JobResult, {kind: 'inspect'}> => ({
    kind: 'inspect',
    exports: exports.map((chats) => ({
      location: '/x',
      format: 'f',
      formatTitle: {zh: 'f', en: 'f'},
      match: 'certain',
      because: '',
      entries: 0,
      persons: 0,
      chats,
      inferences: [],
      problemCounts: [],
      problems: [],
    })),
    refused: [],
    unknown: [],
    files: 1,
    bytes: 1,
  });

  test('a chat that is in two exports is one line with all its messages, largest first', () => {
    expect(
      chatsOf(found([chat('a', 2, 5), chat('b', 4)], [chat('a', 3, 9)])).map(({id, entries}) => [
        id,
        entries,
      ]),
    ).toEqual([
      ['a', 5],
      ['b', 4],
    ]);
  });

  test('all chats ticked is no choice, so that later chats are not left out', () => {
    const chats = [chat('a', 1), chat('b', 1)];
    expect(chosenChats(chats, new Set(['a', 'b']))).toBeUndefined();
    expect(chosenChats(chats, new Set(['b']))).toEqual(['b']);
  });

  test('back leads through the steps in reverse, and other files forget the choice', () => {
    let state = reduceBackup(startBackup(), {type: 'files', paths: ['/a'], job: 1});
    state = reduceBackup(reduceBackup(state, {type: 'found'}), {type: 'step', step: 'chats'});
    state = reduceBackup(state, {type: 'selection', selection: {chats: ['a']}});
    state = reduceBackup(state, {type: 'vault', vault: 'v'});
    const steps: string[] = [state.step];
    for (let left = 5; left > 0; left -= 1) {
      state = reduceBackup(state, {type: 'back'});
      steps.push(state.step);
    }
    expect(steps).toEqual(['confirm', 'vault', 'range', 'found', 'files', 'files']);
    expect(reduceBackup(state, {type: 'files', paths: ['/b'], job: 2}).selection).toEqual({});
  });

  test('the last day of a range is the one before its end', () => {
    const words = {text: stringsFor('en').start, format: formatFor('en'), zone: 'UTC'};
    expect(
      rangeText({chats: ['a'], since: Date.UTC(2024, 0, 1), until: Date.UTC(2024, 1, 1)}, words),
    ).toBe('1 chat  2024-01-01 … 2024-01-31');
    expect(rangeText({}, words)).toBe('All chats');
  });
});

describe('files', () => {
  test('the cursor begins on the folder one came out of, else on the first thing there', () => {
    const item = (path: string) => ({name: path, path, isFolder: true, size: 0, modifiedMs: 0});
    const rows = browserRows([item('/a'), item('/b')]);
    expect([
      firstRow(rows, '/b'),
      firstRow(rows, '/c'),
      firstRow(browserRows([]), undefined),
    ]).toEqual([3, 2, 1]);
  });

  test('marks survive going elsewhere and are taken away by marking again', () => {
    let state = reduceBrowser(startBrowsing('/home'), {type: 'toggle', path: '/home/a'});
    state = reduceBrowser(state, {type: 'enter', folder: '/'});
    expect([state.marked, state.from]).toEqual([['/home/a'], '/home']);
    expect(reduceBrowser(state, {type: 'toggle', path: '/home/a'}).marked).toEqual([]);
    expect(reduceBrowser(state, {type: 'add', path: '/home/a'}).marked).toEqual(['/home/a']);
  });
});

describe('a new vault', () => {
  const at = (...actions: readonly NewVaultAction[]) =>
    actions.reduce(reduceNewVault, startNewVault());
  const recoveryKey = 'AAAA-BBBB-0C1D-EEEE';
  const made: NewVaultAction = {type: 'created', recoveryKey, vault: 'v', asked: [1, 2]};

  test('both asked groups must be typed back; O and l are taken for 0 and 1', () => {
    const answer = (text: string): NewVaultAction => ({type: 'answer', text, wrong: 'wrong'});
    const first = at(made, {type: 'written'}, answer('aaaa'), answer(' bbbb '));
    expect([first.answered, first.problem, isProven(first)]).toEqual([1, undefined, false]);
    expect(isProven(reduceNewVault(first, answer('OCLD')))).toBe(true);
    expect(at(made, {type: 'written'}, answer('aaaa')).problem).toBe('wrong');
  });

  test('from the check one can look at the key again, and leaving unchecked is possible', () => {
    expect(at(made, {type: 'written'}, {type: 'back'}).step).toBe('recovery');
    expect(isProven(at(made, {type: 'leaving', isLeaving: true}, {type: 'left'}))).toBe(true);
  });
});

test('unlocking forgets the last failure when another key is tried', () => {
  const failed = reduceUnlock(startUnlock, {type: 'failed', error: new Error('no')});
  expect(reduceUnlock(failed, {type: 'switch'})).toMatchObject({
    asked: 'recovery',
    attempt: {status: 'asking'},
  });
  expect(reduceUnlock(failed, {type: 'key-file', path: '/k'})).toMatchObject({
    asked: 'passphrase',
    keyFile: '/k',
  });
});

describe('restore', () => {
  const vault = {location: '/v', secret: {passphrase: 'x'}};

  test('the merged timeline has no original files, so its way is shorter', () => {
    const merged = reduceRestore(startRestore(undefined), {type: 'what', snapshot: 'merged'});
    expect(merged.step).toBe('format');
    expect(reduceRestore(merged, {type: 'back'}).step).toBe('what');
  });

  test('another format is written into a folder of its own', () => {
    let state = reduceRestore(startRestore('s1'), {type: 'format', format: 'csv'});
    state = reduceRestore(state, {type: 'range', selection: {chats: ['a']}});
    state = reduceRestore(state, {type: 'target', out: '/out'});
    expect(restoreSpec(state, vault, false)).toMatchObject({
      kind: 'restore-as',
      snapshot: 's1',
      to: 'csv',
      out: '/out/',
      overwrite: false,
    });
    const originals = reduceRestore(state, {type: 'originals'});
    expect(restoreSpec({...originals, out: '/out'}, vault, true)).toMatchObject({
      kind: 'restore-files',
      overwrite: 'always',
    });
  });
});

test('a conversion begins with the files unless they are known, and suggests a name beside them', () => {
  expect(startConvert([]).step.name).toBe('files');
  expect(reduceConvert(startConvert(['/a.zip']), {type: 'back'}).step.name).toBe('files');
  expect(suggestedName('/x/Ana.zip', 'html', false)).toBe('/x/Ana.converted.html');
  expect(suggestedName('/x/Ana.zip', 'md', true)).toBe('/x/Ana-converted/');
});

test('a new search forgets the old hits, a wrong one keeps asking', () => {
  const hit = {
    snapshot: 's',
    chat: 0,
    position: 1,
    entry: {kind: 'removed', id: 'x', at: {epochMs: 0, precision: 's', zone: {kind: 'utc'}}},
    sender: undefined,
  } as const;
  const found = reduceSearch(reduceSearch(emptySearch, {type: 'start'}), {
    type: 'hits',
    hits: [hit],
  });
  expect(reduceSearch(found, {type: 'start'}).hits).toEqual([]);
  expect(reduceSearch(found, {type: 'problem', text: 'odd'})).toMatchObject({
    status: 'asking',
    problem: 'odd',
  });
});

describe('storage', () => {
  const snapshot = (id: string, group: string): Snapshot => ({id, group}) as unknown as Snapshot;
  const snapshots = [snapshot('1', 'a'), snapshot('2', 'b'), snapshot('3', 'a')];

  test('the backup before is the one of the same source, if there is one', () => {
    expect([
      previousOf(snapshots, '3')?.id,
      previousOf(snapshots, '2')?.id,
      previousOf(snapshots, '1')?.id,
    ]).toEqual(['1', '1', undefined]);
  });

  test('two marks of the list, newest first, are compared from old to new', () => {
    expect(pairOf(snapshots, new Set([0, 2]))).toEqual(['1', '3']);
    expect(pairOf(snapshots, new Set([0]))).toBeUndefined();
    expect(pairOf(snapshots, new Set([0, 1, 2]))).toBeUndefined();
  });

  test('back leaves the backup before it leaves the list', () => {
    const open = reduceStorage(reduceStorage(startStorage, {type: 'page', page: 'snapshots'}), {
      type: 'open',
      snapshot: '1',
    });
    const list = reduceStorage(open, {type: 'back'});
    expect([list.page, list.open, reduceStorage(list, {type: 'back'}).page]).toEqual([
      'snapshots',
      undefined,
      'menu',
    ]);
  });
});

describe('auto-backup', () => {
  const context = {id: 'job-1', now: 5, resolve: (path: string) => `/home/${path.trim()}`};
  const draft = draftOf(undefined, {name: 'Daily', vault: 'v'});

  test('an unfinished answer makes no job, a whole one does', () => {
    expect(jobFrom(draft, undefined, context)).toBeUndefined();
    const job = jobFrom({...draft, sources: 'a, b', secret: 'p'}, undefined, context);
    expect(job).toMatchObject({
      id: 'job-1',
      sources: ['/home/a', '/home/b'],
      vault: '/home/v',
      isEnabled: true,
      history: [],
    });
    expect(job && draftOf(job, {name: '', vault: ''})).toMatchObject({
      name: 'Daily',
      sources: '/home/a, /home/b',
      frequency: 'daily@03:00',
    });
  });

  test('commas of both scripts separate', () => {
    expect(listOf('a，b, ,c')).toEqual(['a', 'b', 'c']);
  });
});
