import type { StreamErrorCode } from './codes.ts';
import type { LogLevel } from './LogLevel.ts';

/**
 * Asks for an analysis of what was logged lately; exactly one `analysis_result` of the same `request_id` answers. A
 * plain stream's client may send it too.
 */
export interface AnalysisRequestMessage {
  readonly type: 'analysis_request';
  /** The client's own name for the request, up to 64 characters. */
  readonly request_id: string;
  /** Seconds back from now. */
  readonly time_range: number;
  /** Name of a source, or of the application that it is part of. @default all */
  readonly service?: string | null;
  /** Only entries of this level. @default all */
  readonly level?: LogLevel | null;
}

/** An entry in the shape that is made for language models. */
export interface ModelEntry {
  readonly time: string;
  readonly source: string;
  readonly content: string;
  readonly level: LogLevel;
  readonly service: string;
  readonly context: Readonly<Record<string, unknown>>;
}

/** Entries of level error or critical whose messages differ in nothing but numbers and ids. */
export interface ErrorPattern {
  /** The newest of the messages. */
  readonly message: string;
  readonly source: string;
  readonly level: LogLevel;
  readonly count: number;
  /** Times of the earliest and the latest: ISO 8601, UTC. */
  readonly first: string;
  readonly last: string;
}

/** What an analysis found. */
export interface LogAnalysis {
  /** What made it. */
  readonly analyzer: string;
  /** In a few sentences, for people. */
  readonly summary: string;
  /** The stretch of time that was asked for: ISO 8601, UTC. */
  readonly from: string;
  readonly to: string;
  readonly total: number;
  readonly rate_per_minute: number;
  readonly levels: Readonly<Record<LogLevel, number>>;
  /** Those with the most entries first. */
  readonly sources: readonly {
    readonly source: string;
    readonly count: number;
    readonly errors: number;
    readonly warnings: number;
  }[];
  /** Times of the earliest and the latest entry; absent when there is none. */
  readonly first?: string;
  readonly last?: string;
  /** The most frequent first, of the newest errors. */
  readonly top_errors: readonly ErrorPattern[];
  /** Entries in order of time, the newest errors and warnings before others, as far as they fit. */
  readonly sample: readonly ModelEntry[];
  /** What the sample costs a language model, about. */
  readonly sample_tokens: number;
  /** True when the time that queries have ran out: there is more than this tells of. */
  readonly partial: boolean;
}

/** What became of a request. */
export type AnalysisOutcome =
  | { readonly analysis: LogAnalysis; readonly error?: never }
  | {
      /** A sentence that says what to change, or that it was not the client's fault. */
      readonly error: { readonly code: StreamErrorCode; readonly message: string };
      readonly analysis?: never;
    };

/** The one answer to an `analysis_request`. */
export type AnalysisResultMessage = {
  readonly type: 'analysis_result';
  readonly request_id: string;
} & AnalysisOutcome;
