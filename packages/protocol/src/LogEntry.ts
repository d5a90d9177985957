import type { LogContext } from './LogContext.ts';
import type { LogLevel } from './LogLevel.ts';

/** The kinds of an entry: what the system says of itself, and who did what. */
export const LOG_CATEGORIES = ['system', 'audit'] as const;
export type LogCategory = (typeof LOG_CATEGORIES)[number];

/** Where a line came from, for sources that have such channels. */
export const LOG_STREAMS = ['stdout', 'stderr', 'system'] as const;
export type LogStreamName = (typeof LOG_STREAMS)[number];

/** An error as data, with its causes. */
export interface LogError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  readonly cause?: LogError;
  /** The members of an AggregateError: errors in this shape, or whatever else was thrown. */
  readonly errors?: readonly unknown[];
  /** Own properties of the error beside the ones above, such as `code` or `status`. */
  readonly [property: string]: unknown;
}

/** The place in the code that logged. */
export interface LogCode {
  readonly module?: string;
  readonly function?: string;
  readonly line?: number;
}

/** Where the entry stands in a trace, and how long what it reports took. */
export interface LogTrace {
  /** 32 lower-case hexadecimal digits (W3C Trace Context). */
  readonly trace_id?: string;
  /** 16 lower-case hexadecimal digits (W3C Trace Context). */
  readonly span_id?: string;
  /** Of the operation around the one that the entry reports: 16 lower-case hexadecimal digits. */
  readonly parent_span_id?: string;
  /** Milliseconds. */
  readonly execution_time_ms?: number;
  readonly status?: string;
}

/** What sent the entry: the same for every entry of a session. */
export interface LogResource {
  readonly app?: string;
  readonly version?: string;
  readonly environment?: string;
  readonly [attribute: string]: unknown;
}

/**
 * What a producer writes: one JSON line of a segment. Its session stands in the segment's header.
 * Absent is absent: no nulls, no empty objects.
 */
export interface LogLine {
  /** Number of the entry within its session, from 1, without holes. */
  readonly seq: number;
  /** The producer's clock: ISO 8601, UTC, milliseconds. */
  readonly timestamp: string;
  readonly level: LogLevel;
  /** @default 'system' */
  readonly category?: LogCategory;
  /** The component or service that speaks. */
  readonly source: string;
  /** Hierarchical name, segments joined by dots: `shop.cart.totals`. */
  readonly logger?: string;
  readonly stream?: LogStreamName;
  readonly message: string;
  /** Inherited from scopes. */
  readonly context?: LogContext;
  /** This event's own data. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly error?: LogError;
  readonly code?: LogCode;
  readonly trace?: LogTrace;
  /** What was done, of audit entries: `user_login`. */
  readonly action?: string;
}

/** An entry as the server gives it to readers: the producer's line, and what the server knows of it. */
export interface LogEntry extends LogLine {
  /** `session-seq`: the identity of the entry. */
  readonly id: string;
  /** 16 random base62 characters: one logger instance. */
  readonly session: string;
  /** The server's clock when the entry arrived: ISO 8601, UTC, milliseconds. */
  readonly received_at: string;
  /** Where the entry stands in the store: opaque, only grows, given in commit order. */
  readonly cursor: string;
  /** What sent it. */
  readonly resource?: LogResource;
}
