// Verification: finds damage, says what suffers from it, and remembers it so that the next backup heals. Repairs nothing itself.
import {isChatError, throwIfCancelled} from '../errors.ts';
import {equalBytes, utf8} from './bytes.ts';
import {readChecks, type PackCheck} from './checks.ts';
import type {NoticeKind} from './notices.ts';
import {packPath} from './pack.ts';
import {recordVerdicts} from './quarantine.ts';
import {readmeName, readmeText} from './readme.ts';
import {pickPacks, type Candidate, type Subset} from './subset.ts';
import {findBrokenCopies} from './unlock.ts';
import type {Vault} from './vault.ts';
import {PackChecker} from './verify-pack.ts';
import {ReachWalk, type BadBlocks, type Needs, type Suffering} from './verify-reach.ts';

/**
 * Each level does all that is below it. 0: packs that are missing or short. 1: snapshots, recipes, index and footers fit together.
 * 2: every pack's bytes. 3: every block opens, inflates and holds its chunks. 4: every file restored to nowhere, its SHA-256 compared.
 */
export type VerifyLevel = 0 | 1 | 2 | 3 | 4;

export type FindingKind =
  | 'pack-missing'
  | 'pack-short'
  | 'pack-damaged'
  | 'chunks-missing'
  | 'file-inconsistent'
  | 'readme-changed'
  | 'copy-damaged'
  | NoticeKind;

/**
 * loss: something that a snapshot needs is gone. risk: all is still there, but something that guards it is damaged. mended: damage
 * that no longer matters, because it was repaired or every chunk has another good copy. note: worth knowing.
 */
export type Severity = 'loss' | 'risk' | 'mended' | 'note';

export type Finding = {
  readonly kind: FindingKind;
  readonly severity: Severity;
  /** The file in the vault, or the path of the restored file. */
  readonly name: string;
  readonly lostChunks?: number;
};

export type VerifyReport = {
  readonly level: VerifyLevel;
  readonly packsChecked: number;
  readonly packsTotal: number;
  readonly bytesChecked: number;
  readonly findings: readonly Finding[];
  /** Which files of which snapshots suffer; complete from level 1 on, as far as the packs were looked at. */
  readonly suffering: readonly Suffering[];
  /** No loss and no risk was found. */
  readonly isClean: boolean;
};

export type VerifyProgress = {
  readonly phase: 'structure' | 'packs' | 'drill';
  readonly packsDone: number;
  readonly packsTotal: number;
  readonly bytesDone: number;
  readonly bytesTotal: number;
  readonly current: string;
};

export type VerifyOptions = {
  readonly level: VerifyLevel;
  /** Levels 2 and up: look at some packs only. */
  readonly subset?: Subset;
  /** Levels 2 and up: begin no further pack after this time. */
  readonly maxMs?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: VerifyProgress) => void;
};

const noticeSeverity: Readonly<Record<NoticeKind, Severity>> = {
  'format-repaired': 'mended',
  'slot-repaired': 'mended',
  'slot-damaged': 'risk',
  'index-damaged': 'mended',
  'index-repaired': 'mended',
  'pack-adopted': 'note',
  'pack-missing': 'note',
  'pack-short': 'note',
  'pack-unreadable': 'note',
  'tomb-damaged': 'mended',
  'check-damaged': 'mended',
  'snapshot-damaged': 'loss',
  'rolled-back': 'risk',
  'read-only': 'note',
};

class Verification {
  readonly #vault: Vault;
  readonly #options: VerifyOptions;
  readonly #signal: AbortSignal;
  readonly #checker: PackChecker;
  readonly #walk: ReachWalk;
  readonly #findings: Finding[] = [];
  /** This run's and remembered: blocks known bad in packs known damaged. */
  readonly #bad = new Map<number, Set<number>>();
  readonly #verdicts: PackCheck[] = [];
  #bytesChecked = 0;

  constructor(vault: Vault, options: VerifyOptions) {
    this.#vault = vault;
    this.#options = options;
    this.#signal = options.signal ?? new AbortController().signal;
    this.#checker = new PackChecker(vault.state);
    this.#walk = new ReachWalk(vault, this.#signal);
  }

  #find(kind: FindingKind, severity: Severity, name: string, lostChunks = 0): void {
    this.#findings.push({kind, severity, name, ...(lostChunks > 0 ? {lostChunks} : {})});
  }

  async run(): Promise<VerifyReport> {
    const {level} = this.#options;
    const {state} = this.#vault;
    state.reader.forget();
    await state.refresh('full');
    const snapshots = await this.#vault.snapshots();
    const checks = (await readChecks(state.storage, state.tools)).checks;
    await this.#checkClear();
    if (level >= 1) await this.#checkFooters();
    if (level >= 2) await this.#checkPacks(checks);
    this.#recallDamage(checks);
    const needs = level >= 1 ? await this.#walk.needs(snapshots) : undefined;
    const losses = this.#judgePacks(needs) + (needs?.absent ?? 0);
    if (needs !== undefined && needs.absent > 0)
      this.#find('chunks-missing', 'loss', 'packs/', needs.absent);
    const isHurt = level >= 1 && (losses > 0 || (needs?.broken.length ?? 0) > 0);
    const suffering = isHurt ? [...(await this.#walk.suffering(snapshots, this.#bad))] : [];
    if (level >= 4) await this.#drill(suffering);
    this.#addNotices();
    this.#vault.reader.takeDamage();
    await recordVerdicts(this.#vault, this.#verdicts);
    return this.#report(suffering);
  }

  #report(suffering: readonly Suffering[]): VerifyReport {
    const isClean =
      suffering.length === 0 &&
      this.#findings.every(({severity}) => severity === 'mended' || severity === 'note');
    return {
      level: this.#options.level,
      packsChecked: this.#verdicts.length,
      packsTotal: this.#vault.state.listing.size,
      bytesChecked: this.#bytesChecked,
      findings: this.#findings,
      suffering,
      isClean,
    };
  }

  // ---- what is in the clear

  async #checkClear(): Promise<void> {
    for (const name of await findBrokenCopies(this.#vault.storage, this.#vault.id)) {
      this.#find('copy-damaged', 'risk', name);
    }
    let readme: Uint8Array | undefined;
    try {
      readme = await this.#vault.storage.get(readmeName, {start: 0, length: 64 * 1024});
    } catch (error) {
      if (!isChatError(error) || error.code !== 'not-found') throw error;
    }
    if (readme === undefined || !equalBytes(readme, utf8(readmeText))) {
      this.#find('readme-changed', 'note', readmeName);
    }
  }

  #addNotices(): void {
    const told = new Set(this.#findings.map(({kind, name}) => `${kind} ${name}`));
    for (const {kind, name = ''} of this.#vault.notices) {
      if (!told.has(`${kind} ${name}`)) this.#find(kind, noticeSeverity[kind], name);
    }
  }

  // ---- packs

  /** Numbers of the packs that are there, by name. */
  #present(): readonly (readonly [number, string])[] {
    const packs = this.#vault.state.index.packs;
    return packs.flatMap(({name, state}, number) =>
      state === 'gone' || state === 'pending' ? [] : [[number, name] as const],
    );
  }

  async #checkFooters(): Promise<void> {
    for (const [number, name] of this.#present()) {
      throwIfCancelled(this.#signal);
      this.#tell('structure', {current: packPath(name)});
      const {verdict, blocks} = await this.#checker.footer(number);
      if (verdict !== 'good') this.#note(number, {level: 1, verdict, blocks});
    }
  }

  async #checkPacks(checks: ReadonlyMap<string, PackCheck>): Promise<void> {
    const {index, env} = this.#vault.state;
    const candidates = this.#present().map(([number, name]): Candidate => ({
      name,
      size: index.pack(number).size,
      checkedMs: checks.get(name)?.atMs,
    }));
    const picked = pickPacks(candidates, this.#options.subset);
    const level = Math.min(this.#options.level, 3);
    const bytesTotal = picked.reduce((sum, {size}) => sum + size, 0);
    const startedMs = env.now();
    for (const [done, {name, size}] of picked.entries()) {
      throwIfCancelled(this.#signal);
      if (env.now() - startedMs > (this.#options.maxMs ?? Number.POSITIVE_INFINITY)) break;
      this.#tell('packs', {
        packsDone: done,
        packsTotal: picked.length,
        bytesDone: this.#bytesChecked,
        bytesTotal,
        current: packPath(name),
      });
      const number = index.packNumber(name);
      if (number === undefined) continue;
      const {verdict, blocks} = await this.#checker.whole(number, level >= 3);
      this.#note(number, {level, verdict, blocks});
      this.#bytesChecked += size;
    }
  }

  #note(
    number: number,
    {level, verdict, blocks}: Pick<PackCheck, 'level' | 'verdict'> & {blocks: readonly number[]},
  ): void {
    const {index, env} = this.#vault.state;
    const check = {name: index.pack(number).name, atMs: env.now(), level, verdict};
    const before = this.#verdicts.findIndex(({name}) => name === check.name);
    if (before >= 0) this.#verdicts.splice(before, 1);
    this.#verdicts.push(verdict === 'damaged' ? {...check, blocks} : check);
    if (verdict === 'good') return;
    // From here on in this run as if the index had said so
    index.setState(number, verdict === 'missing' ? 'gone' : 'suspect');
    if (verdict === 'damaged') this.#bad.set(number, new Set(blocks));
  }

  /** Damage that was found earlier, in packs that this run did not look at. */
  #recallDamage(checks: ReadonlyMap<string, PackCheck>): void {
    const {index} = this.#vault.state;
    const looked = new Set(this.#verdicts.map(({name}) => name));
    for (const {name, verdict, blocks} of checks.values()) {
      const number = index.packNumber(name);
      if (verdict !== 'damaged' || number === undefined || looked.has(name)) continue;
      const offsets = blocks ?? this.#checker.ledger.blocksOf(number).map(({offset}) => offset);
      this.#bad.set(number, new Set(offsets));
    }
    for (const {name, verdict} of this.#verdicts) {
      const number = index.packNumber(name);
      // Mended in place, for example copied back from another location
      if (verdict === 'good' && number !== undefined && index.pack(number).state === 'suspect') {
        index.setState(number, 'good');
      }
    }
  }

  /** A bad pack matters only for chunks that are needed and stand nowhere else. Gives the number of lost chunks. */
  #judgePacks(needs: Needs | undefined): number {
    let losses = 0;
    this.#vault.state.index.packs.forEach(({name, size, state}, number) => {
      if (name === '' || (state !== 'gone' && state !== 'suspect')) return;
      const {lost, risk} = this.#countHurt(number, needs);
      losses += lost;
      const severity = lost > 0 ? 'loss' : risk > 0 ? 'risk' : 'mended';
      this.#find(this.#kindOf(name, size), severity, packPath(name), lost);
    });
    return losses;
  }

  #kindOf(name: string, size: number): FindingKind {
    const found = this.#vault.state.listing.get(name);
    return found === undefined ? 'pack-missing' : found === size ? 'pack-damaged' : 'pack-short';
  }

  #countHurt(
    pack: number,
    needs: Needs | undefined,
  ): {readonly lost: number; readonly risk: number} {
    const {index} = this.#vault.state;
    let lost = 0;
    let risk = 0;
    for (const row of this.#checker.ledger.rowsOfPack(pack)) {
      const id = index.idOf(row);
      const first = index.rowOf(id);
      if (needs !== undefined && (first === undefined || !needs.needed.has(first))) continue;
      if (!this.#walk.isIntact(id, this.#bad satisfies BadBlocks)) lost++;
      else if (!this.#hasSafeCopy(id)) risk++;
    }
    return {lost, risk};
  }

  #hasSafeCopy(id: Uint8Array): boolean {
    const {index} = this.#vault.state;
    return index.findCopies(id).some(({row}) => {
      const state = index.stateOf(row);
      return state === 'good' || state === 'doomed';
    });
  }

  // ---- drill

  async #drill(suffering: Suffering[]): Promise<void> {
    const known = new Set(suffering.map(({snapshot, path}) => `${snapshot} ${path ?? ''}`));
    const snapshots = await this.#vault.snapshots();
    const failed = await this.#walk.drill(snapshots, (path) =>
      this.#tell('drill', {current: path}),
    );
    for (const entry of failed) {
      if (known.has(`${entry.snapshot} ${entry.path ?? ''}`)) continue;
      suffering.push(entry);
      this.#find('file-inconsistent', 'loss', entry.path ?? entry.snapshot);
    }
  }

  #tell(phase: VerifyProgress['phase'], change: Partial<VerifyProgress>): void {
    const none = {packsDone: 0, packsTotal: 0, bytesDone: 0, bytesTotal: 0, current: ''};
    this.#options.onProgress?.({phase, ...none, ...change});
  }
}

/**
 * Never throws because of damage: that is what the report is for. Remembers the verdict on each pack in the vault (unless it is
 * read-only), so that damaged packs are not deduplicated against any more and the next backup of the same data heals them.
 */
export const verify = (vault: Vault, options: VerifyOptions): Promise<VerifyReport> =>
  new Verification(vault, options).run();
