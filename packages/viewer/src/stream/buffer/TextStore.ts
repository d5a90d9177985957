import type { LogEntry } from '@tailrace/protocol';
import { TextBlock } from './TextBlock.ts';

/** All text of a buffer, by blocks that go when the last of their rows has gone. */
export class TextStore {
  readonly #blocks = new Map<number, TextBlock>();
  #open: TextBlock | undefined;
  #number = 0;
  /** Blocks that were written to since `settle`. */
  #touched: TextBlock[] = [];

  /** Of the entry that came last. */
  get epoch(): string {
    return this.#open?.epoch ?? '';
  }

  get(block: number): TextBlock {
    return this.#blocks.get(block)!;
  }

  find(block: number): TextBlock | undefined {
    return this.#blocks.get(block);
  }

  /** Number of the block that `add` would write to. */
  blockFor(epoch: string): number {
    if (!this.#open || this.#open.full || this.#open.epoch !== epoch) this.#begin(epoch);
    return this.#number;
  }

  /** Adds to the block that `blockFor` named. */
  add(message: string, details: string, entry: LogEntry | undefined): number {
    return this.#open!.add(message, details, entry);
  }

  release(number: number): void {
    const block = this.get(number);
    block.live -= 1;
    if (block.live === 0 && block !== this.#open) this.#blocks.delete(number);
  }

  /** Packs what was added. */
  settle(): void {
    for (const block of this.#touched) block.settle();
    this.#touched = this.#open ? [this.#open] : [];
  }

  /** Block numbers go on, so that what remembers one does not take another for it. */
  clear(): void {
    this.#blocks.clear();
    this.#open = undefined;
    this.#touched = [];
  }

  #begin(epoch: string): void {
    if (this.#open?.live === 0) this.#blocks.delete(this.#number);
    this.#number += 1;
    this.#open = new TextBlock(epoch);
    this.#blocks.set(this.#number, this.#open);
    this.#touched.push(this.#open);
  }
}
