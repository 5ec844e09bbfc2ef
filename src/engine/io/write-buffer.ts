// Gathers small writes into large ones, because a call per line costs more than the line.

const bufferBytes = 65_536;

export class WriteBuffer {
  readonly #write: (bytes: Uint8Array) => Promise<void>;
  #parts: Uint8Array[] = [];
  #size = 0;

  constructor(write: (bytes: Uint8Array) => Promise<void>) {
    this.#write = write;
  }

  /** The caller may use its memory again once this resolves. */
  async add(chunk: string | Uint8Array): Promise<void> {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    if (this.#size + bytes.length < bufferBytes) {
      this.#parts.push(bytes === chunk ? bytes.slice() : bytes);
      this.#size += bytes.length;
      return;
    }
    await this.flush();
    if (bytes.length > 0) await this.#write(bytes);
  }

  async flush(): Promise<void> {
    if (this.#size === 0) return;
    const all = Buffer.concat(this.#parts, this.#size);
    this.#parts = [];
    this.#size = 0;
    await this.#write(all);
  }
}
