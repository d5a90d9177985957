import { LOG_LEVELS, printFilter, type LogFilter, type LogLine, type RangeEnd } from '@tailrace/protocol';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anyEntry, arbitraryFilter } from '../../../testing/arbitraries.ts';
import { backdate } from '../../../testing/backdate.ts';
import { newSegment } from '../../../testing/entries.ts';
import { temporaryFolder } from '../../../testing/temporaryFolder.ts';
import type { LogStore } from '../LogStore.ts';
import { createMemoryStore } from '../memory.ts';
import { DayReaders } from './DayReaders.ts';
import { EntryCounter } from './EntryCounter.ts';
import { rollupFilterOf } from './rollupPlan.ts';
import { openSqliteStore } from './sqlite.ts';
import { TimeBudget } from './TimeBudget.ts';

const RUNS = 400;
const DAYS = ['2026-11-18', '2026-11-19', '2026-11-20'];
const TENANTS = ['main', 'other', 'main/3600000'];
const ENTRIES_PER_SEGMENT = 60;

/** Around 1970 too, where the remainder of a time changes its sign; on bounds of minutes and hours, and off them. */
const anyTime = fc
  .tuple(
    fc.constantFrom(0, Date.parse('2026-11-20T00:00:00Z')),
    fc.integer({ min: -3, max: 3 }),
    fc.constantFrom(0, 0, 1, 29, 59),
    fc.constantFrom(0, 0, 1, 59_999),
  )
  .map(([base, hour, minute, ms]) => base + hour * 3_600_000 + minute * 60_000 + ms);

const anyKind: fc.Arbitrary<LogFilter> = fc.oneof(
  fc.record(
    {
      kind: fc.constant('level' as const),
      level: fc.constantFrom(...LOG_LEVELS),
      comparison: fc.constantFrom('>', '>=', '<', '<='),
    },
    { requiredKeys: ['kind', 'level'] },
  ),
  fc.record({
    kind: fc.constant('field' as const),
    field: fc.constantFrom('source', 'category'),
    test: fc.oneof(
      fc.record({
        kind: fc.constantFrom('equals' as const, 'startsWith' as const),
        value: fc.constantFrom('api', 'checkout', 'audit', 'system', 'API', 'a', ''),
      }),
      fc.constant({ kind: 'present' as const }),
    ),
  }),
);

const anyEdge = fc.oneof(
  anyTime,
  anyTime.map((time) => time + 0.5),
);
const anyEnd: fc.Arbitrary<RangeEnd> = fc.record(
  { value: anyEdge, excluded: fc.constant(true as const) },
  { requiredKeys: ['value'] },
);

const anyBound: fc.Arbitrary<LogFilter> = fc.record({
  kind: fc.constant('field' as const),
  field: fc.constant('timestamp'),
  test: fc.oneof(
    fc.record({
      kind: fc.constant('compare' as const),
      comparison: fc.constantFrom('>', '>=', '<', '<='),
      value: anyEdge,
    }),
    fc.record({ kind: fc.constant('range' as const), from: anyEnd, to: anyEnd }),
  ),
});

const anyKinds = fc.oneof(
  anyKind,
  anyKind.map((filter): LogFilter => ({ kind: 'not', filter })),
  fc.array(anyKind, { minLength: 1, maxLength: 3 }).map((filters): LogFilter => ({ kind: 'or', filters })),
);

/** Most of them for rollups. */
const anyCountedFilter: fc.Arbitrary<LogFilter> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.array(anyKinds, { maxLength: 2 }), fc.array(anyBound, { maxLength: 3 }))
      .map(([kinds, bounds]): LogFilter => ({ kind: 'and', filters: [...kinds, ...bounds] })),
  },
  { weight: 1, arbitrary: anyBound.map((filter): LogFilter => ({ kind: 'not', filter })) },
  { weight: 1, arbitrary: arbitraryFilter },
);

const FIELDS =
  'level source category logger stream session message action error.name user_id a context.a.b metadata.a app resource.app trace.status'.split(
    ' ',
  );

describe('counts of rollups, of entries one by one, and in memory', () => {
  const folder = temporaryFolder(afterAll);
  const memory = createMemoryStore();
  let sqlite: LogStore;
  let oneByOne: EntryCounter;
  let days: DayReaders;

  async function open(): Promise<LogStore> {
    const onCrash = (crash: Error) => {
      throw crash;
    };
    return (await openSqliteStore({ folder, onCrash })).store;
  }

  beforeAll(async () => {
    const arbitrary = fc.tuple(anyEntry, anyTime);
    for (const [i, day] of DAYS.entries()) {
      sqlite = await open();
      for (const [j, tenant] of TENANTS.entries()) {
        const samples = fc.sample(arbitrary, { numRuns: ENTRIES_PER_SEGMENT, seed: i * TENANTS.length + j });
        const lines = samples.map(([entry, time], at): LogLine => {
          const timestamp = new Date(time).toISOString();
          return { seq: at + 1, ...entry, timestamp } as LogLine;
        });
        // Each day sends again what the day before had sent.
        const segment = newSegment(lines, { tenant, resource: '{"app":"shop"}' });
        const again = newSegment(lines.slice(0, 5), { tenant, session: segment.session });
        await Promise.all([sqlite.append([segment]), sqlite.append([again, again])]);
        await memory.append([segment]);
      }
      if (i === DAYS.length - 1) break;
      await sqlite.close();
      backdate(folder, day);
    }
    const budget = new TimeBudget();
    days = new DayReaders(folder, budget);
    oneByOne = new EntryCounter(days, budget, []);
  });
  afterAll(async () => {
    days.close();
    await sqlite.close();
  });

  it('are the same, for any filter', async () => {
    let fromRollups = 0;
    let hits = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...TENANTS),
        anyCountedFilter,
        fc.constantFrom(1000, 60_000, 90_000, 3_600_000, 5_400_000, 86_400_000),
        fc.constantFrom('level' as const, 'source' as const),
        fc.constantFrom(...FIELDS),
        fc.integer({ min: 1, max: 5 }),
        async (tenant, filter, intervalMs, by, field, limit) => {
          const query = { tenant, filter, intervalMs, by, field, limit };
          const of = async (counts: Pick<LogStore, 'stats' | 'sources' | 'histogram' | 'facets'>) => ({
            asked: printFilter(filter),
            stats: await counts.stats(query),
            sources: await counts.sources(query),
            histogram: await counts.histogram(query),
            facets: await counts.facets(query),
          });
          const expected = await of(memory);
          expect(await of(sqlite)).toEqual(expected);
          expect({
            asked: printFilter(filter),
            stats: oneByOne.stats(query),
            sources: oneByOne.sources(query),
            histogram: oneByOne.histogram(query),
            facets: oneByOne.facets(query),
          }).toEqual(expected);
          if (rollupFilterOf(filter)) fromRollups += 1;
          hits += expected.stats.total;
        },
      ),
      { numRuns: RUNS },
    );
    // Filters that pass nothing, or that rollups never answer, would agree about nothing.
    expect(hits).toBeGreaterThan(RUNS);
    expect(fromRollups).toBeGreaterThan(RUNS / 3);
  }, 120_000);
});
