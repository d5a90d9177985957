import type { DroppedRange, LogFilter, LogLine } from '@tailrace/protocol';
import type { RemovalTimes } from '../retention/RetentionPeriods.ts';
import type { LogCounts } from './LogCounts.ts';
import type { SequenceRun } from './sequenceRuns.ts';

/** A checked entry on its way into the store. */
export interface NewEntry {
  /** The JSON line that is kept, byte for byte. */
  readonly line: string;
  /** The same line parsed, to index it by. */
  readonly entry: LogLine;
}

/** Entries of one session that arrived together, and what its header said. */
export interface NewSegment {
  readonly tenant: string;
  readonly session: string;
  /** Milliseconds since 1970, the server's clock. */
  readonly receivedAt: number;
  /** The highest `seq` that the session had given out. */
  readonly emitted: number;
  /** All that the session gave up so far. */
  readonly dropped: readonly DroppedRange[];
  /** JSON of what sent the entries. */
  readonly resource: string | undefined;
  readonly entries: readonly NewEntry[];
}

/** What became of the segments of one `append`. */
export interface Appended {
  /** Head of the store before the first entry of this append; entries of other appends are not in between. */
  readonly from: number;
  /** Position of its last new entry; `from` when all were duplicates. */
  readonly to: number;
  /** For each segment, for each entry: the position it was given, or 0 when it had been stored before. */
  readonly positions: readonly (readonly number[])[];
}

/** An entry as it lies in the store. */
export interface StoredEntry {
  readonly tenant: string;
  /** Place in the commit order, from 1, over all tenants. */
  readonly position: number;
  readonly session: string;
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  readonly resource: string | undefined;
  readonly line: string;
}

/** An entry as readers get it. */
export interface ReadEntry {
  readonly position: number;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  /** JSON of a `LogEntry`. */
  readonly text: string;
}

/** Where an entry stands in an answer that is ordered by time. */
export interface TimeKey {
  readonly timestamp: number;
  readonly position: number;
}

export type SortOrder = 'asc' | 'desc';

/** What to find, by time. */
export interface LogQuery {
  readonly tenant: string;
  readonly filter: LogFilter;
  readonly order: SortOrder;
  /** Begin strictly after this place, in the direction of `order`. */
  readonly after: TimeKey | undefined;
  readonly limit: number;
  /** UTF-16 code units of entries after which a page ends, full or not. @default no end */
  readonly maxLength?: number;
}

export interface LogPage {
  readonly entries: readonly ReadEntry[];
  /** Where to go on; absent at the end. */
  readonly next: TimeKey | undefined;
  /** True when the time budget ran out before the page was full. */
  readonly partial: boolean;
}

/** What to count, and how far to skip into it. */
export interface LocateRequest {
  readonly tenant: string;
  readonly filter: LogFilter;
  readonly order: SortOrder;
  /** Entries to skip. */
  readonly offset: number;
}

/** How much matches, and where a page begins that is asked for by number. */
export interface Located {
  readonly total: number;
  /** The last of the skipped entries; absent when none is skipped, or there are no more than are to be skipped. */
  readonly after: TimeKey | undefined;
  /** True when the time budget ran out: there may be more. */
  readonly partial: boolean;
}

/** What to read in commit order: after one position, up to and including another. */
export interface ReplayRequest {
  readonly tenant: string;
  readonly filter: LogFilter;
  readonly after: number;
  readonly upTo: number;
}

export interface ReplayPage {
  readonly entries: readonly ReadEntry[];
  /** Everything that matches up to here is in `entries`. */
  readonly to: number;
}

/** How much matches, as far as it was counted. */
export interface Counted {
  readonly count: number;
  /** All that matches up to here is counted. */
  readonly to: number;
}

/** The last of what matches, as far as it was looked for. */
export interface LastFound {
  readonly found: number;
  /** All that was found stands after this position; where fewer are found than asked for, look on up to here. */
  readonly after: number;
}

/** Matching entries that were removed. */
export interface RemovedMatches {
  readonly count: number;
  /** Whether all of them are known to match; if not, there are at most so many. */
  readonly isExact: boolean;
  /** Position of the first; 0 when there is none. */
  readonly first: number;
}

/** Where some of what may match stands, ordered by time. */
export interface CandidateRun {
  /** Milliseconds since 1970. */
  readonly timestamps: Float64Array;
  readonly positions: Float64Array;
  /** All that may match up to this position is in the run. */
  readonly to: number;
}

/** Candidates that are to be read. */
export interface EntriesAtRequest {
  readonly tenant: string;
  readonly filter: LogFilter;
  readonly positions: Float64Array;
  /** UTF-16 code units of entries after which the answer ends. */
  readonly maxLength: number;
}

export interface EntriesAt {
  /** Those that match, in the order of the request. */
  readonly entries: readonly ReadEntry[];
  /** How many of the positions were looked at. */
  readonly taken: number;
}

/** What the store knows of one session. */
export interface SessionRecord {
  readonly emitted: number;
  /** Runs of stored `seq`, first and last, in order and without overlaps. */
  readonly stored: readonly SequenceRun[];
  readonly dropped: readonly DroppedRange[];
  /** Runs of what was stored, and has been removed since. */
  readonly removed: readonly SequenceRun[];
}

/** What to remove. */
export interface LogRemoval {
  /** By class: what arrived before. */
  readonly before: RemovalTimes;
  /** @default all */
  readonly tenant?: string | undefined;
  /** Folder in which what is removed is written down before, as segments. @default none */
  readonly archiveDir?: string | undefined;
}

export interface Removed {
  readonly entries: number;
  /** Entries that were written into archives; those of a day that was archived before are not among them. */
  readonly archived: number;
}

/** The parts of a store that can be ready or not. */
export interface StoreReadiness {
  readonly writer: boolean;
  readonly reader: boolean;
}

/** A store refused a write for a reason that the sender should know. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: 'store_full' | 'store_unavailable';

  constructor(code: 'store_full' | 'store_unavailable', message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Keeps entries: each once by (tenant, session, seq), and with a position that only grows, has no holes and is
 * given in commit order.
 */
export interface LogStore extends LogCounts {
  /** Identity of the store; cursors of another epoch mean nothing here. */
  readonly epoch: string;
  /** Position of the last entry that an `append` of this process has reported, or that was there at start. */
  readonly head: number;
  /**
   * Resolves after the commit: what it reports is on disk. Appends are committed in the order of their calls.
   *
   * @throws {StoreError}
   */
  append(segments: readonly NewSegment[]): Promise<Appended>;
  /** A page ordered by (timestamp, position). */
  query(query: LogQuery, signal?: AbortSignal): Promise<LogPage>;
  /** Counts what matches, and finds the place behind the first `offset` of it. */
  locate(request: LocateRequest, signal?: AbortSignal): Promise<Located>;
  /** A page in commit order, of at most `REPLAY_PAGE_ENTRIES` or `REPLAY_PAGE_LENGTH`; less when it took long. */
  readAfter(request: ReplayRequest, signal?: AbortSignal): Promise<ReplayPage>;
  /** Finds the last `count` matching entries up to `upTo`; less when it took long. */
  startOfLast(request: ReplayRequest, count: number, signal?: AbortSignal): Promise<LastFound>;
  /** How many entries match after one position, up to and including another; up to less when it took long. */
  count(request: ReplayRequest, signal?: AbortSignal): Promise<Counted>;
  /** What matched after one position, up to and including another, and was removed. */
  removedAfter(request: ReplayRequest, signal?: AbortSignal): Promise<RemovedMatches>;
  /**
   * Where what may match stands, for who reads all of it.
   *
   * @returns `undefined` when pages of `query` cost no more
   */
  candidates(request: ReplayRequest, signal?: AbortSignal): Promise<CandidateRun | undefined>;
  /** Reads candidates. */
  entriesAt(request: EntriesAtRequest, signal?: AbortSignal): Promise<EntriesAt>;
  /** JSON of one entry. */
  entry(tenant: string, session: string, seq: number): Promise<string | undefined>;
  session(tenant: string, session: string): Promise<SessionRecord | undefined>;
  /**
   * Removes entries, in slices that delay neither appends nor reads. What is being read meanwhile may still have them.
   *
   * @throws {StoreError}
   */
  remove(removal: LogRemoval, signal?: AbortSignal): Promise<Removed>;
  readiness(): Promise<StoreReadiness>;
  close(): Promise<void>;
}

/** Entries of one replay page. */
export const REPLAY_PAGE_ENTRIES = 500;
/** UTF-16 code units after which a replay page ends: a quarter of a subscriber's send window. */
export const REPLAY_PAGE_LENGTH = 256 * 1024;
