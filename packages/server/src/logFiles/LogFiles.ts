import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createStream, type RotatingFileStream } from 'rotating-file-stream';
import type { LogHub } from '../hub/LogHub.ts';
import { txt } from '../query/export/txt.ts';
import type { ServerLog } from '../ServerLog.ts';
import type { StoredEntry } from '../store/LogStore.ts';
import { printReaderEntry } from '../store/readerEntry.ts';
import { removeOldFiles, rotatedName } from './rotatedFiles.ts';

/** Entries that may wait to be written; beyond, the newest are left out, and counted. */
export const MAX_WAITING_FILE_ENTRIES = 10_000;
/** Entries that are printed at a time, so that others take turns. */
const SLICE_ENTRIES = 200;
/** Milliseconds after which a folder that could not be written to is tried again. */
const RETRY_MS = 10_000;

/** Where log files go, and how many there are. */
export interface LogFilesConfig {
  /** Made when it is missing. */
  readonly folder: string;
  /** Size from which on a file is rotated. */
  readonly maxBytes: number;
  /** Rotated files that are kept, compressed. */
  readonly backups: number;
}

export interface LogFilesOptions extends LogFilesConfig {
  readonly epoch: string;
  readonly log: ServerLog;
  /** Milliseconds. @default 10 s */
  readonly retryMs?: number;
}

/**
 * Writes entries into files for people, behind the hub: the store has them already, so that nothing waits for a file,
 * and one that cannot be written costs no entry but its line.
 */
export class LogFiles {
  readonly #options: LogFilesOptions;
  #waiting: StoredEntry[] = [];
  #leftOut = 0;
  #stream: RotatingFileStream | undefined;
  #isWriting = false;
  #isFailing = false;
  #isClosed = false;
  #retry: NodeJS.Timeout | undefined;

  constructor(options: LogFilesOptions) {
    this.#options = options;
  }

  /** Follows a hub. @returns stops following it */
  follow(hub: LogHub): () => void {
    return hub.subscribe(({ entries }) => this.write(entries));
  }

  /** Takes entries to be written soon. */
  write(entries: readonly StoredEntry[]): void {
    const room = Math.max(0, MAX_WAITING_FILE_ENTRIES - this.#waiting.length);
    this.#waiting.push(...entries.slice(0, room));
    this.#leftOut += Math.max(0, entries.length - room);
    this.#begin();
  }

  /** Writes what waits, unless files cannot be written. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    while (this.#isWriting) {
      // oxlint-disable-next-line no-await-in-loop
      await new Promise((resolve) => setImmediate(resolve));
    }
    const stream = this.#stream;
    this.#stream = undefined;
    if (stream) await new Promise<void>((resolve) => stream.once('close', resolve).end());
  }

  #begin(): void {
    if (this.#isWriting || this.#retry) return;
    this.#isWriting = true;
    setImmediate(() => {
      void this.#drain().finally(() => (this.#isWriting = false));
    });
  }

  async #drain(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        const slice = this.#waiting.slice(0, SLICE_ENTRIES);
        // Each write waits for the one before, and lets others take turns.
        // oxlint-disable-next-line no-await-in-loop
        await this.#writeText(slice.map((entry) => this.#print(entry)).join(''));
        this.#waiting.splice(0, slice.length);
        this.#isFailing = false;
      }
      if (this.#leftOut > 0) {
        await this.#writeText(`${this.#leftOut} more entries are in the store, and not in this file\n`);
        this.#leftOut = 0;
      }
    } catch (error) {
      this.#fail(error as Error);
    }
  }

  #print(entry: StoredEntry): string {
    return txt.print(printReaderEntry(this.#options.epoch, entry));
  }

  #writeText(text: string): Promise<void> {
    const stream = (this.#stream ??= this.#open());
    return new Promise((resolve, reject) => {
      stream.once('error', reject);
      stream.write(text, (error) => {
        stream.off('error', reject);
        if (error) reject(error);
        else resolve();
      });
    });
  }

  /** @throws when the folder cannot be used */
  #open(): RotatingFileStream {
    const { folder, maxBytes, backups } = this.#options;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, rotatedName(null));
    if (existsSync(path)) chmodSync(path, 0o600);
    const stream = createStream((time, index) => rotatedName(time as Date | null, index), {
      path: folder,
      size: `${maxBytes}B`,
      compress: 'gzip',
      mode: 0o600,
    });
    // Whoever writes is told; without a listener it would end the process.
    stream.on('error', () => undefined);
    stream.on('rotated', () => {
      try {
        removeOldFiles(folder, backups);
      } catch (error) {
        this.#tell(error as Error);
      }
    });
    return stream;
  }

  #fail(error: Error): void {
    this.#stream?.destroy();
    this.#stream = undefined;
    this.#tell(error);
    if (this.#isClosed) return;
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.#begin();
    }, this.#options.retryMs ?? RETRY_MS).unref();
  }

  /** Once, until something could be written again. */
  #tell(error: Error): void {
    if (this.#isFailing) return;
    this.#isFailing = true;
    const { folder, log } = this.#options;
    log.error('Log files cannot be written; the store has everything', { folder, error: error.message });
  }
}
