/** Entries that pass a filter in a stretch of the commit order; shared by all subscribers that get them. */
export class FeedPage {
  /** Everything that passes up to here is in the page. */
  readonly to: number;
  /** JSON of each entry. */
  readonly texts: readonly string[];
  /** Where each entry stands. */
  readonly positions: readonly number[];
  #encoded: Buffer | undefined;

  constructor(to: number, texts: readonly string[] = [], positions: readonly number[] = []) {
    this.to = to;
    this.texts = texts;
    this.positions = positions;
  }

  /** All entries as the end of a `logs` frame, which is the same for all that get it. */
  get encoded(): Buffer {
    return (this.#encoded ??= Buffer.from(`"entries":[${this.texts.join(',')}]}`));
  }

  /** The page up to its `count`-th entry, of which there is at least one. */
  first(count: number): FeedPage {
    if (count >= this.texts.length) return this;
    const positions = this.positions.slice(0, count);
    return new FeedPage(positions.at(-1)!, this.texts.slice(0, count), positions);
  }
}
