import type { DroppedRange, LogLevel, LogLine } from '@tailrace/protocol';
import { DEFAULT_TENANT } from '../auth/Identity.ts';
import type { AppendSegments } from '../ingest/appendSegments.ts';
import type { LogFields } from '../ServerLog.ts';
import type { NewEntry } from '../store/LogStore.ts';
import { createOwnSession } from './ownSession.ts';
import { OWN_SOURCE } from './renameSource.ts';

/** Entries that wait for the store; what the server says beyond is counted as dropped. */
export const MAX_WAITING_ENTRIES = 1000;
/** Milliseconds within which the server says the same only once: what a store that fails causes is such. */
export const REPEAT_MS = 10_000;
/** Different messages whose repetition is looked for. */
const MAX_REMEMBERED = 100;
/** Milliseconds after which what was said is stored. */
const FLUSH_MS = 200;
/** Milliseconds after which a failed store is tried again. */
const RETRY_MS = 5000;

interface Said {
  readonly at: number;
  repeated: number;
}

export interface OwnLogQueueOptions {
  readonly append: AppendSegments;
  readonly redact: (line: string) => string;
  /** Told of the session in which the server speaks. */
  readonly ownSessions: Set<string>;
  /** Told once when the store begins to fail: this must not come back here. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * Brings the server's own log into its own store, in the background. That storing causes nothing more to be stored
 * is kept by two rules: what goes wrong here is not said here, and what is said over and over is stored once.
 */
export class OwnLogQueue {
  readonly #options: OwnLogQueueOptions;
  readonly #session = createOwnSession();
  readonly #said = new Map<string, Said>();
  readonly #dropped: DroppedRange[] = [];
  #waiting: NewEntry[] = [];
  #seq = 0;
  #timer: NodeJS.Timeout | undefined;
  #flushing: Promise<void> | undefined;
  #isFailing = false;

  constructor(options: OwnLogQueueOptions) {
    this.#options = options;
    options.ownSessions.add(this.#session);
  }

  add(level: LogLevel, message: string, fields: LogFields): void {
    const repeated = this.#repetition(level, message);
    if (repeated === undefined) return;
    this.#seq += 1;
    if (this.#waiting.length >= MAX_WAITING_ENTRIES) {
      this.#drop(this.#seq);
      return;
    }
    const metadata = { ...fields, ...(repeated > 0 && { repeated_before: repeated }) };
    const entry: LogLine = {
      seq: this.#seq,
      timestamp: new Date().toISOString(),
      level,
      source: OWN_SOURCE,
      logger: 'tailrace',
      message,
      ...(Object.keys(metadata).length > 0 && { metadata }),
    };
    const line = this.#options.redact(JSON.stringify(entry));
    this.#waiting.push({ line, entry: JSON.parse(line) as LogLine });
    this.#flushIn(FLUSH_MS);
  }

  /** Stores what waits, if the store takes it. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#flushing;
    await this.#flush();
    clearTimeout(this.#timer);
  }

  /** How often the same was said, and not stored, before this; `undefined` when this is not stored either. */
  #repetition(level: LogLevel, message: string): number | undefined {
    const key = `${level} ${message}`;
    const said = this.#said.get(key);
    const now = performance.now();
    if (said && now - said.at < REPEAT_MS) {
      said.repeated += 1;
      return undefined;
    }
    this.#said.delete(key);
    this.#said.set(key, { at: now, repeated: 0 });
    if (this.#said.size > MAX_REMEMBERED) this.#said.delete(this.#said.keys().next().value!);
    return said?.repeated ?? 0;
  }

  #drop(seq: number): void {
    const last = this.#dropped.at(-1);
    if (last && last[1] === seq - 1) this.#dropped[this.#dropped.length - 1] = [last[0], seq, 'queue_full'];
    else this.#dropped.push([seq, seq, 'queue_full']);
  }

  #flushIn(ms: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#flushing = this.#flush();
    }, ms).unref();
  }

  async #flush(): Promise<void> {
    // A copy: more is said while it is stored.
    const entries = [...this.#waiting];
    if (entries.length === 0) return;
    try {
      await this.#options.append([
        {
          tenant: DEFAULT_TENANT,
          session: this.#session,
          receivedAt: Date.now(),
          emitted: this.#seq,
          dropped: [...this.#dropped],
          resource: undefined,
          entries,
        },
      ]);
      this.#isFailing = false;
      this.#waiting = this.#waiting.slice(entries.length);
      if (this.#waiting.length > 0) this.#flushIn(FLUSH_MS);
    } catch (error) {
      if (!this.#isFailing) this.#options.onFailure(error);
      this.#isFailing = true;
      this.#flushIn(RETRY_MS);
    }
  }
}
