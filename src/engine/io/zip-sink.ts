// A sink whose files go into one zip, streaming. The same files in the same order give the same bytes.

import {once} from 'node:events';
import {crc32, createDeflateRaw} from 'node:zlib';
import type {DeflateRaw} from 'node:zlib';
import {ChatError} from '../errors.ts';
import {fileSink} from './file-sink.ts';
import type {FileSinkOptions} from './file-sink.ts';
import {refuseUnsafePath} from './memory-source.ts';
import {mimeFromName} from './mime.ts';
import type {Sink, SinkFile} from './sink.ts';
import {WriteBuffer} from './write-buffer.ts';
import {centralRecord, dataDescriptor, dosTime, endRecords, localHeader} from './zip-records.ts';
import type {ZipRecord} from './zip-records.ts';

export type ZipWriter = {
  /** Its files may be open at the same time: one streams, the others wait in memory, packed, for it to be closed. */
  readonly sink: Sink;
  /** Writes the list of files and closes the zip. All files must be closed or aborted. */
  finish(): Promise<void>;
  /** Leaves nothing behind. */
  abort(): Promise<void>;
};

/** How much packed data may wait for its turn. */
const maxWaiting = 256 * 1024 * 1024;

/** Deflating these again only costs time. */
const isPacked = (path: string): boolean =>
  /^(?:image\/(?!bmp|svg|tiff)|video\/|audio\/(?!wav))|zip|rar|7z|openxml/.test(
    mimeFromName(path) ?? '',
  );

/** The data of one file on its way into the zip: counted, summed, deflated. */
class EntryData {
  readonly isStored: boolean;
  crc = 0;
  unpacked = 0;
  packed = 0;
  readonly #put: (packed: Uint8Array) => Promise<void>;
  readonly #deflate: DeflateRaw | undefined;
  #ready: Uint8Array[] = [];

  constructor(isStored: boolean, put: (packed: Uint8Array) => Promise<void>) {
    this.isStored = isStored;
    this.#put = put;
    if (isStored) return;
    this.#deflate = createDeflateRaw({level: 6, chunkSize: 65_536});
    this.#deflate.on('data', (chunk: Buffer) => this.#ready.push(chunk));
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.crc = crc32(bytes, this.crc);
    this.unpacked += bytes.length;
    const deflate = this.#deflate;
    if (!deflate) {
      // It may have to wait, and the caller may use its memory again.
      this.#ready.push(bytes.slice());
    } else {
      await new Promise<void>((done, fail) => {
        deflate.write(bytes, (error) => {
          if (error) fail(error);
          else done();
        });
      });
    }
    await this.#drain();
  }

  async end(): Promise<void> {
    if (this.#deflate) {
      this.#deflate.end();
      await once(this.#deflate, 'end');
    }
    await this.#drain();
  }

  destroy(): void {
    this.#deflate?.destroy();
  }

  async #drain(): Promise<void> {
    const ready = this.#ready;
    this.#ready = [];
    for (const chunk of ready) {
      this.packed += chunk.length;
      await this.#put(chunk);
    }
  }
}

type Member = {
  readonly name: string;
  readonly modifiedMs: number | undefined;
  readonly data: EntryData;
  /** Packed data that waits because another file has its turn. */
  held: Uint8Array[];
  isComplete: boolean;
  offset: number;
};

/** Who writes when. Steps never overlap: each waits for the one before. */
class ZipOutput {
  readonly #file: SinkFile;
  readonly #records: ZipRecord[] = [];
  /** Open or waiting, oldest first; the first one has its turn. */
  readonly #members: Member[] = [];
  readonly #names = new Set<string>();
  #offset = 0;
  #waiting = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(file: SinkFile) {
    this.#file = file;
  }

  #inTurn<T>(step: () => Promise<T>): Promise<T> {
    const result = this.#last.then(step);
    this.#last = result.catch(() => undefined); // Whoever asked for the step hears of it.
    return result;
  }

  create(path: string, modifiedMs: number | undefined): Promise<SinkFile> {
    return this.#inTurn(async () => {
      refuseUnsafePath(path);
      const parts = path.split(/[/\\]/).filter((part) => part !== '' && part !== '.');
      const name = parts.join('/');
      if (this.#names.has(name)) {
        throw new ChatError('target-exists', `It is in the zip already: ${path}`);
      }
      this.#names.add(name);
      const put = (packed: Uint8Array): Promise<void> =>
        this.#inTurn(() => this.#put(member, packed));
      const data = new EntryData(isPacked(name), put);
      const member: Member = {name, modifiedMs, data, held: [], isComplete: false, offset: 0};
      this.#members.push(member);
      if (this.#members[0] === member) await this.#begin(member);
      return this.#sinkFile(member);
    });
  }

  #sinkFile(member: Member): SinkFile {
    const buffer = new WriteBuffer((bytes) => member.data.write(bytes));
    let isOpen = true;
    return {
      write: async (chunk) => {
        if (!isOpen) throw new Error(`Written to after it was closed: ${member.name}`);
        await buffer.add(chunk);
      },
      close: async () => {
        if (!isOpen) return;
        isOpen = false;
        await buffer.flush();
        await member.data.end();
        await this.#inTurn(async () => {
          member.isComplete = true;
          await this.#advance();
        });
      },
      abort: async () => {
        if (!isOpen) return;
        isOpen = false;
        member.data.destroy();
        await this.#inTurn(() => this.#drop(member));
      },
    };
  }

  async #write(bytes: Uint8Array): Promise<void> {
    this.#offset += bytes.length;
    await this.#file.write(bytes);
  }

  async #begin(member: Member): Promise<void> {
    member.offset = this.#offset;
    await this.#write(localHeader({...this.#factsOf(member)}));
    const {held} = member;
    member.held = [];
    for (const packed of held) {
      this.#waiting -= packed.length;
      await this.#write(packed);
    }
  }

  async #put(member: Member, packed: Uint8Array): Promise<void> {
    if (this.#members[0] === member) return this.#write(packed);
    this.#waiting += packed.length;
    if (this.#waiting > maxWaiting) {
      throw new Error('Too many large files of one zip are written at the same time.');
    }
    member.held.push(packed);
  }

  /** Ends the first members as long as they are complete, and lets the next one write. */
  async #advance(): Promise<void> {
    for (let first = this.#members[0]; first?.isComplete; first = this.#members[0]) {
      const {crc, packed, unpacked} = first.data;
      const record = {...this.#factsOf(first), offset: first.offset, crc, packed, unpacked};
      await this.#write(dataDescriptor(record));
      this.#records.push(record);
      this.#members.shift();
      const next = this.#members[0];
      if (next) await this.#begin(next);
    }
  }

  #factsOf(member: Member): Pick<ZipRecord, 'name' | 'isStored' | 'dosTime' | 'dosDate'> {
    const {isStored} = member.data;
    return {name: Buffer.from(member.name), isStored, ...dosTime(member.modifiedMs)};
  }

  /** What an aborted file left in the zip is in no list: readers do not see it. */
  async #drop(member: Member): Promise<void> {
    const index = this.#members.indexOf(member);
    if (index < 0) return;
    this.#names.delete(member.name);
    for (const packed of member.held) this.#waiting -= packed.length;
    this.#members.splice(index, 1);
    const next = this.#members[0];
    if (index === 0 && next) {
      await this.#begin(next);
      await this.#advance();
    }
  }

  finish(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#members.length > 0) throw new Error('The zip was ended while files were open.');
      const from = this.#offset;
      for (const record of this.#records) await this.#write(centralRecord(record));
      await this.#write(endRecords(this.#records.length, from, this.#offset - from));
      await this.#file.close();
    });
  }
}

/** Writes a zip into a file that is being written. */
export const zipInto = (file: SinkFile): ZipWriter => {
  const output = new ZipOutput(file);
  return {
    sink: {create: (path, {modifiedMs} = {}) => output.create(path, modifiedMs)},
    finish: () => output.finish(),
    abort: () => file.abort(),
  };
};

export type ZipFileSink = {
  readonly sink: Sink;
  /** Without it the zip does not appear. */
  close(): Promise<void>;
  abort(): Promise<void>;
};

/** A zip on disk: whole after `close`, or not there. */
export const zipFileSink = async (
  location: string,
  options: FileSinkOptions,
): Promise<ZipFileSink> => {
  const {sink, finish, abort} = zipInto(await fileSink(location, options).create(location));
  return {sink, close: finish, abort};
};
