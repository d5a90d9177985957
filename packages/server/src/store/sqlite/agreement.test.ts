import { parseFilter, printFilter, type LogEntry, type LogFilter, type LogLine } from '@tailrace/protocol';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anyEntry, anyFilter, AWKWARD_WORDS } from '../../../testing/arbitraries.ts';
import { logLine, newSegment } from '../../../testing/entries.ts';
import { temporaryFolder } from '../../../testing/temporaryFolder.ts';
import type { LogStore, SortOrder } from '../LogStore.ts';
import { createMemoryStore } from '../memory.ts';
import { openSqliteStore } from './sqlite.ts';

const RUNS = 300;
const FILTERS_PER_RUN = 4;

describe('the SQLite store and the matcher in memory', () => {
  const memory = createMemoryStore();
  let sqlite: LogStore;

  beforeAll(async () => {
    const onCrash = (crash: Error) => {
      throw crash;
    };
    ({ store: sqlite } = await openSqliteStore({ folder: temporaryFolder(afterAll), onCrash }));
  });
  afterAll(() => sqlite.close());

  async function answers(store: LogStore, tenant: string, asked: LogFilter, order: SortOrder) {
    const page = await store.query({ tenant, filter: asked, order, after: undefined, limit: 100 });
    const span = { tenant, filter: asked, after: 0, upTo: store.head };
    const replay = await store.readAfter(span);
    return {
      page: page.entries.map(({ text: json }) => (JSON.parse(json) as LogEntry).id),
      replay: replay.entries.map(({ position }) => position),
      count: await store.count(span),
      last: await store.startOfLast(span, 2),
    };
  }

  it('give the same answers to any filter over any entries', async () => {
    let run = 0;
    let hits = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyEntry, { minLength: 1, maxLength: 12 }),
        fc.array(anyFilter, { minLength: FILTERS_PER_RUN, maxLength: FILTERS_PER_RUN }),
        fc.constantFrom('asc' as const, 'desc' as const),
        fc.constantFrom(undefined, '{"app":"shop"}', '{"a":{"b":[1,"42"]}}'),
        async (entries, filters, order, resource) => {
          run += 1;
          const tenant = `run-${run}`;
          const lines = entries.map((one, i) => ({ seq: i + 1, ...one }) as LogLine);
          const segment = newSegment(lines, { tenant, resource });
          await Promise.all([sqlite.append([segment]), memory.append([segment])]);
          for (const asked of filters) {
            const expected = await answers(memory, tenant, asked, order);
            hits += expected.count;
            const actual = await answers(sqlite, tenant, asked, order);
            expect({ filter: printFilter(asked), ...actual }).toEqual({
              filter: printFilter(asked),
              ...expected,
            });
          }
        },
      ),
      { numRuns: RUNS },
    );
    // Filters that never pass anything would agree about nothing.
    expect(hits).toBeGreaterThan(RUNS);
  }, 60_000);

  it.each(['timed-out', '"x y"', 'été', 'user_id:42', 'x_y', '-shop', 'source:api OR level:>=error'])(
    'agree about %s',
    async (asked) => {
      const tenant = `example ${asked}`;
      const lines = AWKWARD_WORDS.map((message, i) =>
        logLine(i + 1, { message, source: 'api', context: { user_id: i === 0 ? '42' : '4' } }),
      );
      const segment = newSegment(lines, { tenant });
      await Promise.all([sqlite.append([segment]), memory.append([segment])]);
      const expected = await answers(memory, tenant, parseFilter(asked), 'asc');
      expect(expected.count).toBeGreaterThan(0);
      expect(await answers(sqlite, tenant, parseFilter(asked), 'asc')).toEqual(expected);
    },
  );
});
