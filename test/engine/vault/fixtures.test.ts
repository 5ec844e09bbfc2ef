// Vaults that were written once and must be understood for ever.
import {readdirSync, readFileSync, statSync} from 'node:fs';
import {join, sep} from 'node:path';
import {fileURLToPath} from 'node:url';
import {describe, expect, test} from 'vitest';
import {isChatError} from '../../../src/engine/errors.ts';
import {memoryStorage} from '../../../src/engine/storages/memory-storage.ts';
import {openVault, type Vault} from '../../../src/engine/vault/vault.ts';
import {verify} from '../../../src/engine/vault/verify.ts';
import {restoreByHand} from '../../helpers/by-hand.ts';
import {
  fixtureFiles,
  fixtureFilesLater,
  fixtureNames,
  fixturePassphrase,
} from '../../helpers/vault-fixtures.ts';
import {
  backUp,
  differences,
  errorOf,
  restoreAll,
  testEnvironment,
  type Files,
} from '../../helpers/vault-kit.ts';

const root = fileURLToPath(new URL('../../../fixtures/vaults/', import.meta.url));

/** A copy in memory, so that no test changes a fixture. */
const load = (name: string): Map<string, Uint8Array> =>
  new Map(
    readdirSync(join(root, name), {recursive: true, encoding: 'utf8'})
      .filter((path) => statSync(join(root, name, path)).isFile())
      .map((path) => [
        path.split(sep).join('/'),
        new Uint8Array(readFileSync(join(root, name, path))),
      ]),
  );

const recoveryKey =
  /recovery key: `([^`]+)`/.exec(readFileSync(join(root, 'ABOUT.md'), 'utf8'))?.[1] ?? '';

type Expectation = {
  /** `kind severity` of each finding of level 3, and the files that suffer, by snapshot. */
  readonly findings: readonly string[];
  readonly suffering?: readonly string[];
  readonly snapshots?: readonly string[];
};

const damagedIndex = ['index-damaged mended', 'index-repaired mended', 'pack-adopted note'];
const withoutLargest = [
  'first: its lists',
  'second: Telegram/photo.jpg',
  'second: Telegram/result.json',
];

const opening: Readonly<Record<string, Expectation>> = {
  'good-v1': {findings: []},
  'missing-pack': {findings: ['pack-missing loss'], suffering: withoutLargest},
  'truncated-pack': {findings: ['pack-short loss'], suffering: withoutLargest},
  'flipped-block': {
    findings: ['pack-damaged loss'],
    suffering: ['first: Telegram/photo.jpg', 'second: Telegram/photo.jpg'],
  },
  'flipped-footer': {findings: ['pack-damaged risk']},
  'damaged-index': {findings: damagedIndex},
  'truncated-index': {findings: damagedIndex},
  'missing-index': {findings: ['pack-adopted note', 'pack-adopted note']},
  'damaged-snapshot': {findings: ['snapshot-damaged loss'], snapshots: ['first']},
  'damaged-key-copy': {findings: ['slot-repaired mended']},
  'missing-format': {findings: ['format-repaired mended', 'format-repaired mended']},
  'damaged-format-copy': {findings: ['format-repaired mended']},
  'unknown-write-feature': {findings: []},
  'interrupted-backup': {findings: ['pack-adopted note']},
  'healed-pack': {findings: ['pack-damaged mended'], snapshots: ['first', 'second', 'healing']},
  tombstoned: {findings: []},
};

const refused: Readonly<Record<string, readonly [string, number]>> = {
  'damaged-keys': ['vault-damaged', 13],
  'missing-keys': ['vault-locked', 11],
  'newer-format': ['newer-format', 15],
};

const openFixture = (files: Map<string, Uint8Array>): Promise<Vault> =>
  openVault(memoryStorage(files), {recoveryKey}, {env: testEnvironment('fixture test')});

const filesOf = (label: string): Files => (label === 'first' ? fixtureFiles : fixtureFilesLater);

describe('20: the fixture vaults', () => {
  test('20: there is one for every kind of damage that is told apart here', () => {
    expect([...Object.keys(opening), ...Object.keys(refused)].toSorted()).toEqual(
      fixtureNames.toSorted(),
    );
  });

  test.each(Object.entries(opening))('20: %s is understood as ever', async (name, expectation) => {
    const vault = await openFixture(load(name));
    const snapshots = await vault.snapshots();
    expect(snapshots.map(({label}) => label)).toEqual(expectation.snapshots ?? ['first', 'second']);
    const report = await verify(vault, {level: 3});
    expect(report.findings.map(({kind, severity}) => `${kind} ${severity}`).toSorted()).toEqual(
      expectation.findings,
    );
    const labels = new Map(snapshots.map(({id, label}) => [id, label]));
    const suffering = report.suffering.map(
      ({snapshot, path = 'its lists'}) => `${labels.get(snapshot)}: ${path}`,
    );
    expect(suffering).toEqual(expectation.suffering ?? []);
    expect(report.isClean).toBe(
      expectation.findings.every((finding) => /mended|note/.test(finding)),
    );
    for (const snapshot of snapshots) {
      const {label} = snapshot;
      if (suffering.includes(`${label}: its lists`)) continue;
      const {files, report: restored} = await restoreAll(vault, snapshot);
      const lost = suffering
        .filter((line) => line.startsWith(`${label}: `))
        .map((line) => line.slice(label.length + 2));
      expect(differences(files, filesOf(label)).toSorted()).toEqual(lost);
      expect(restored.failures.map(({path}) => path)).toEqual(lost);
    }
  });

  test.each(Object.entries(refused))(
    '20: %s is refused with its own exit code',
    async (name, [code, exitCode]) => {
      const error = await errorOf(openFixture(load(name)));
      expect(isChatError(error)).toBe(true);
      expect(error).toMatchObject({code, exitCode});
    },
  );

  test.each(Object.keys(opening).filter((name) => name !== 'unknown-write-feature'))(
    '6 8: %s is sound again after a verification and the next backups of the same chats',
    async (name) => {
      const files = load(name);
      await verify(await openFixture(files), {level: 3});
      await backUp(await openFixture(files), fixtureFiles, {label: 'first'});
      await backUp(await openFixture(files), fixtureFilesLater, {label: 'second'});
      const vault = await openFixture(files);
      const report = await verify(vault, {level: 4});
      // A lost snapshot record itself cannot come back; everything else does
      expect(report.isClean).toBe(name !== 'damaged-snapshot');
      expect(report.suffering).toEqual([]);
      for (const snapshot of await vault.snapshots()) {
        const {files: restored} = await restoreAll(vault, snapshot);
        expect(differences(restored, filesOf(snapshot.label))).toEqual([]);
      }
    },
  );

  test('20: the sound one opens with its passphrase, and holds what docs/vault-format.md says, read by hand', async () => {
    const files = load('good-v1');
    const vault = await openVault(memoryStorage(files), {passphrase: fixturePassphrase});
    expect((await vault.snapshots()).map(({tags}) => tags)).toEqual([['phone'], []]);
    const byHand = restoreByHand(files, fixturePassphrase);
    expect([...byHand.keys()].toSorted()).toEqual(['first', 'second']);
    for (const [label, restored] of byHand)
      expect(differences(restored, filesOf(label))).toEqual([]);
  });

  test('20: a vault that only a newer version may write is opened for reading', async () => {
    expect((await openFixture(load('unknown-write-feature'))).isReadOnly).toBe(true);
  });
});
