import { QUERY_BUDGET_MS, type DroppedRange } from '@tailrace/protocol';
import { mergeRanges } from '../droppedRanges.ts';
import {
  REPLAY_PAGE_ENTRIES,
  REPLAY_PAGE_LENGTH,
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
import { CandidateSource, type Candidate } from './candidates.ts';
import type { DayReaders } from './DayReaders.ts';
import { locateEntries } from './locateEntries.ts';
import { mergeDays } from './mergeDays.ts';
import { removedRuns } from './removals.ts';
import { storedRuns } from './sessionRemains.ts';
import { TimeIsUp, type TimeBudget } from './TimeBudget.ts';

/** Milliseconds after which a replay page ends, so that subscribers take turns. */
const REPLAY_BUDGET_MS = 100;

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

  readAfter(request: ReplayRequest): ReplayPage {
    this.#budget.start(Infinity);
    const shouldStop = within(REPLAY_BUDGET_MS);
    const entries: ReadEntry[] = [];
    let length = 0;
    for (const { entry, passes } of this.#inCommitOrder(request)) {
      if (passes) {
        entries.push(entry);
        length += entry.text.length;
      }
      if (entries.length === REPLAY_PAGE_ENTRIES || length >= REPLAY_PAGE_LENGTH || shouldStop()) {
        return { entries, to: entry.position };
      }
    }
    return { entries, to: request.upTo };
  }

  startOfLast({ count, ...request }: ReplayRequest & { readonly count: number }): number {
    if (count === 0) return request.upTo;
    this.#budget.start(Infinity);
    const shouldStop = within(QUERY_BUDGET_MS);
    let found = 0;
    for (const { entry, passes } of this.#inCommitOrder(request, 'desc')) {
      if (passes) found += 1;
      if (found === count || shouldStop()) return entry.position - 1;
    }
    return request.after;
  }

  count(request: ReplayRequest): number {
    this.#budget.start(Infinity);
    let count = 0;
    for (const { passes } of this.#inCommitOrder(request)) if (passes) count += 1;
    return count;
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

  *#inCommitOrder(request: ReplayRequest, order: 'asc' | 'desc' = 'asc'): Generator<Candidate> {
    const { tenant, filter, after, upTo } = request;
    const source = new CandidateSource(this.#epoch, tenant, filter);
    const readers = this.#days.all();
    const selection = {
      where: 'position > ? AND position <= ?',
      parameters: [after, upTo],
      orderBy: `position ${order}`,
    };
    const touched = readers.filter(
      ({ first_position }, i) =>
        first_position <= upTo && (readers[i + 1]?.first_position ?? Infinity) > after + 1,
    );
    for (const { database } of order === 'asc' ? touched : touched.toReversed()) {
      yield* source.in(database, selection);
    }
  }
}

function within(budgetMs: number, isCancelled: ShouldStop = () => false): ShouldStop {
  const end = performance.now() + budgetMs;
  return () => performance.now() > end || isCancelled();
}

function keyOf({ timestamp, position }: TimeKey): TimeKey {
  return { timestamp, position };
}
