import { parseCursor, type LogEntry } from '@tailrace/protocol';
import { connect, type Connection, type Transport } from './connect.ts';
import type { ServerProcess } from './serverProcess.ts';

/** Milliseconds after which it comes back when its connection ended by itself. */
const RECONNECT_MS = 200;

export interface SubscriberOptions {
  readonly server: ServerProcess;
  readonly transport: Transport;
  readonly filter: string;
  readonly after: string;
}

/** Follows a stream over many connections, and keeps count of what came. */
export class Subscriber {
  readonly options: SubscriberOptions;
  /** Where each entry stands that came, in the order of their coming. */
  readonly positions: number[] = [];
  /** Milliseconds from an entry's making to its arrival. */
  readonly latencies: number[] = [];
  /** Entries that gap notices said were left out. */
  leftOut = 0;
  /** Connections that the other side ended. */
  cutOff = 0;
  /** Connections that it broke itself. */
  broken = 0;
  acknowledges = true;
  #cursor: string;
  #connection: Connection | undefined;
  #isFrozen = false;
  #isEnded = false;
  #waiting: { readonly position: number; readonly resolve: () => void } | undefined;

  constructor(options: SubscriberOptions) {
    this.options = options;
    this.#cursor = options.after;
    this.#connect();
  }

  get position(): number {
    return parseCursor(this.#cursor)!.position;
  }

  /** Breaks the connection, and comes back at once. */
  breakOff(): void {
    this.broken += 1;
    this.#connection?.destroy();
  }

  /** Takes nothing any more. */
  freeze(): void {
    this.#isFrozen = true;
    this.#connection?.freeze();
  }

  /** Takes what waits, and acknowledges it. */
  thaw(): void {
    this.#isFrozen = false;
    this.acknowledges = true;
    this.#connection?.thaw();
    this.#connection?.acknowledge(this.#cursor);
  }

  /** Resolves when it has been told of everything up to a position. */
  until(position: number): Promise<void> {
    if (this.position >= position) return Promise.resolve();
    return new Promise((resolve) => (this.#waiting = { position, resolve }));
  }

  end(): void {
    this.#isEnded = true;
    this.#connection?.destroy();
  }

  #connect(): void {
    const { transport, server, filter } = this.options;
    let isOver = false;
    const after = this.#cursor;
    const connection = connect(
      transport,
      server,
      { filter, after },
      {
        entries: (entries, cursor) => {
          // What came in the same piece as the end is not lost: it comes again.
          if (!isOver && this.#connection === connection) this.#take(entries, cursor);
        },
        gap: (count, cursor) => {
          this.leftOut += count;
          this.#moveTo(cursor);
        },
        closed: () => {
          if (isOver) return;
          isOver = true;
          if (this.#isEnded) return;
          const isOwn = this.broken > this.#brokenSeen;
          this.#brokenSeen = this.broken;
          if (!isOwn) this.cutOff += 1;
          setTimeout(() => this.#isEnded || this.#connect(), isOwn ? 0 : RECONNECT_MS);
        },
      },
    );
    this.#connection = connection;
    if (this.#isFrozen) connection.freeze();
  }

  #brokenSeen = 0;

  #take(entries: readonly LogEntry[], cursor: string): void {
    const now = Date.now();
    for (const entry of entries) {
      this.positions.push(parseCursor(entry.cursor)!.position);
      this.latencies.push(now - Date.parse(entry.timestamp));
    }
    this.#moveTo(cursor);
  }

  #moveTo(cursor: string): void {
    this.#cursor = cursor;
    if (this.acknowledges) this.#connection?.acknowledge(cursor);
    if (!this.#waiting || this.position < this.#waiting.position) return;
    this.#waiting.resolve();
    this.#waiting = undefined;
  }
}
