// A file system in memory that can lose power: data is durable after a sync of the file, names after a sync of the folder. Whatever was
// not synced may be there, be missing, or be torn in pieces of 4 KiB, as a seed decides. Also fails on demand with an errno.
import type {FolderFs, FolderItem, OpenFile} from '../../src/engine/storages/folder-fs.ts';
import {numbers} from './vault-kit.ts';

type FileNode = {
  readonly kind: 'file';
  content: Uint8Array;
  /** What survives; undefined: was never synced. */
  durable: Uint8Array | undefined;
  modifiedMs: number;
};

/** One change of names in a folder, which happens whole or not at all. */
type NameChange = {
  readonly removes?: string;
  readonly adds?: {readonly name: string; readonly node: Node};
};

type FolderNode = {
  readonly kind: 'folder';
  entries: Map<string, Node>;
  durable: Map<string, Node>;
  pending: NameChange[];
};

type Node = FileNode | FolderNode;

/** The process is gone; nothing after it happens. */
export class PowerCut extends Error {
  override readonly name = 'PowerCut';
}

const errno = (code: string, path = ''): Error =>
  Object.assign(new Error(`${code} ${path}`), {code});

const newFolder = (): FolderNode => ({
  kind: 'folder',
  entries: new Map(),
  durable: new Map(),
  pending: [],
});

const apply = (entries: Map<string, Node>, {removes, adds}: NameChange): void => {
  if (removes !== undefined) entries.delete(removes);
  if (adds !== undefined) entries.set(adds.name, adds.node);
};

const page = 4096;

export type CrashFsOptions = {readonly now?: () => number; readonly capacity?: number};

export class CrashFs implements FolderFs {
  #root: FolderNode = newFolder();
  readonly #now: () => number;
  /** Bytes that fit; may be changed at any time. */
  capacity: number | undefined;
  /** Without hard links, as FAT has none. */
  hasLinks = true;
  /** Changing operations so far. */
  operations = 0;
  readonly log: string[] = [];
  #cutAt = Number.POSITIVE_INFINITY;
  #isCut = false;
  readonly #failures = new Map<number, string>();

  constructor({now = () => 0, capacity}: CrashFsOptions = {}) {
    this.#now = now;
    this.capacity = capacity;
  }

  /** Power is lost in the middle of the n-th changing operation from now, counted from 1. */
  crashAt(n: number): void {
    this.#cutAt = this.operations + n;
  }

  /** The n-th changing operation from now fails with this errno, once. */
  failAt(n: number, code: string): void {
    this.#failures.set(this.operations + n, code);
  }

  #step(name: string, path: string, half?: () => void): void {
    if (this.#isCut) throw new PowerCut('no power');
    this.operations++;
    this.log.push(`${name} ${path}`);
    if (this.operations >= this.#cutAt) {
      half?.();
      this.#isCut = true;
      throw new PowerCut(`power cut at ${name}`);
    }
    const code = this.#failures.get(this.operations);
    if (code !== undefined) throw errno(code, path);
  }

  #alive(): void {
    if (this.#isCut) throw new PowerCut('no power');
  }

  /** What is on the disk after a restart. The same seed gives the same disk. */
  remount(seed: number): CrashFs {
    const next = numbers(seed);
    const fs = new CrashFs({
      now: this.#now,
      ...(this.capacity === undefined ? {} : {capacity: this.capacity}),
    });
    fs.hasLinks = this.hasLinks;
    fs.#root = surviving(this.#root, next) as FolderNode;
    return fs;
  }

  /** A copy of a file system at rest: everything counts as durable. */
  clone(): CrashFs {
    const fs = new CrashFs({
      now: this.#now,
      ...(this.capacity === undefined ? {} : {capacity: this.capacity}),
    });
    fs.hasLinks = this.hasLinks;
    fs.#root = settled(this.#root) as FolderNode;
    return fs;
  }

  /** Paths of all files, temporary ones too. */
  paths(): string[] {
    const found: string[] = [];
    const walk = (folder: FolderNode, path: string): void => {
      for (const [name, node] of folder.entries) {
        if (node.kind === 'folder') walk(node, `${path}/${name}`);
        else found.push(`${path}/${name}`);
      }
    };
    walk(this.#root, '');
    return found.toSorted();
  }

  used(): number {
    const seen = new Set<Node>();
    const sum = (folder: FolderNode): number =>
      [...folder.entries.values()].reduce((total, node) => {
        if (seen.has(node)) return total;
        seen.add(node);
        return total + (node.kind === 'folder' ? sum(node) : node.content.length);
      }, 0);
    return sum(this.#root);
  }

  // ---- paths

  #find(path: string): Node | undefined {
    let node: Node | undefined = this.#root;
    for (const part of path.split('/').filter((part) => part !== '')) {
      if (node?.kind !== 'folder') return undefined;
      node = node.entries.get(part);
    }
    return node;
  }

  #folder(path: string): FolderNode {
    const node = this.#find(path);
    if (node === undefined) throw errno('ENOENT', path);
    if (node.kind !== 'folder') throw errno('ENOTDIR', path);
    return node;
  }

  #split(path: string): {folder: FolderNode; name: string} {
    const cut = path.lastIndexOf('/');
    return {folder: this.#folder(path.slice(0, cut)), name: path.slice(cut + 1)};
  }

  #change(folder: FolderNode, change: NameChange): void {
    apply(folder.entries, change);
    folder.pending.push(change);
  }

  // ---- FolderFs

  async openToRead(path: string): Promise<OpenFile> {
    this.#alive();
    const node = this.#find(path);
    if (node?.kind !== 'file') throw errno('ENOENT', path);
    return this.#open(path, node);
  }

  async create(path: string): Promise<OpenFile> {
    const {folder, name} = this.#split(path);
    if (folder.entries.has(name)) throw errno('EEXIST', path);
    const node: FileNode = {
      kind: 'file',
      content: new Uint8Array(0),
      durable: undefined,
      modifiedMs: this.#now(),
    };
    this.#step('create', path, () => this.#change(folder, {adds: {name, node}}));
    this.#change(folder, {adds: {name, node}});
    return this.#open(path, node);
  }

  #open(path: string, node: FileNode): OpenFile {
    const append = (bytes: Uint8Array): void => {
      node.content = Buffer.concat([node.content, bytes]);
      node.modifiedMs = this.#now();
    };
    return {
      read: async (buffer, position) => {
        this.#alive();
        const part = node.content.subarray(position, position + buffer.length);
        buffer.set(part);
        return part.length;
      },
      write: async (bytes) => {
        this.#step('write', path, () => append(bytes.subarray(0, bytes.length >> 1)));
        const room = this.capacity === undefined ? bytes.length : this.capacity - this.used();
        append(bytes.subarray(0, Math.max(0, Math.min(room, bytes.length))));
        if (room < bytes.length) throw errno('ENOSPC', path);
      },
      sync: async () => {
        this.#step('sync', path);
        node.durable = Uint8Array.from(node.content);
      },
      size: async () => node.content.length,
      close: async () => undefined,
    };
  }

  async rename(from: string, to: string): Promise<void> {
    const source = this.#split(from);
    const target = this.#split(to);
    const node = source.folder.entries.get(source.name);
    if (node === undefined) throw errno('ENOENT', from);
    if (source.folder !== target.folder)
      throw new Error('The model renames within one folder only.');
    const change = {removes: source.name, adds: {name: target.name, node}};
    this.#step('rename', to, () => this.#change(target.folder, change));
    this.#change(target.folder, change);
  }

  async link(from: string, to: string): Promise<void> {
    if (!this.hasLinks) throw errno('EPERM', to);
    const node = this.#find(from);
    const {folder, name} = this.#split(to);
    if (node === undefined) throw errno('ENOENT', from);
    if (folder.entries.has(name)) throw errno('EEXIST', to);
    this.#step('link', to, () => this.#change(folder, {adds: {name, node}}));
    this.#change(folder, {adds: {name, node}});
  }

  async unlink(path: string): Promise<void> {
    const {folder, name} = this.#split(path);
    if (folder.entries.get(name)?.kind !== 'file') throw errno('ENOENT', path);
    this.#step('unlink', path, () => this.#change(folder, {removes: name}));
    this.#change(folder, {removes: name});
  }

  async mkdir(path: string): Promise<void> {
    const {folder, name} = this.#split(path);
    if (folder.entries.has(name)) throw errno('EEXIST', path);
    const node = newFolder();
    this.#step('mkdir', path, () => this.#change(folder, {adds: {name, node}}));
    this.#change(folder, {adds: {name, node}});
  }

  async readdir(path: string): Promise<readonly FolderItem[]> {
    this.#alive();
    return [...this.#folder(path).entries].map(([name, node]) => ({name, kind: node.kind}));
  }

  async stat(path: string): Promise<{kind: FolderItem['kind']; size: number; modifiedMs: number}> {
    this.#alive();
    const node = this.#find(path);
    if (node === undefined) throw errno('ENOENT', path);
    return node.kind === 'folder'
      ? {kind: 'folder', size: 0, modifiedMs: 0}
      : {kind: 'file', size: node.content.length, modifiedMs: node.modifiedMs};
  }

  async syncFolder(path: string): Promise<void> {
    const folder = this.#folder(path === '' ? '/' : path);
    this.#step('syncFolder', path);
    folder.durable = new Map(folder.entries);
    folder.pending = [];
  }

  async freeBytes(): Promise<number | undefined> {
    this.#alive();
    return this.capacity === undefined ? undefined : Math.max(0, this.capacity - this.used());
  }
}

/** Unsynced names survive or not, each on its own: the disk may reorder them. */
const surviving = (node: Node, next: () => number): Node => {
  if (node.kind === 'file') return survivingFile(node, next);
  const entries = new Map(node.durable);
  for (const change of node.pending) if (next() < 0.5) apply(entries, change);
  return settledFolder([...entries].map(([name, child]) => [name, surviving(child, next)]));
};

const survivingFile = (node: FileNode, next: () => number): FileNode => {
  const base = node.durable ?? new Uint8Array(0);
  if (Buffer.compare(base, node.content) === 0) return settledFile(node.content, node.modifiedMs);
  const length = Math.max(base.length, Math.floor(next() * (node.content.length + 1)));
  const content = new Uint8Array(length);
  content.set(base);
  for (let at = 0; at < length; at += page) {
    if (next() < 0.5) content.set(node.content.subarray(at, Math.min(at + page, length)), at);
  }
  return settledFile(content, node.modifiedMs);
};

const settledFile = (content: Uint8Array, modifiedMs: number): FileNode => ({
  kind: 'file',
  content,
  durable: content,
  modifiedMs,
});

const settledFolder = (children: readonly (readonly [string, Node])[]): FolderNode => ({
  kind: 'folder',
  entries: new Map(children),
  durable: new Map(children),
  pending: [],
});

const settled = (node: Node): Node =>
  node.kind === 'file'
    ? settledFile(node.content, node.modifiedMs)
    : settledFolder([...node.entries].map(([name, child]) => [name, settled(child)]));
