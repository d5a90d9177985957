import type { GapReason, LogEntry, StreamErrorCode } from '@tailrace/protocol';

/** What happens to a subscription, in the order in which it happened. */
export type StreamEvent =
  /** Entries that match, in the order in which the server stored them; none comes twice until a reset. */
  | {
      readonly type: 'entries';
      readonly entries: readonly LogEntry[];
      readonly phase: 'replay' | 'live';
    }
  /** `count` matching entries after `from` up to and including `to` were left out. */
  | {
      readonly type: 'gap';
      readonly from: string;
      readonly to: string;
      readonly count: number;
      readonly reason: GapReason;
      /** `count` is the most that it can be. */
      readonly atMost?: true;
    }
  /** Forget what came before: the filter changed, or the server's store is another one. */
  | { readonly type: 'reset' }
  /** The replay has caught up; what follows is as it happens. */
  | { readonly type: 'live' }
  /** The server could not do what the subscription asks, such as read its filter. */
  | { readonly type: 'error'; readonly code: StreamErrorCode; readonly message: string };
