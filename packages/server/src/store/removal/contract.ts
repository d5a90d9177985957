import { EVERYTHING, parseFilter, type LogEntry, type LogLine } from '@tailrace/protocol';
import { describe, expect, it } from 'vitest';
import { logLine, newSegment, seqs } from '../../../testing/entries.ts';
import { DAY_MS, DEFAULT_RETENTION, removalBefore, removalTimes } from '../../retention/RetentionPeriods.ts';
import { accountForSession } from '../../query/sessionAccount.ts';
import type { LogStore, NewSegment, TimeKey } from '../LogStore.ts';

const ARRIVED = Date.parse('2026-01-01T12:00:00.000Z');
const TIMED = { trace: { execution_time_ms: 12.5 } };

/** One entry of each kind, named by its class, or by what decides between two. */
const KINDS: readonly LogLine[] = [
  logLine(1, { level: 'debug', message: 'debug' }),
  logLine(2, { level: 'info', message: 'info' }),
  logLine(3, { level: 'warning', message: 'warning' }),
  logLine(4, { level: 'error', message: 'error' }),
  logLine(5, { level: 'critical', message: 'critical' }),
  logLine(6, { level: 'debug', message: 'audit', category: 'audit', ...TIMED }),
  logLine(7, { level: 'debug', message: 'timed debug', ...TIMED }),
  logLine(8, { level: 'error', message: 'timed error', ...TIMED }),
  logLine(9, { level: 'info', message: 'trace without timing', trace: { status: 'ok' } }),
];

/** What removing must do in every store. A removal may be of all tenants, so that each test has a store of its own. */
export function describeLogRemoval(name: string, open: () => Promise<LogStore>): void {
  describe(`removing from the ${name} store`, { timeout: 30_000 }, () => {
    async function withStore(work: (store: LogStore) => Promise<void>): Promise<void> {
      const store = await open();
      try {
        await work(store);
      } finally {
        await store.close();
      }
    }

    function arrived(entries: readonly LogLine[], fields: Partial<NewSegment> = {}): NewSegment {
      return newSegment(entries, { receivedAt: ARRIVED, ...fields });
    }

    async function found(store: LogStore, tenant = 'main', filter = EVERYTHING): Promise<LogEntry[]> {
      const query = { tenant, filter, order: 'asc', after: undefined, limit: 1000 } as const;
      return (await store.query(query)).entries.map(({ text }) => JSON.parse(text) as LogEntry);
    }

    it('lets each class go when its period is over, and not before', () =>
      withStore(async (store) => {
        await store.append([arrived(KINDS)]);
        const remaining: Record<number, number[]> = {};
        const removed: number[] = [];
        for (const days of [7, 8, 30, 31, 61, 90, 91, 121, 365, 366]) {
          const before = removalTimes(DEFAULT_RETENTION, ARRIVED + days * DAY_MS);
          removed.push((await store.remove({ before })).entries);
          remaining[days] = (await found(store)).map(({ seq }) => seq);
        }
        expect(remaining).toEqual({
          7: [1, 2, 3, 4, 5, 6, 7, 8, 9],
          8: [2, 3, 4, 5, 6, 7, 8, 9],
          30: [2, 3, 4, 5, 6, 7, 8, 9],
          31: [3, 4, 5, 6, 8],
          61: [4, 5, 6, 8],
          90: [4, 5, 6, 8],
          91: [5, 6],
          121: [6],
          365: [6],
          366: [],
        });
        expect(removed).toEqual([0, 1, 0, 3, 1, 0, 2, 1, 0, 1]);
      }));

    it('keeps for ever what is to be kept for ever', () =>
      withStore(async (store) => {
        await store.append([arrived(KINDS)]);
        const periods = { ...DEFAULT_RETENTION, audit: Infinity };
        await store.remove({ before: removalTimes(periods, ARRIVED + 5000 * DAY_MS) });
        expect((await found(store)).map(({ message }) => message)).toEqual(['audit']);
      }));

    it('removes of one tenant only, and tells how many', () =>
      withStore(async (store) => {
        await store.append([arrived(KINDS), arrived(KINDS, { tenant: 'other' })]);
        const removal = { tenant: 'main', before: removalBefore(Infinity) };
        expect(await store.remove(removal)).toMatchObject({ entries: KINDS.length });
        expect(await found(store)).toEqual([]);
        expect(await found(store, 'other')).toHaveLength(KINDS.length);
        expect(await store.remove(removal)).toMatchObject({ entries: 0 });
      }));

    it('removes what arrived before a time', () =>
      withStore(async (store) => {
        const segments = [0, 1, 2].map((i) =>
          arrived([logLine(1, { message: `${i}` })], { receivedAt: ARRIVED + i }),
        );
        for (const segment of segments) await store.append([segment]);
        expect(await store.remove({ before: removalBefore(ARRIVED + 1) })).toMatchObject({ entries: 1 });
        expect((await found(store)).map(({ message }) => message)).toEqual(['1', '2']);
      }));

    it('goes on counting positions, and takes nothing again that was removed', () =>
      withStore(async (store) => {
        const segment = arrived(KINDS);
        await store.append([segment]);
        await store.remove({ before: removalTimes(DEFAULT_RETENTION, ARRIVED + 31 * DAY_MS) });
        expect((await store.append([segment])).positions).toEqual([KINDS.map(() => 0)]);
        await store.remove({ before: removalBefore(Infinity) });
        expect((await store.append([segment])).positions).toEqual([KINDS.map(() => 0)]);
        expect((await store.append([arrived([logLine(1)])])).positions).toEqual([[KINDS.length + 1]]);
        expect(store.head).toBe(KINDS.length + 1);
      }));

    it('does not let removed entries appear as missing', () =>
      withStore(async (store) => {
        const segment = arrived(KINDS, { emitted: 12, dropped: [[10, 11, 'queue_full']] });
        await store.append([segment]);
        const account = async () => accountForSession((await store.session('main', segment.session))!);
        await store.remove({ before: removalTimes(DEFAULT_RETENTION, ARRIVED + 31 * DAY_MS) });
        expect(await account()).toEqual({
          emitted: 12,
          stored: 5,
          dropped: { queue_full: 2, retention: 4 },
          queued: 1,
          missing: [],
        });
        await store.remove({ before: removalBefore(Infinity) });
        expect(await account()).toEqual({
          emitted: 12,
          stored: 0,
          dropped: { queue_full: 2, retention: 9 },
          queued: 1,
          missing: [],
        });
        await store.append([{ ...segment, emitted: 13, entries: arrived([logLine(13)]).entries }]);
        expect(await account()).toMatchObject({ emitted: 13, stored: 1, queued: 0, missing: [[12, 12]] });
      }));

    it('takes what it removes out of counts, words and fields', () =>
      withStore(async (store) => {
        const entries = seqs(1200).map((seq) =>
          logLine(seq, {
            level: seq % 3 === 0 ? 'debug' : 'error',
            source: `source-${seq % 4}`,
            message: `${seq % 3 === 0 ? 'passing' : 'lasting'} entry`,
            context: { user_id: String(seq % 3) },
            timestamp: new Date(ARRIVED + seq * 1000).toISOString(),
          }),
        );
        await store.append([arrived(entries)]);
        await store.remove({ before: removalTimes(DEFAULT_RETENTION, ARRIVED + 8 * DAY_MS) });
        const query = { tenant: 'main', filter: EVERYTHING };
        expect(await store.stats(query)).toMatchObject({
          total: 800,
          levels: { debug: 0, error: 800 },
          first: ARRIVED + 1000,
          last: ARRIVED + 1_199_000,
        });
        expect(await store.stats({ ...query, filter: parseFilter('entry') })).toMatchObject({ total: 800 });
        expect(await found(store, 'main', parseFilter('passing'))).toEqual([]);
        expect(await found(store, 'main', parseFilter('user_id:0'))).toEqual([]);
        expect((await found(store, 'main', parseFilter('lasting user_id:1'))).length).toBe(400);
      }));

    it('lets a reader page on from where it was', () =>
      withStore(async (store) => {
        const entries = seqs(40).map((seq) => logLine(seq, { level: seq % 2 ? 'debug' : 'info' }));
        await store.append([arrived(entries)]);
        const query = { tenant: 'main', filter: EVERYTHING, order: 'desc', limit: 7 } as const;
        const first = await store.query({ ...query, after: undefined });
        const span = { tenant: 'main', filter: EVERYTHING, upTo: store.head };
        await store.remove({ before: removalTimes(DEFAULT_RETENTION, ARRIVED + 8 * DAY_MS) });
        const ids = first.entries.map(({ position }) => position);
        for (let after: TimeKey | undefined = first.next; after;) {
          const page = await store.query({ ...query, after });
          ids.push(...page.entries.map(({ position }) => position));
          after = page.next;
        }
        expect(ids).toEqual([40, 39, 38, 37, 36, 35, 34, ...seqs(16).map((i) => 34 - 2 * i)]);
        const replayed = await store.readAfter({ ...span, after: 33 });
        expect(replayed).toMatchObject({ to: 40 });
        expect(replayed.entries.map(({ position }) => position)).toEqual([34, 36, 38, 40]);
        await store.remove({ before: removalBefore(Infinity) });
        expect(await store.query({ ...query, after: first.next })).toMatchObject({ entries: [] });
        expect(await store.readAfter({ ...span, after: 3 })).toEqual({ entries: [], to: 40 });
        expect(await store.startOfLast({ ...span, after: 0 }, 5)).toMatchObject({ after: 0 });
      }));
  });
}
