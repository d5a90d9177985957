import { closeSync, fsyncSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { randomFillSync } from 'node:crypto';
import { join } from 'node:path';

/** Of the disk, below which nothing more is taken, unless told otherwise; of large disks `MAX_DEFAULT_BYTES`. */
const DEFAULT_SHARE = 0.05;
const MAX_DEFAULT_BYTES = 200 * 1024 ** 2;
/** Milliseconds for which the answer of the file system is good. */
const FRESH_MS = 250;
/** Bytes of the ballast: for a new file and a slice at least; at most for a whole WAL, and some slices. */
const MIN_BALLAST_BYTES = 1024 ** 2;
const MAX_BALLAST_BYTES = 16 * 1024 ** 2;
const BALLAST_SHARE = 0.25;
const BLOCK = 64 * 1024;

/** How much room the disk has that the store lies on, and a reserve for when it has none. */
export class DiskSpace {
  readonly #folder: string;
  readonly #minFreeBytes: number | undefined;
  #known: { readonly free: number; readonly least: number; readonly at: number } | undefined;

  /** @param minFreeBytes free space below which the disk counts as full; 0 is never. @default 5 %, at most 200 MB */
  constructor(folder: string, minFreeBytes?: number) {
    this.#folder = folder;
    this.#minFreeBytes = minFreeBytes;
  }

  /** Tells whether there is less room than there should be. */
  async isLow(): Promise<boolean> {
    const { free, least } = await this.#look();
    return free < least;
  }

  /** Takes the reserve, where there is room for it beyond what should be free. */
  async takeBallast(): Promise<void> {
    const { free, least } = await this.#look(0);
    const share = Math.floor(least * BALLAST_SHARE);
    const bytes = Math.min(MAX_BALLAST_BYTES, Math.max(MIN_BALLAST_BYTES, share));
    if (least === 0 || this.#hasBallast(bytes) || free < least + bytes) return;
    this.dropBallast();
    try {
      fill(this.#ballastPath, bytes);
    } catch {
      // Something else took the room meanwhile: half a ballast is of less use than the room.
      this.dropBallast();
    }
  }

  /** Gives the reserve up, so that there is room to remove entries. @returns whether there was one */
  dropBallast(): boolean {
    const hadOne = this.#hasBallast(1);
    rmSync(this.#ballastPath, { force: true });
    this.#known = undefined;
    return hadOne;
  }

  get #ballastPath(): string {
    return join(this.#folder, 'ballast');
  }

  #hasBallast(bytes: number): boolean {
    const size = statSync(this.#ballastPath, { throwIfNoEntry: false })?.size ?? 0;
    return size >= bytes;
  }

  async #look(freshMs = FRESH_MS): Promise<{ readonly free: number; readonly least: number }> {
    if (this.#known && performance.now() - this.#known.at < freshMs) return this.#known;
    const { bavail, blocks, bsize } = await statfs(this.#folder);
    const least = this.#minFreeBytes ?? Math.min(blocks * bsize * DEFAULT_SHARE, MAX_DEFAULT_BYTES);
    this.#known = { free: bavail * bsize, least, at: performance.now() };
    return this.#known;
  }
}

/** Random, because file systems that compress would give zeros no room. */
function fill(path: string, bytes: number): void {
  const block = randomFillSync(Buffer.allocUnsafe(BLOCK));
  const descriptor = openSync(path, 'wx', 0o600);
  try {
    for (let left = bytes; left > 0; left -= BLOCK) writeSync(descriptor, block, 0, Math.min(left, BLOCK));
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
