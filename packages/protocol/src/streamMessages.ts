import type { AnalysisRequestMessage, AnalysisResultMessage } from './analysisMessages.ts';
import type { StreamErrorCode } from './codes.ts';
import type { LevelSettings } from './LevelSettings.ts';
import type { LogEntry } from './LogEntry.ts';

/** Sub-protocol of a WebSocket that speaks frames; without it a socket gets one plain entry a message. */
export const STREAM_SUBPROTOCOL = 'tailrace.v1';

/** Shapes of a plain message. */
export const PLAIN_FORMATS = ['entry', 'service', 'monitor', 'job', 'model', 'event'] as const;
export type PlainFormat = (typeof PLAIN_FORMATS)[number];

/** Where a subscription starts: strictly after a cursor, with the last `n` entries, or with what comes next. */
export type StreamStart =
  | { readonly after: string; readonly last?: never }
  | { readonly last: number; readonly after?: never }
  | { readonly after: 'now'; readonly last?: never };

/** Begins a subscription. `id` is the client's own name for it, unique on the socket. */
export type SubscribeMessage = {
  readonly type: 'subscribe';
  readonly id: string;
  /** In the filter language; empty or absent: everything. */
  readonly filter?: string;
  /** Milliseconds over which entries are gathered into one frame, 20 to 50. @default 30 */
  readonly batch_ms?: number;
  /** Live entries a second; the rest is left out, and told as a `gap` of reason `rate`. @default no limit */
  readonly max_rate?: number;
} & StreamStart;

/** What a client may send. */
export type ClientMessage =
  | SubscribeMessage
  | { readonly type: 'update'; readonly id: string; readonly filter: string }
  | { readonly type: 'unsubscribe'; readonly id: string }
  /** Everything up to this cursor has been taken over: frees the server's send window. */
  | { readonly type: 'ack'; readonly cursor: string }
  | { readonly type: 'pause'; readonly id: string }
  | { readonly type: 'resume'; readonly id: string }
  | AnalysisRequestMessage
  | { readonly type: 'ping' };

/** First frame on a socket. */
export interface HelloMessage {
  readonly type: 'hello';
  readonly version: 1;
  /** Identity of the store: cursors of another epoch mean nothing here. */
  readonly epoch: string;
  readonly heartbeat_ms: number;
  readonly limits: Readonly<Record<string, number>>;
  /** As they stand; each change follows as a `levels` frame. */
  readonly levels: LevelSettings;
}

/** The subscription stands. `generation` goes up with each change of its filter. */
export interface SubscribedMessage {
  readonly type: 'subscribed';
  readonly id: string;
  readonly generation: number;
  /** False when `after` could not be honoured, and the stream starts anew. */
  readonly resumed: boolean;
}

/** Entries that matched in the stretch after `from` up to and including `to`, in cursor order. */
export interface LogsMessage {
  readonly type: 'logs';
  readonly id: string;
  readonly generation: number;
  readonly phase: 'replay' | 'live';
  readonly from: string;
  /** Resume after this; it moves on even when nothing matched. */
  readonly to: string;
  readonly entries: readonly LogEntry[];
}

/** The replay has caught up. */
export interface LiveMessage {
  readonly type: 'live';
  readonly id: string;
}

/** Why a subscription did not get some entries. */
export type GapReason = 'slow' | 'rate' | 'retention';

/**
 * `count` matching entries after `from` up to and including `to` were left out. Of reason `retention`: removed since,
 * after `from` and perhaps beyond `to`, which stands before the first that remains behind them.
 */
export interface GapMessage {
  readonly type: 'gap';
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly count: number;
  readonly reason: GapReason;
  /** There, `count` is the most that it can be: of what was removed nobody knows any more whether it matched. */
  readonly at_most?: true;
}

/** The level settings have changed: these stand now. */
export interface LevelsMessage extends LevelSettings {
  readonly type: 'levels';
}

export interface StreamErrorMessage {
  readonly type: 'error';
  readonly code: StreamErrorCode;
  /** A sentence that says what to change. */
  readonly message: string;
  /** The subscription it is about, if about one. */
  readonly id?: string;
}

/** What a server may send. */
export type ServerMessage =
  | HelloMessage
  | SubscribedMessage
  | LogsMessage
  | LiveMessage
  | GapMessage
  | StreamErrorMessage
  | LevelsMessage
  | AnalysisResultMessage
  | { readonly type: 'heartbeat'; readonly head: string };

/** Answer to `POST /api/v1/stream/tickets`. */
export interface StreamTicket {
  readonly ticket: string;
  /** Milliseconds from now; a ticket works once. */
  readonly expires_in_ms: number;
}
