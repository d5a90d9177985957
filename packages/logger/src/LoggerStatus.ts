import type { DropReason } from '@tailrace/protocol';

/** How sending stands. */
export interface DeliveryStatus {
  /**
   * `idle`: nothing to send. `waiting`: an attempt failed, another follows. `paused`: only people can help (a
   * wrong key, a wrong address), attempts are rare. `offline`: the browser says that there is no network.
   */
  readonly state: 'idle' | 'sending' | 'waiting' | 'paused' | 'offline';
  /** Why it waits: the server's problem code, `status_<n>`, `network` or `unknown_body`. */
  readonly reason?: string;
  /** When the next attempt follows: milliseconds since 1970. */
  readonly retry_at?: number;
}

/** What a logger knows of its entries: a snapshot. `emitted = sent + queued + all dropped`. */
export interface LoggerStatus {
  /** Identity of this logger and its children: entries are `session-seq`. */
  readonly session: string;
  /** Entries logged so far; the last one's `seq`. */
  readonly emitted: number;
  /** All entries up to this `seq` are in durable storage, or already accounted for by `sent` or `dropped`. */
  readonly persisted: number;
  /**
   * Entries of this session that still wait for the server's acknowledgement. To what other tabs left behind
   * `delivery` refers, too.
   */
  readonly queued: number;
  /** Entries that the server has acknowledged. */
  readonly sent: number;
  /** Entries given up, by reason. */
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
  /** Where entries wait: `memory` is lost with the page. */
  readonly storage: 'opening' | 'indexeddb' | 'memory';
  /** Whether this tab sends for all, another one does, or none: after `close`, or without a usable `url`. */
  readonly shipping: 'leader' | 'follower' | 'off';
  readonly delivery: DeliveryStatus;
}
