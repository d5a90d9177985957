import { BLOCK_ROWS } from './TextBlock.ts';

/** Rows that are kept for being shown again: some screens of them. */
const GENERATION_ROWS = 512;

/** What was made of rows lately, by where their text is. */
export class RowCache<Row> {
  #young = new Map<number, Row>();
  #old = new Map<number, Row>();

  get(block: number, slot: number, make: () => Row): Row {
    const address = block * BLOCK_ROWS + slot;
    const known = this.#young.get(address) ?? this.#old.get(address);
    const row = known ?? make();
    if (this.#young.size >= GENERATION_ROWS) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(address, row);
    return row;
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }
}
