// A queue that gives the smallest first (a binary heap): what must wait for its turn while a file is read. Not a sorter of files.

export class WaitingLine<T> {
  readonly #items: T[] = [];
  readonly #compare: (a: T, b: T) => number;

  constructor(compare: (a: T, b: T) => number) {
    this.#compare = compare;
  }

  get first(): T | undefined {
    return this.#items[0];
  }

  add(item: T): void {
    const items = this.#items;
    let at = items.push(item) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const other = items[above];
      if (other === undefined || this.#compare(other, item) <= 0) break;
      items[at] = other;
      items[above] = item;
      at = above;
    }
  }

  take(): T | undefined {
    const items = this.#items;
    const [first] = items;
    const last = items.pop();
    if (items.length > 0 && last !== undefined) this.#sink(last);
    return first;
  }

  #sink(item: T): void {
    const items = this.#items;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      const left = items[below];
      if (left === undefined) break;
      const right = items[below + 1];
      const isRight = right !== undefined && this.#compare(right, left) < 0;
      const smaller = isRight ? right : left;
      if (isRight) below++;
      if (this.#compare(item, smaller) <= 0) break;
      items[at] = smaller;
      at = below;
    }
    items[at] = item;
  }
}
