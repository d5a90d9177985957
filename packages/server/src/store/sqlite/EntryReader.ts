import { QUERY_BUDGET_MS, type DroppedRange } from '@tailrace/protocol';
import { mergeRanges } from '../droppedRanges.ts';
import {
  REPLAY_PAGE_ENTRIES,
  REPLAY_PAGE_LENGTH,
  type CandidateRun,
  type Counted,
  type EntriesAt,
  type EntriesAtRequest,
  type LastFound,
  type Located,
  type LocateRequest,
  type LogPage,
  type LogQuery,
  type ReadEntry,
  type ReplayPage,
  type ReplayRequest,
  type SessionRecord,
  type TimeKey,
} from '../LogStore.ts';
import { joinRuns } from '../sequenceRuns.ts';
import { CandidateSource } from './candidates.ts';
import { countSpan, keysIn, selectSpan, spansOf } from './commitOrder.ts';
import type { DayReaders } from './DayReaders.ts';
import { locateEntries } from './locateEntries.ts';
import { mergeDays } from './mergeDays.ts';
import { removedRuns } from './removals.ts';
import { storedRuns } from './sessionRemains.ts';
import { TimeIsUp, type TimeBudget } from './TimeBudget.ts';

/** Milliseconds after which a read in commit order ends, so that subscribers take turns. */
const TURN_MS = 100;

/** Tells when a read has taken too long, or is not wanted any more. */
type ShouldStop = () => boolean;

/** Answers questions about the entries of all days. */
export class EntryReader {
  readonly #days: DayReaders;
  readonly #budget: TimeBudget;
  readonly #epoch: string;

  constructor(days: DayReaders, budget: TimeBudget) {
    this.#days = days;
    this.#budget = budget;
    this.#epoch = days.epoch;
  }

  query(query: LogQuery, isCancelled: ShouldStop): LogPage {
    const { tenant, filter, order, after, limit, maxLength = Infinity } = query;
    this.#budget.start(QUERY_BUDGET_MS, isCancelled);
    const source = new CandidateSource(this.#epoch, tenant, filter);
    const entries: ReadEntry[] = [];
    let seen: TimeKey | undefined = after;
    let length = 0;
    try {
      for (const { entry, passes } of mergeDays(source, this.#days.all(), tenant, order, after)) {
        if (passes && (entries.length === limit || length >= maxLength))
          return { entries, next: keyOf(entries.at(-1)!), partial: false };
        if (passes) {
          entries.push(entry);
          length += entry.text.length;
        }
        seen = entry;
        this.#budget.check();
      }
    } catch (error) {
      if (!(error instanceof TimeIsUp)) throw error;
      return { entries, next: seen && keyOf(seen), partial: true };
    }
    return { entries, next: undefined, partial: false };
  }

  locate(request: LocateRequest, isCancelled: ShouldStop): Located {
    this.#budget.start(QUERY_BUDGET_MS, isCancelled);
    return locateEntries(this.#days, request, this.#budget);
  }

  readAfter(request: ReplayRequest, isCancelled: ShouldStop): ReplayPage {
    const shouldStop = this.#turn(isCancelled);
    const source = new CandidateSource(this.#epoch, request.tenant, request.filter);
    const entries: ReadEntry[] = [];
    let length = 0;
    for (const { database, ...span } of spansOf(this.#days.all(), request)) {
      for (const { entry, passes } of source.in(database, selectSpan(span, 'asc'))) {
        if (passes) {
          entries.push(entry);
          length += entry.text.length;
        }
        if (entries.length === REPLAY_PAGE_ENTRIES || length >= REPLAY_PAGE_LENGTH || shouldStop()) {
          return { entries, to: entry.position };
        }
      }
      if (shouldStop()) return { entries, to: span.upTo };
    }
    return { entries, to: request.upTo };
  }

  startOfLast(
    { count, ...request }: ReplayRequest & { readonly count: number },
    isCancelled: ShouldStop,
  ): LastFound {
    if (count === 0) return { found: 0, after: request.upTo };
    const shouldStop = this.#turn(isCancelled);
    const source = new CandidateSource(this.#epoch, request.tenant, request.filter);
    let found = 0;
    for (const { database, ...span } of spansOf(this.#days.all(), request).toReversed()) {
      for (const { entry, passes } of source.in(database, selectSpan(span, 'desc'))) {
        if (passes) found += 1;
        if (found === count || shouldStop()) return { found, after: entry.position - 1 };
      }
      if (shouldStop()) return { found, after: span.after };
    }
    return { found, after: request.after };
  }

  count(request: ReplayRequest, isCancelled: ShouldStop): Counted {
    const shouldStop = this.#turn(isCancelled);
    let count = 0;
    for (const { database, ...span } of spansOf(this.#days.all(), request)) {
      count += countSpan(database, request, span);
      if (shouldStop()) return { count, to: span.upTo };
    }
    return { count, to: request.upTo };
  }

  candidates(request: ReplayRequest, isCancelled: ShouldStop): CandidateRun {
    const shouldStop = this.#turn(isCancelled);
    const found: TimeKey[] = [];
    let to = request.upTo;
    for (const { database, ...span } of spansOf(this.#days.all(), request)) {
      found.push(...keysIn(database, request, span));
      if (!shouldStop()) continue;
      to = span.upTo;
      break;
    }
    found.sort((a, b) => a.timestamp - b.timestamp || a.position - b.position);
    return {
      timestamps: Float64Array.from(found, ({ timestamp }) => timestamp),
      positions: Float64Array.from(found, ({ position }) => position),
      to,
    };
  }

  entriesAt({ tenant, filter, positions, maxLength }: EntriesAtRequest, isCancelled: ShouldStop): EntriesAt {
    this.#budget.start(Infinity);
    const shouldStop = within(QUERY_BUDGET_MS, isCancelled);
    const days = this.#days.all();
    const source = new CandidateSource(this.#epoch, tenant, filter);
    const read = source.reader();
    const entries: ReadEntry[] = [];
    let length = 0;
    let taken = 0;
    for (const position of positions) {
      const day = days.findLast(({ first_position }) => first_position <= position);
      const candidate = day && read(day.database, position);
      taken += 1;
      // What was removed meanwhile is not there any more.
      if (candidate?.passes) {
        entries.push(candidate.entry);
        length += candidate.entry.text.length;
      }
      if (length >= maxLength || shouldStop()) break;
    }
    return { entries, taken };
  }

  entry(tenant: string, session: string, seq: number): string | undefined {
    this.#budget.start(Infinity);
    const source = new CandidateSource(this.#epoch, tenant, { kind: 'and', filters: [] });
    const selection = { where: 'session = ? AND seq = ?', parameters: [session, seq], orderBy: 'position' };
    for (const { database } of this.#days.ofSession(tenant, session)) {
      for (const { entry } of source.in(database, selection)) return entry.text;
    }
    return undefined;
  }

  session(tenant: string, session: string): SessionRecord | undefined {
    const readers = this.#days.ofSession(tenant, session);
    const remains = this.#days.remainsOf(tenant, session);
    if (readers.length === 0 && !remains) return undefined;
    let emitted = remains?.emitted ?? 0;
    let dropped = remains?.dropped ?? [];
    for (const { database } of readers) {
      const row = database
        .prepare<[string, string], { emitted: number; dropped: string }>(
          'SELECT emitted, dropped FROM sessions WHERE tenant = ? AND session = ?',
        )
        .get(tenant, session);
      emitted = Math.max(emitted, row?.emitted ?? 0);
      dropped = mergeRanges(dropped, JSON.parse(row?.dropped ?? '[]') as DroppedRange[]);
    }
    const stored = readers.flatMap(({ database }) => storedRuns(database, tenant, session));
    const removed = readers.flatMap(({ database }) => removedRuns(database, tenant, session));
    return {
      emitted,
      dropped,
      stored: joinRuns(stored),
      removed: joinRuns([...(remains?.removed ?? []), ...removed]),
    };
  }

  /** Begins a read that ends early, so that others have their turn. */
  #turn(isCancelled: ShouldStop): ShouldStop {
    // What a single span costs is bounded by itself.
    this.#budget.start(Infinity);
    return within(TURN_MS, isCancelled);
  }
}

function within(budgetMs: number, isCancelled: ShouldStop): ShouldStop {
  const end = performance.now() + budgetMs;
  return () => performance.now() > end || isCancelled();
}

function keyOf({ timestamp, position }: TimeKey): TimeKey {
  return { timestamp, position };
}
