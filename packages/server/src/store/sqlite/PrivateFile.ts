import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { gzipSync } from 'node:zlib';

/** A file that is there as a whole, synced to disk, or not at all. Readable by its owner only. */
export class PrivateFile {
  readonly #path: string;
  readonly #partPath: string;
  readonly #descriptor: number;

  constructor(path: string) {
    this.#path = path;
    this.#partPath = `${path}.part`;
    rmSync(this.#partPath, { force: true });
    this.#descriptor = openSync(this.#partPath, 'wx', 0o600);
  }

  write(data: string | Uint8Array): void {
    const bytes = typeof data === 'string' ? Buffer.from(data) : data;
    let written = 0;
    while (written < bytes.length) written += writeSync(this.#descriptor, bytes, written);
  }

  /** As a gzip member of its own: a file may have many. */
  writeCompressed(text: string): void {
    this.write(gzipSync(text));
  }

  /** Gives it its name, when it is on disk. */
  finish(): void {
    fsyncSync(this.#descriptor);
    closeSync(this.#descriptor);
    renameSync(this.#partPath, this.#path);
    const folder = openSync(dirname(this.#path), 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  }

  abandon(): void {
    try {
      closeSync(this.#descriptor);
    } catch {
      // It was closed before what failed.
    }
    rmSync(this.#partPath, { force: true });
  }
}
