import type { LogCategory, LogEntry } from './LogEntry.ts';
import type { LogLevel } from './LogLevel.ts';

/** What all counts end with. */
interface CountsEnding {
  /** True when the server's time ran out before all were counted. */
  readonly partial: boolean;
  /** The filters that were understood, as they were given. */
  readonly filters_applied: Readonly<Record<string, string>>;
}

/** How many entries there are. */
export interface LogStatsAnswer extends CountsEnding {
  readonly total: number;
  readonly levels: Readonly<Record<LogLevel, number>>;
  readonly categories: Readonly<Record<LogCategory, number>>;
  readonly sources: number;
  /** Time of the earliest, ISO 8601, UTC; absent when there is none. */
  readonly first?: string;
  /** Time of the latest, ISO 8601, UTC. */
  readonly last?: string;
  readonly generated_at: string;
}

/** Which sources there are. */
export interface LogSourcesAnswer extends CountsEnding {
  readonly sources: readonly {
    readonly source: string;
    readonly count: number;
    /** Entries of level error or critical. */
    readonly errors: number;
    readonly warnings: number;
    /** Time of the latest, ISO 8601, UTC. */
    readonly last: string;
  }[];
  /** How many sources are not listed. */
  readonly more: number;
}

/** Entries over time; buckets without entries are left out. */
export interface LogHistogramAnswer extends CountsEnding {
  readonly interval_ms: number;
  readonly by: 'level' | 'source';
  readonly buckets: readonly {
    /** ISO 8601, UTC. */
    readonly start: string;
    readonly total: number;
    readonly counts: Readonly<Record<string, number>>;
  }[];
}

/** Values of one field. */
export interface LogFacetsAnswer extends CountsEnding {
  readonly field: string;
  readonly values: readonly { readonly value: string; readonly count: number }[];
  /** How many values are not listed. */
  readonly more: number;
}

/** Where a page stands among the others. */
export interface LogPagination {
  readonly limit: number;
  /** Cursor of the page behind this one; null at the end. */
  readonly next: string | null;
  readonly previous: string | null;
  readonly total?: number;
  /** True when the server's time ran out before the page was full. */
  readonly partial?: boolean;
}

/** A page of entries. */
export interface LogPageAnswer {
  readonly logs: readonly LogEntry[];
  readonly pagination: LogPagination;
}

/** An entry and the lines around it, each oldest first. */
export interface EntryContextAnswer {
  readonly before: readonly LogEntry[];
  readonly entry: LogEntry;
  readonly after: readonly LogEntry[];
}

/** How long something took. */
export interface TraceSpanAnswer {
  readonly count: number;
  /** Entries of level error or critical. */
  readonly errors: number;
  /** ISO 8601, UTC. */
  readonly started_at: string;
  readonly ended_at: string;
  readonly duration_ms: number;
}

/** What one correlation id left behind, oldest first. */
export interface TraceAnswer extends LogPageAnswer {
  readonly correlation_id: string;
  /** On the first page only. */
  readonly summary?: TraceSpanAnswer & {
    readonly sources: readonly (TraceSpanAnswer & { readonly source: string })[];
    readonly partial?: true;
  };
}

/** What became of a session's entries. */
export interface SessionAnswer {
  /** The highest `seq` that is known to have been given out. */
  readonly emitted: number;
  readonly stored: number;
  /** By reason; `retention` are those that were stored and removed since. */
  readonly dropped: Readonly<Record<string, number>>;
  /** After the last that is accounted for: most likely still with the sender. */
  readonly queued: number;
  /** Ranges of `seq` that nobody has explained, ends included. */
  readonly missing: readonly (readonly [from: number, to: number])[];
}

export type AccessRole = 'ingest' | 'read' | 'admin';

/** An access key, without its secret. */
export interface AccessKeyAnswer {
  readonly id: string;
  readonly name: string;
  readonly role: AccessRole;
  readonly tenant: string;
  readonly filter?: string;
  readonly origins?: readonly string[];
  /** ISO 8601, UTC. */
  readonly created_at: string;
  readonly expires_at?: string;
}

/** What to make a key of. */
export interface NewAccessKeyRequest {
  readonly name: string;
  readonly role: AccessRole;
  /** In the filter language: all that the key may read. */
  readonly filter?: string;
  readonly origins?: readonly string[];
  /** ISO 8601. */
  readonly expires_at?: string;
}

/** A key that was just made: its token is told this once. */
export interface CreatedKeyAnswer extends AccessKeyAnswer {
  readonly token: string;
}

/** Streams that are open now. */
export interface StreamStatusAnswer {
  readonly status: 'ok' | 'draining';
  readonly connections: {
    readonly global: Readonly<Record<'websocket' | 'sse', number>>;
    readonly jobs: Readonly<Record<string, Readonly<Record<'websocket' | 'sse', number>>>>;
  };
}

/** Whether the server can store and read. */
export interface ReadinessAnswer {
  readonly status: 'ok' | 'unavailable' | 'draining';
  readonly parts: Readonly<Record<string, 'ok' | 'unavailable'>>;
}

/** For how many days each class of entries is kept; null is for ever. */
export interface RetentionAnswer {
  readonly days: Readonly<Record<LogLevel | 'audit' | 'traces', number | null>>;
}

export interface CleanupAnswer {
  readonly deleted_count: number;
  readonly days_kept: number;
}

/** How long one kind of operation took. */
export interface ActionDurations {
  /** What was done: the entry's action, or else its message. */
  readonly action: string;
  readonly source: string;
  readonly count: number;
  /** Entries of level error or critical. */
  readonly errors: number;
  /** Milliseconds, by nearest rank. */
  readonly p50_ms: number;
  readonly p95_ms: number;
  readonly max_ms: number;
}

/** Durations by action, the slowest first. */
export interface PerformanceAnswer {
  readonly actions: readonly ActionDurations[];
  /** How many actions are not listed. */
  readonly more: number;
  /** Entries that were looked at. */
  readonly entries: number;
  /** True when there are more entries than were looked at. */
  readonly partial: boolean;
  readonly filters_applied: Readonly<Record<string, string>>;
}
