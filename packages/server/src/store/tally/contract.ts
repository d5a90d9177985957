import { EVERYTHING, parseFilter, type LogContext, type LogLevel } from '@tailrace/protocol';
import { describe, expect, it } from 'vitest';
import { logLine, newSegment, seqs } from '../../../testing/entries.ts';
import { MAX_HISTOGRAM_BUCKETS, MAX_HISTOGRAM_SOURCES } from '../LogCounts.ts';
import type { LogStore } from '../LogStore.ts';

const MINUTE = 60_000;
const NOON = Date.parse('2026-11-20T12:00:00.000Z');

/** What every store must count. */
export function describeLogCounts(store: () => LogStore, newTenant: () => string): void {
  function at(ms: number): string {
    return new Date(NOON + ms).toISOString();
  }

  /** Two sources over two hours; the tenant beside it has entries of its own, and shows when it is counted. */
  async function someEntries(): Promise<string> {
    const tenant = newTenant();
    const said: [ms: number, level: LogLevel, source: string, user?: unknown][] = [
      [-1, 'debug', 'api'],
      [0, 'info', 'api', 42],
      [1500, 'error', 'api', '42'],
      [MINUTE, 'warning', 'worker', 'ann'],
      [61 * MINUTE, 'critical', 'worker', ['ann', 'ann', 'bob']],
    ];
    const lines = said.map(([ms, level, source, user], i) =>
      logLine(i + 1, {
        timestamp: at(ms),
        level,
        source,
        ...(user !== undefined && { context: { user_id: user } as LogContext }),
        ...(level === 'error' && { category: 'audit' as const, logger: 'shop.cart' }),
      }),
    );
    await store().append([
      newSegment(lines, { tenant }),
      newSegment([logLine(1, { timestamp: at(0), source: 'foreign' })], { tenant: newTenant() }),
    ]);
    return tenant;
  }

  describe('counts', () => {
    it('by level, by category, and from when to when', async () => {
      const tenant = await someEntries();
      expect(await store().stats({ tenant, filter: EVERYTHING })).toEqual({
        total: 5,
        levels: { debug: 1, info: 1, warning: 1, error: 1, critical: 1 },
        categories: { system: 4, audit: 1 },
        sources: 2,
        first: NOON - 1,
        last: NOON + 61 * MINUTE,
        partial: false,
      });
    });

    it('nothing, where there is nothing', async () => {
      const none = { tenant: newTenant(), filter: EVERYTHING };
      expect(await store().stats(none)).toMatchObject({ total: 0, sources: 0, partial: false });
      expect((await store().stats(none)).first).toBeUndefined();
      expect(await store().sources(none)).toEqual({ sources: [], more: 0, partial: false });
      expect(await store().histogram({ ...none, intervalMs: MINUTE, by: 'level' })).toEqual({
        outcome: 'counted',
        buckets: [],
        partial: false,
      });
      expect(await store().facets({ ...none, field: 'level', limit: 5 })).toEqual({
        values: [],
        more: 0,
        partial: false,
      });
    });

    it.each([
      ['level:>=warning', 3],
      ['level:>=warning -source:api', 2],
      [`timestamp:>=${at(0)} timestamp:<${at(MINUTE)}`, 2],
      [`timestamp:>${at(0)} timestamp:<=${at(MINUTE)}`, 2],
      [`timestamp:>=${at(1)} timestamp:<${at(61 * MINUTE + 1)}`, 3],
      [`timestamp:>=${at(-1)} timestamp:<${at(0)}`, 1],
      ['category:audit OR source:worker', 3],
      ['user_id:42', 2],
      ['user_id:42 level:error', 1],
      ['logger:shop', 1],
      ['entry', 5],
    ])('what passes %s', async (asked, total) => {
      const tenant = await someEntries();
      expect(await store().stats({ tenant, filter: parseFilter(asked) })).toMatchObject({ total });
    });

    it('an entry once, however often it is sent', async () => {
      const tenant = newTenant();
      const segment = newSegment([logLine(1), logLine(2)], { tenant });
      await store().append([segment, segment]);
      await store().append([segment]);
      expect(await store().stats({ tenant, filter: EVERYTHING })).toMatchObject({ total: 2 });
    });

    it('for each source, with its last word', async () => {
      const tenant = await someEntries();
      expect(await store().sources({ tenant, filter: EVERYTHING })).toEqual({
        sources: [
          { source: 'api', count: 3, errors: 1, warnings: 0, last: NOON + 1500 },
          { source: 'worker', count: 2, errors: 1, warnings: 1, last: NOON + 61 * MINUTE },
        ],
        more: 0,
        partial: false,
      });
    });

    it.each([
      [
        1000,
        'level',
        [
          [-1000, { debug: 1 }],
          [0, { info: 1 }],
          [1000, { error: 1 }],
        ],
      ],
      [
        MINUTE,
        'level',
        [
          [-MINUTE, { debug: 1 }],
          [0, { info: 1, error: 1 }],
        ],
      ],
      [
        90_000,
        'source',
        [
          [-90_000, { api: 1 }],
          [0, { api: 2 }],
        ],
      ],
      [
        60 * MINUTE,
        'source',
        [
          [-60 * MINUTE, { api: 1 }],
          [0, { api: 2 }],
        ],
      ],
    ] as const)('in buckets of %i ms by %s', async (intervalMs, by, expected) => {
      const tenant = await someEntries();
      const filter = parseFilter('source:api');
      const histogram = await store().histogram({ tenant, filter, intervalMs, by });
      const buckets = expected.map(([ms, counts]) => ({
        start: NOON + ms,
        total: Object.values(counts).reduce((sum, count) => sum + count, 0),
        counts,
      }));
      expect(histogram).toEqual({ outcome: 'counted', buckets, partial: false });
    });

    it('no more buckets than a histogram may have', async () => {
      const tenant = newTenant();
      const lines = seqs(MAX_HISTOGRAM_BUCKETS + 1).map((seq) => logLine(seq, { timestamp: at(seq * 1000) }));
      await store().append([newSegment(lines, { tenant })]);
      const query = { tenant, by: 'level', intervalMs: 1000 } as const;
      expect(await store().histogram({ ...query, filter: EVERYTHING })).toEqual({
        outcome: 'too_many_buckets',
      });
      const filter = parseFilter(`timestamp:<=${at(MAX_HISTOGRAM_BUCKETS * 1000)}`);
      const histogram = await store().histogram({ ...query, filter });
      expect(histogram.outcome === 'counted' && histogram.buckets.length).toBe(MAX_HISTOGRAM_BUCKETS);
    });

    it('all sources of a bucket, and names those with the most', async () => {
      const tenant = newTenant();
      const names = ['__proto__', ...seqs(MAX_HISTOGRAM_SOURCES + 2).map((i) => `s${i}`)];
      const lines = [...names, '__proto__', 's5'].map((source, i) => logLine(i + 1, { source }));
      await store().append([newSegment(lines, { tenant })]);
      const histogram = await store().histogram({
        tenant,
        filter: EVERYTHING,
        intervalMs: 1000,
        by: 'source',
      });
      const [bucket] = histogram.outcome === 'counted' ? histogram.buckets : [];
      expect(bucket!.total).toBe(lines.length);
      expect(Object.keys(bucket!.counts)).toHaveLength(MAX_HISTOGRAM_SOURCES);
      expect(Object.entries(bucket!.counts)).toEqual(
        expect.arrayContaining([
          ['__proto__', 2],
          ['s5', 2],
        ]),
      );
    });

    it.each([
      [
        'user_id',
        2,
        {
          values: [
            { value: '42', count: 2 },
            { value: 'ann', count: 2 },
          ],
          more: 1,
        },
      ],
      ['context.user_id', 1, { values: [{ value: '42', count: 2 }], more: 2 }],
      ['metadata.user_id', 5, { values: [], more: 0 }],
      [
        'source',
        5,
        {
          values: [
            { value: 'api', count: 3 },
            { value: 'worker', count: 2 },
          ],
          more: 0,
        },
      ],
      ['level', 1, { values: [{ value: 'critical', count: 1 }], more: 4 }],
      [
        'category',
        5,
        {
          values: [
            { value: 'system', count: 4 },
            { value: 'audit', count: 1 },
          ],
          more: 0,
        },
      ],
      ['logger', 5, { values: [{ value: 'shop.cart', count: 1 }], more: 0 }],
      ['context', 5, { values: [], more: 0 }],
    ])('the values of %s, at most %i of them', async (field, limit, expected) => {
      const tenant = await someEntries();
      const facets = await store().facets({ tenant, filter: EVERYTHING, field, limit });
      expect(facets).toEqual({ ...expected, partial: false });
    });

    it('the values of a field among what passes a filter', async () => {
      const tenant = await someEntries();
      const filter = parseFilter('level:>=warning');
      const { values } = await store().facets({ tenant, filter, field: 'user_id', limit: 9 });
      expect(values).toEqual([
        { value: 'ann', count: 2 },
        { value: '42', count: 1 },
        { value: 'bob', count: 1 },
      ]);
    });
  });
}
