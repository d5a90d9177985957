import {
  MAX_ENTRIES_BEHIND,
  type ClientMessage,
  type LogEntry,
  type LogsMessage,
  type ServerMessage,
  type StreamErrorMessage,
  type StreamStart,
  type SubscribedMessage,
} from '@tailrace/protocol/core';
import { Subject, type Observable } from 'rxjs';
import { readWhole } from './buffer/readWhole.ts';
import { LogStreamError } from './LogStreamError.ts';
import { isReadableEntry } from './parseServerMessage.ts';
import type { StreamEvent } from './StreamEvent.ts';

/** What a subscription is to bring. */
export interface SubscribeOptions {
  /** In the filter language. @default '' everything */
  readonly filter?: string;
  /** How many stored entries to begin with, at most 10,000. @default 1000 */
  readonly last?: number;
  /** Begin strictly after this cursor instead, or with what comes next. */
  readonly after?: string;
}

/** Entries of the server that match a filter, across all losses of the connection. */
export interface LogSubscription {
  /** Subscribe to it in the same task: what happened before is not told again. */
  readonly events$: Observable<StreamEvent>;
  readonly entries$: Observable<readonly LogEntry[]>;
  /** Changes the filter; a `reset` event comes before the first entries of the new one. */
  update(filter: string): void;
  /** Asks the server to hold back; nothing is lost, as the server goes on from there. */
  pause(): void;
  resume(): void;
  close(): void;
}

/** What a session needs from the connection it is on. */
export interface SubscriptionChannel {
  readonly send: (message: ClientMessage) => void;
  readonly error: (error: LogStreamError) => void;
  readonly closed: () => void;
}

/** Entries that a subscription begins with unless told otherwise. */
const DEFAULT_LAST = 1000;

/** One subscription's memory: what it wants, what the server knows of that, and how far it has come. */
export class SubscriptionSession implements LogSubscription {
  readonly events$: Observable<StreamEvent>;
  readonly entries$: Observable<readonly LogEntry[]>;
  readonly #events = new Subject<StreamEvent>();
  readonly #entries = new Subject<readonly LogEntry[]>();
  readonly #id: string;
  readonly #start: StreamStart;
  readonly #channel: SubscriptionChannel;
  /** The filter that is wanted, the one whose entries come, and the one that the server was asked for last. */
  #wanted: string;
  #applied: string;
  #asked: string | undefined;
  #paused = false;
  /** Of the connection: the store's epoch while there is one, and what the server said of this subscription. */
  #epoch: string | undefined;
  #generation: number | undefined;
  #resuming = false;
  #live = false;
  /** How far it has come, and in which store. */
  #cursor: string | undefined;
  #position = -1;
  #cursorEpoch: string | undefined;

  constructor(id: string, options: SubscribeOptions, channel: SubscriptionChannel) {
    this.#id = id;
    this.#start =
      options.after === undefined
        ? { last: Math.min(options.last ?? DEFAULT_LAST, MAX_ENTRIES_BEHIND) }
        : { after: options.after };
    this.#channel = channel;
    this.#wanted = this.#applied = options.filter ?? '';
    this.events$ = this.#events.asObservable();
    this.entries$ = this.#entries.asObservable();
  }

  /** Whether it waits for nothing stored. One that is paused does not either. */
  get live(): boolean {
    return this.#live || this.#paused;
  }

  update(filterText: string): void {
    this.#wanted = filterText;
    this.#askForWanted();
  }

  pause(): void {
    if (this.#paused) return;
    this.#paused = true;
    if (this.#live) this.#channel.send({ type: 'pause', id: this.#id });
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    if (this.#generation !== undefined) this.#channel.send({ type: 'resume', id: this.#id });
    else if (this.#asked === undefined) this.#subscribe();
  }

  close(): void {
    if (this.#generation !== undefined || this.#asked !== undefined) this.#unsubscribe();
    this.#channel.closed();
    this.#events.complete();
    this.#entries.complete();
  }

  connected(epoch: string): void {
    this.#epoch = epoch;
    // A server that has never heard of this subscription has nothing to hold back for it.
    if (!this.#paused) this.#subscribe();
  }

  disconnected(): void {
    this.#epoch = this.#generation = this.#asked = undefined;
    this.#live = false;
  }

  receive(message: ServerMessage): void {
    if (message.type === 'subscribed') return this.#onSubscribed(message);
    if (message.type === 'error') return this.#onError(message);
    // Until the server has answered, what comes is of the subscription before.
    if (this.#generation === undefined) return;
    switch (message.type) {
      case 'logs':
        return this.#onLogs(message);
      case 'gap': {
        if (!this.#isNew(message.to)) return;
        this.#moveTo(message.to);
        const { from, to, count, reason, at_most: isAtMost } = message;
        const atMost = isAtMost && ({ atMost: true } as const);
        return this.#events.next({ type: 'gap', from, to, count, reason, ...atMost });
      }
      case 'live':
        this.#live = true;
        if (this.#paused) this.#channel.send({ type: 'pause', id: this.#id });
        return this.#events.next({ type: 'live' });
      default:
    }
  }

  #subscribe(): void {
    if (this.#epoch === undefined) return;
    this.#asked = this.#wanted;
    this.#resuming =
      this.#cursor !== undefined && this.#cursorEpoch === this.#epoch && this.#wanted === this.#applied;
    this.#channel.send({
      type: 'subscribe',
      id: this.#id,
      ...(this.#wanted !== '' && { filter: this.#wanted }),
      ...(this.#resuming ? { after: this.#cursor! } : this.#start),
    });
  }

  #unsubscribe(): void {
    this.#channel.send({ type: 'unsubscribe', id: this.#id });
    this.#generation = undefined;
    this.#live = false;
  }

  /**
   * Subscribes anew, as an `update` would go on from here with the new filter, and not show what is stored.
   * One change is under way at a time, so that each answer says which filter it is about.
   */
  #askForWanted(): void {
    if (this.#epoch === undefined || this.#asked !== undefined || this.#wanted === this.#applied) return;
    if (this.#generation !== undefined) this.#unsubscribe();
    this.#subscribe();
  }

  #onSubscribed({ generation, resumed }: SubscribedMessage): void {
    this.#generation = generation;
    if (!this.#resuming || !resumed) this.#forget();
    this.#applied = this.#asked ?? this.#applied;
    this.#asked = undefined;
    this.#askForWanted();
  }

  #onError({ code, message }: StreamErrorMessage): void {
    const asked = this.#asked;
    this.#asked = undefined;
    if (asked !== undefined && asked !== this.#applied) {
      // What the server could not read leaves things as they were.
      if (this.#wanted === asked) this.#wanted = this.#applied;
      this.#subscribe();
    }
    this.#events.next({ type: 'error', code, message });
  }

  #onLogs({ generation, phase, to, entries }: LogsMessage): void {
    if (generation !== this.#generation) return;
    const readable = entries.filter(isReadableEntry);
    if (readable.length < entries.length) {
      const count = entries.length - readable.length;
      const message = `${count} of the server's entries could not be read; they were skipped`;
      this.#channel.error(new LogStreamError('malformed_message', message));
    }
    const fresh = readable.filter((entry) => this.#isNew(entry.cursor));
    if (this.#isNew(to)) this.#moveTo(to);
    if (fresh.length === 0) return;
    this.#events.next({ type: 'entries', entries: fresh, phase });
    this.#entries.next(fresh);
  }

  #isNew(cursor: string): boolean {
    return positionOf(cursor) > this.#position;
  }

  #moveTo(cursor: string): void {
    this.#cursor = cursor;
    this.#position = positionOf(cursor);
    this.#cursorEpoch = this.#epoch;
  }

  #forget(): void {
    if (this.#cursor === undefined) return;
    this.#cursor = undefined;
    this.#position = -1;
    this.#events.next({ type: 'reset' });
  }
}

/** Place in the store's order; of a cursor that was checked when it was read. */
function positionOf(cursor: string): number {
  return readWhole(cursor, cursor.lastIndexOf('.') + 1);
}
