import {
  categoryOf,
  createMatcher,
  formatEntryId,
  randomBase62,
  type DroppedRange,
  type LogEntry,
  type LogFilter,
} from '@tailrace/protocol';
import { linearRegex } from '../query/linearRegex.ts';
import { isToGo, type RemovalTimes } from '../retention/RetentionPeriods.ts';
import { mergeRanges } from './droppedRanges.ts';
import type { CountQuery } from './LogCounts.ts';
import {
  REPLAY_PAGE_ENTRIES,
  REPLAY_PAGE_LENGTH,
  type Appended,
  type EntriesAt,
  type Located,
  type LocateRequest,
  type LogPage,
  type LogQuery,
  type LogStore,
  type NewSegment,
  type ReadEntry,
  type Removed,
  type ReplayPage,
  type ReplayRequest,
  type SessionRecord,
  type SortOrder,
  type TimeKey,
} from './LogStore.ts';
import { printReaderEntry } from './readerEntry.ts';
import { runsOf } from './sequenceRuns.ts';
import { countEntries } from './tally/countEntries.ts';

interface Kept extends ReadEntry {
  readonly tenant: string;
  readonly entry: LogEntry;
}

interface SessionState {
  readonly removed: Set<number>;
  emitted: number;
  dropped: readonly DroppedRange[];
  readonly seqs: Set<number>;
}

/** Keeps everything in memory and evaluates filters by the protocol's own matcher: the measure for other stores. */
export function createMemoryStore(): LogStore {
  const epoch = randomBase62(8);
  let kept: Kept[] = [];
  const removed: Kept[] = [];
  let head = 0;
  const byId = new Map<string, Kept>();
  const sessions = new Map<string, SessionState>();

  function sessionState(tenant: string, session: string): SessionState {
    const key = `${tenant}/${session}`;
    const state = sessions.get(key) ?? {
      emitted: 0,
      dropped: [],
      seqs: new Set<number>(),
      removed: new Set<number>(),
    };
    sessions.set(key, state);
    return state;
  }

  function appendSegment(segment: NewSegment): number[] {
    const { tenant, session, receivedAt, resource } = segment;
    const state = sessionState(tenant, session);
    state.emitted = Math.max(state.emitted, segment.emitted);
    state.dropped = mergeRanges(state.dropped, segment.dropped);
    return segment.entries.map(({ line, entry: { seq } }) => {
      if (state.seqs.has(seq)) return 0;
      state.seqs.add(seq);
      head += 1;
      const position = head;
      const text = printReaderEntry(epoch, { position, session, seq, receivedAt, resource, line });
      const entry = JSON.parse(text) as LogEntry;
      const one: Kept = { tenant, position, timestamp: Date.parse(entry.timestamp), text, entry };
      kept.push(one);
      byId.set(`${tenant}/${formatEntryId(session, seq)}`, one);
      return position;
    });
  }

  function matching(tenant: string, filter: LogFilter): (one: Kept) => boolean {
    const matches = createMatcher(filter, linearRegex);
    return (one) => one.tenant === tenant && matches(one.entry);
  }

  function matchingEntries({ tenant, filter }: CountQuery): LogEntry[] {
    return kept.filter(matching(tenant, filter)).map(({ entry }) => entry);
  }

  function between({ tenant, filter, after, upTo }: ReplayRequest): Kept[] {
    return kept
      .filter(({ position }) => position > after && position <= upTo)
      .filter(matching(tenant, filter));
  }

  function inOrder(tenant: string, filter: LogFilter, order: SortOrder): Kept[] {
    const direction = order === 'asc' ? 1 : -1;
    return kept.filter(matching(tenant, filter)).toSorted((a, b) => compareKeys(a, b) * direction);
  }

  return {
    epoch,
    get head() {
      return head;
    },
    async append(segments): Promise<Appended> {
      const from = head;
      const positions = segments.map(appendSegment);
      return { from, to: head, positions };
    },
    async query({ tenant, filter, order, after, limit, maxLength }: LogQuery): Promise<LogPage> {
      const direction = order === 'asc' ? 1 : -1;
      const found = inOrder(tenant, filter, order).filter(
        (one) => !after || compareKeys(one, after) * direction > 0,
      );
      const entries = found.slice(0, Math.min(limit, entriesWithin(found, maxLength)));
      return { entries, next: found.length > entries.length ? entries.at(-1) : undefined, partial: false };
    },
    async locate({ tenant, filter, order, offset }: LocateRequest): Promise<Located> {
      const found = inOrder(tenant, filter, order);
      const after = offset < found.length ? found[offset - 1] : undefined;
      return { total: found.length, after: after && keyOf(after), partial: false };
    },
    async readAfter(request): Promise<ReplayPage> {
      const entries: ReadEntry[] = [];
      let length = 0;
      for (const one of between(request)) {
        entries.push(one);
        length += one.text.length;
        if (entries.length === REPLAY_PAGE_ENTRIES || length >= REPLAY_PAGE_LENGTH) {
          return { entries, to: one.position };
        }
      }
      return { entries, to: request.upTo };
    },
    async startOfLast(request, count) {
      if (count === 0) return { found: 0, after: request.upTo };
      const last = between(request).slice(-count);
      return { found: last.length, after: last.length === count ? last[0]!.position - 1 : request.after };
    },
    async count(request) {
      return { count: between(request).length, to: request.upTo };
    },
    async removedAfter({ tenant, filter, after, upTo }) {
      const positions = removed
        .filter(matching(tenant, filter))
        .map(({ position }) => position)
        .filter((position) => position > after && position <= upTo);
      const first = positions.length > 0 ? Math.min(...positions) : 0;
      return { count: positions.length, isExact: true, first };
    },
    async candidates() {
      return undefined;
    },
    async entriesAt({ tenant, filter, positions, maxLength }): Promise<EntriesAt> {
      const passes = matching(tenant, filter);
      const wanted = new Set(positions);
      const byPosition = new Map(
        kept.filter((one) => wanted.has(one.position)).map((one) => [one.position, one]),
      );
      const found = [...positions].map((position) => byPosition.get(position));
      let length = 0;
      const end = found.findIndex((one) => (length += one?.text.length ?? 0) >= maxLength);
      const taken = end < 0 ? positions.length : end + 1;
      return { entries: found.slice(0, taken).filter((one) => one && passes(one)) as Kept[], taken };
    },
    stats: async (query) => countEntries.stats(matchingEntries(query)),
    sources: async (query) => countEntries.sources(matchingEntries(query)),
    histogram: async (query) => countEntries.histogram(matchingEntries(query), query),
    facets: async (query) => countEntries.facets(matchingEntries(query), query),
    async entry(tenant, session, seq) {
      return byId.get(`${tenant}/${formatEntryId(session, seq)}`)?.text;
    },
    async session(tenant, session): Promise<SessionRecord | undefined> {
      const state = sessions.get(`${tenant}/${session}`);
      if (!state) return undefined;
      const { emitted, dropped, seqs, removed } = state;
      const stored = [...seqs].filter((seq) => !removed.has(seq));
      return { emitted, dropped, stored: runsOf(stored), removed: runsOf(removed) };
    },
    async remove({ tenant, before }): Promise<Removed> {
      const gone = kept.filter(
        (one) => (tenant ?? one.tenant) === one.tenant && isEntryToGo(one.entry, before),
      );
      for (const { tenant: of, entry } of gone) {
        byId.delete(`${of}/${entry.id}`);
        sessionState(of, entry.session).removed.add(entry.seq);
      }
      kept = kept.filter((one) => !gone.includes(one));
      removed.push(...gone);
      return { entries: gone.length, archived: 0 };
    },
    async readiness() {
      return { writer: true, reader: true };
    },
    async close() {
      // Nothing is held.
    },
  };
}

function isEntryToGo(entry: LogEntry, before: RemovalTimes): boolean {
  const isTimed = entry.trace?.execution_time_ms !== undefined;
  const kind = { level: entry.level, category: categoryOf(entry), isTimed };
  return isToGo(kind, Date.parse(entry.received_at), before);
}

/** How many entries it takes to reach a length. */
function entriesWithin(entries: readonly ReadEntry[], maxLength = Infinity): number {
  let length = 0;
  const last = entries.findIndex(({ text }) => (length += text.length) >= maxLength);
  return last < 0 ? entries.length : last + 1;
}

function keyOf({ timestamp, position }: TimeKey): TimeKey {
  return { timestamp, position };
}

function compareKeys(a: TimeKey, b: TimeKey): number {
  return a.timestamp - b.timestamp || a.position - b.position;
}
